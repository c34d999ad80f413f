"""Numbers of identity cards and passports.

A citizen's number has twelve digits: province of birth (001 to 096), a digit for sex and century, two of the year of
birth, six at random (Decree 137/2015/ND-CP, article 13). Older cards have nine digits, which only the words before
them tell from other numbers.
"""

from __future__ import annotations

import re

from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.source.text import position

IDENTITY_NUMBER = declare(
    "SF002",
    Severity.ERROR,
    "The number of a person's identity card or passport stands here",
    "Delete it; it is personal data that the law protects (Law 91/2025/QH15)",
    wrong="Ông Nguyễn Văn A, CCCD số 0120…",
    right="Ông Nguyễn Văn A",
)
LOOKS_LIKE_IDENTITY = declare(
    "SF003",
    Severity.WARNING,
    "This number has the form of a citizen's identity number",
    "Delete it if it is one; if it is an amount, write it with separators, for example 12.345.678",
    wrong="012090… (twelve digits)",
    right="12.345.678",
)

_NAMED = re.compile(
    r"(?:\bCCCD\b|\bCMND\b|\bCMTND\b|\bCMT\b|căn cước|chứng minh (?:nhân dân|thư)|số định danh|"
    r"\bidentity (?:card|number)|\bID card\b|\bcitizen ID\b|身份证|身分証|公民身份号码)"
    r"[^\d\n]{0,40}?(?<!\d)(\d{3}[ .]?\d{3}[ .]?\d{3}(?:[ .]?\d{3})?)(?![\d])",
    re.IGNORECASE,
)
_PASSPORT = re.compile(
    r"(?:hộ chiếu|passport|护照|旅券)[^\d\n]{0,20}?(?<![A-Za-z0-9])([A-Z]{1,2}\d{7,8})(?!\d)", re.IGNORECASE
)
_SHAPE = re.compile(r"(?<![\w./=%+-])0(?:0[1-9]|[1-8]\d|9[0-6])(?:[01]\d{2}|[23][0-3]\d)\d{6}(?![\w%]|[.,]\d)")
_TWELVE = re.compile(r"0\d{11}")
SIGNS = (
    *("cccd", "cmnd", "cmtnd", "cmt", "căn cước", "chứng minh", "định danh", "identity", "id card", "citizen id"),
    *("身份", "身分", "hộ chiếu", "passport", "护照", "旅券"),
)


def scan(text: str, path: str) -> list[Problem]:
    """A problem for each number that words call one; none quotes it."""
    return [problem(IDENTITY_NUMBER, Location(path, *position(text, offset))) for offset in sorted(_named(text))]


def scan_shapes(text: str, path: str) -> list[Problem]:
    """A problem for each other number that looks like one."""
    if not _TWELVE.search(text):
        return []
    shaped = {match.start() for match in _SHAPE.finditer(text)} - _named(text)
    return [problem(LOOKS_LIKE_IDENTITY, Location(path, *position(text, offset))) for offset in sorted(shaped)]


def _named(text: str) -> set[int]:
    return {match.start(1) for pattern in (_NAMED, _PASSPORT) for match in pattern.finditer(text)}
