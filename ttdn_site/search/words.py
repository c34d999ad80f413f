"""The words of the search box and the results page.

Each language is served a client with them in it, translated, so that no page repeats them; the client fills `{count}`
and `{query}`. It chooses `count_one` or `count_other` by the plural rules of the language.
"""

from __future__ import annotations

from typing import Final

WORDS: Final[tuple[tuple[str, str], ...]] = (
    ("count_one", "{count} page found."),
    ("count_other", "{count} pages found."),
    ("some", "No page has all of these words; these have some of them."),
    ("none", "No page has these words. Try fewer or other words."),
    ("loading", "Searching…"),
    ("offline", "You are offline. Search needs a connection."),
    ("missing", "Search is not available at the moment. Please try again later."),
    ("more", "Show more results"),
    ("suggestions", "Suggested pages"),
    ("all", "All results for “{query}”"),
    ("section", "Filter by section"),
    ("all_sections", "All sections"),
    ("year", "Filter by year"),
    ("all_years", "All years"),
)
"""Key in the client and English message identifier."""
