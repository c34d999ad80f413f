"""ttdn_site: multilingual external-information portals from a git repository."""

__version__ = "0.1.0"
