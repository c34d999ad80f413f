"""Text in several languages, keyed by language segment (`vi`, `en`, `zh`, `ja`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LocalText:
    """The same words in several languages, in the order in which they were written. Empty text has no entries."""

    entries: tuple[tuple[str, str], ...] = ()

    def get(self, segment: str) -> str:
        """The words in one language; empty when there is no translation."""
        for language, words in self.entries:
            if language == segment:
                return words
        return ""

    def resolve(self, segment: str, fallback: str) -> tuple[str, str]:
        """The words and the segment they are in: the language asked for, else the fallback, else any, else nothing."""
        if words := self.get(segment):
            return words, segment
        if words := self.get(fallback):
            return words, fallback
        for language, words in self.entries:
            return words, language
        return "", segment

    @property
    def segments(self) -> tuple[str, ...]:
        return tuple(language for language, _ in self.entries)

    def __bool__(self) -> bool:
        return bool(self.entries)


EMPTY = LocalText()
