"""The languages of a site. Four codes of one language are kept apart, because they differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Language:
    """One configured language.

    segment: folder under `docs/` and first part of the address (`zh`); the default language has no part in addresses.
    tag: BCP 47 language tag for `lang`, `hreflang`, feeds and JSON-LD (`zh-Hans`).
    theme: the theme's own language code (`zh`).
    babel: Babel locale identifier for numbers and dates, and name of the catalog folder's parent chain (`zh_Hans_CN`).
    og: Open Graph locale (`zh_CN`).
    endonym: the language's name in itself (`简体中文`).
    catalog: folder name of its gettext catalogs (`zh_Hans`).
    complete: whether every interface word must be translated; if not, `catalog_fallback` names the segment whose
        words stand in, and such words carry that language's `lang`.
    """

    segment: str
    tag: str
    theme: str
    babel: str
    og: str
    endonym: str
    catalog: str
    complete: bool = True
    catalog_fallback: str = ""

    @property
    def heads(self) -> tuple[str, ...]:
        """The Babel locale and what it is a kind of, longest first (`zh_Hans_CN`, `zh_Hans`, `zh`): keys of tables that
        hold what a language or script writes in its own way."""
        parts = self.babel.split("_")
        return tuple("_".join(parts[:length]) for length in range(len(parts), 0, -1))


@dataclass(frozen=True, slots=True)
class Languages:
    """The configured languages in order; the first one is the default: it stands at the base path."""

    all: tuple[Language, ...]

    @property
    def default(self) -> Language:
        return self.all[0]

    @property
    def segments(self) -> tuple[str, ...]:
        return tuple(language.segment for language in self.all)

    def __getitem__(self, segment: str) -> Language:
        for language in self.all:
            if language.segment == segment:
                return language
        raise KeyError(segment)

    def get(self, segment: str) -> Language | None:
        """The language of a segment, or None when the site has no such language."""
        return next((language for language in self.all if language.segment == segment), None)

    def __contains__(self, segment: object) -> bool:
        return segment in self.segments

    def __iter__(self) -> Iterator[Language]:
        return iter(self.all)

    def prefix(self, segment: str) -> str:
        """The first part of an address in this language, with its slash: `""` for the default, else `"en/"`."""
        return "" if segment == self.default.segment else f"{segment}/"


VIETNAMESE = Language("vi", "vi", "vi", "vi_VN", "vi_VN", "Tiếng Việt", "vi")
ENGLISH = Language("en", "en", "en", "en_GB", "en_US", "English", "en")
CHINESE = Language("zh", "zh-Hans", "zh", "zh_Hans_CN", "zh_CN", "简体中文", "zh_Hans")
JAPANESE = Language("ja", "ja", "ja", "ja_JP", "ja_JP", "日本語", "ja")

KNOWN = {language.segment: language for language in (VIETNAMESE, ENGLISH, CHINESE, JAPANESE)}
