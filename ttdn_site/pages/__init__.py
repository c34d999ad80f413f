"""Pages: the localized views that templates render. Pure functions from the library and a language to frozen views."""
