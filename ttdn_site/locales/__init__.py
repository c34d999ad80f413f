"""Locales: languages, catalogs, numbers, dates and money. The only room that imports Babel and gettext."""
