"""What must not stand in any file of the project, looked for in its text as a whole, front matter included.

Each rule is a function of a text and its path; `RULES` is their list. A rule depends on nothing but the text, so that
its findings can be kept with the file. Most name signs, and are asked only where one is in the text. What is personal
or secret is located, never quoted.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable

from ttdn_site.content import terms
from ttdn_site.content.scans import (
    credentials,
    empty_links,
    identity_numbers,
    left_placeholders,
    mixed_scripts,
    personal_mail,
    secrecy_marks,
    spam_words,
)
from ttdn_site.content.scans.signs import Signs
from ttdn_site.problems import Problem

Rule = Callable[[str, str], list[Problem]]

_SIGNED: tuple[tuple[Rule, Callable[[], Iterable[str]] | None], ...] = (
    (terms.scan, terms.signs),
    (personal_mail.scan, lambda: personal_mail.SIGNS),
    (identity_numbers.scan, lambda: identity_numbers.SIGNS),
    (identity_numbers.scan_shapes, None),
    (credentials.scan, lambda: credentials.SIGNS),
    (secrecy_marks.scan, lambda: secrecy_marks.SIGNS),
    (spam_words.scan, spam_words.signs),
    (mixed_scripts.scan, None),
    (empty_links.scan, None),
    (left_placeholders.scan, left_placeholders.signs),
)
RULES: tuple[Rule, ...] = tuple(rule for rule, _ in _SIGNED)


def scan(text: str, path: str) -> list[Problem]:
    """Everything the rules find in one file's text."""
    held = _signs().held(text)
    return [
        found
        for place, (rule, signs) in enumerate(_SIGNED)
        if signs is None or place in held
        for found in rule(text, path)
    ]


@functools.cache
def _signs() -> Signs:
    return Signs([() if signs is None else signs() for _, signs in _SIGNED])
