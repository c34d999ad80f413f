"""Words of a new file that nobody has overwritten, in a text that is handed in or approved.

`ttdn new` writes them where only the editor can write; in a draft they are in order.
"""

from __future__ import annotations

import functools
import re

from ttdn_site.content.wording import EditorLocale, editor_words
from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.source.text import position

LEFT = declare(
    "SC005",
    Severity.ERROR,
    "“{text}” was left over from the new file",
    "Write the text, delete the key if it is not needed, or set the status back to draft",
    wrong="title: Viết tiêu đề ở đây\nstatus: approved",
    right="title: Khởi công hầm đường bộ qua đèo Hoàng Liên\nstatus: approved",
)

# By key, what stands in its place until the editor has written; other keys of a new file show their declared example.
PLACEHOLDERS = {
    "title": "Write the title here",
    "summary": "Write one or two sentences here",
    "body": "Write the text here.",
}

_HANDED_IN = re.compile(r"^status:[ \t]*[\"']?(?:review|approved)\b", re.MULTILINE)
_LOCALES: tuple[EditorLocale, ...] = ("vi", "en")


@functools.cache
def signs() -> tuple[str, ...]:
    """The sentences, in the languages of editors."""
    return tuple(editor_words(locale).gettext(text) for locale in _LOCALES for text in PLACEHOLDERS.values())


@functools.cache
def _left() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, signs())))


def scan(text: str, path: str) -> list[Problem]:
    """A problem for each sentence that is still there."""
    if not _HANDED_IN.search(text):
        return []
    return [
        problem(LEFT, Location(path, *position(text, match.start())), text=match.group())
        for match in _left().finditer(text)
    ]
