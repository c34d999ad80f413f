"""What must not stand in any file of the project, looked for in its text as a whole, front matter included.

Each rule is a module with a function `scan(text, path)`; `RULES` is their list. A rule depends on nothing but the text,
so that its findings can be kept with the file. What is personal or secret is located, never quoted.
"""

from __future__ import annotations

from collections.abc import Callable

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
from ttdn_site.problems import Problem

Rule = Callable[[str, str], list[Problem]]

RULES: tuple[Rule, ...] = (
    terms.scan,
    personal_mail.scan,
    identity_numbers.scan,
    credentials.scan,
    secrecy_marks.scan,
    spam_words.scan,
    mixed_scripts.scan,
    empty_links.scan,
    left_placeholders.scan,
)


def scan(text: str, path: str) -> list[Problem]:
    """Everything the rules find in one file's text."""
    return [found for rule in RULES for found in rule(text, path)]
