"""Texts in another language than the page's, in a finished page: marks become `<span lang>` where HTML allows one.

In an attribute, a title or an option there is no place for it: there the text stays as it is.
"""

from __future__ import annotations

import re

from ttdn_site.pages.voice import LANGUAGE_ENDS, STANDS_IN, TEXT_ENDS

_TAG = re.compile(r"""(<(?:[^"'<>]|"[^"]*"|'[^']*')*>)""")
_MARKED = re.compile(f"{STANDS_IN}([^{LANGUAGE_ENDS}]*){LANGUAGE_ENDS}([^{TEXT_ENDS}]*){TEXT_ENDS}")
_TEXT_ONLY = ("<title", "<option", "<textarea")


def settle(page: str) -> str:
    """The page without marks."""
    if STANDS_IN not in page:
        return page
    pieces = _TAG.split(page)
    for place, piece in enumerate(pieces):
        if STANDS_IN in piece:
            spanned = place % 2 == 0 and not (place and pieces[place - 1].startswith(_TEXT_ONLY))
            pieces[place] = _MARKED.sub(r'<span lang="\1">\2</span>' if spanned else r"\2", piece)
    return "".join(pieces)
