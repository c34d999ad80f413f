"""Private keys, access keys and passwords."""

from __future__ import annotations

import re

from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.source.text import position

PRIVATE_KEY = declare(
    "SF004",
    Severity.ERROR,
    "A private key or access key stands here: {kind}",
    "Delete it from the file and from the repository's history, and have it revoked: it counts as known to everybody",
    wrong="a block that begins like a private key file",
    right="(the block deleted, the key replaced)",
)
PASSWORD = declare(
    "SF005",
    Severity.ERROR,
    "A password stands here",
    "Delete it, and change the password",
    wrong="Mật khẩu: Laichau@2025",
    right="Mật khẩu do Văn phòng cấp",
)

# The kind; signs of which one is in every text that the pattern matches; the pattern.
_KINDS: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = (
    ("PEM", ("PRIVATE KEY",), re.compile(r"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----")),
    ("PuTTY", ("PuTTY-User-Key-File",), re.compile(r"PuTTY-User-Key-File-\d")),
    ("AWS", ("AKIA", "ASIA", "AROA", "AIDA"), re.compile(r"\b(?:AKIA|ASIA|AROA|AIDA)[0-9A-Z]{16}\b")),
    ("Google", ("AIza",), re.compile(r"\bAIza[0-9A-Za-z_-]{35}(?![\w-])")),
    (
        "GitHub",
        ("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
        re.compile(r"\b(?:gh[pousr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{40,90})"),
    ),
    ("GitLab", ("glpat-",), re.compile(r"\bglpat-[0-9A-Za-z_-]{20}")),
    ("Slack", ("xox",), re.compile(r"\bxox[abprs]-[0-9A-Za-z-]{10,80}")),
    ("Stripe", ("_live_",), re.compile(r"\b[rs]k_live_[0-9A-Za-z]{20,60}")),
    ("JWT", ("eyJ",), re.compile(r"\beyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]{10,1000}")),
    ("Azure", ("AccountKey=",), re.compile(r"AccountKey=[0-9A-Za-z+/]{60,90}={0,2}")),
)
_ADDRESS = re.compile(r"\b[a-z][a-z0-9+.-]{1,20}://[^\s/:@<>\"]{1,80}:([^\s/@<>\"]{3,80})@[\w.-]")
_NAMED = re.compile(
    r"(?:\bpass(?:word|wd|phrase)|\bpwd|mật khẩu|\bapi[_ -]?key|\bsecret[_ -]?key|\baccess[_ -]?token|密码|口令|"
    r"パスワード)"
    r"[\"'*_`]{0,4}[ \t]{0,3}(?:[:=：]|là\b|is\b)[ \t\"'*_`]{0,4}([!-~]{6,80})",
    re.IGNORECASE,
)
SIGNS = (
    *(sign for _, signs, _ in _KINDS for sign in signs),
    *("@", "pass", "pwd", "mật khẩu", "key", "access", "密码", "口令", "パスワード"),
)
_WORDS = re.compile(r"[a-z]+(?:[-/][a-z0-9]+)*[.,;:)]*|[\d.,/-]+|https?://.*|\W+", re.IGNORECASE)


def scan(text: str, path: str) -> list[Problem]:
    """A problem for each key or password; it names the kind of a key, never the key."""
    problems = [
        problem(PRIVATE_KEY, Location(path, *position(text, match.start())), kind=kind)
        for kind, signs, pattern in _KINDS
        if any(map(text.__contains__, signs))
        for match in pattern.finditer(text)
    ]
    if "://" in text and "@" in text:
        problems += [
            problem(PASSWORD, Location(path, *position(text, match.start(1)))) for match in _ADDRESS.finditer(text)
        ]
    return problems + [
        problem(PASSWORD, Location(path, *position(text, match.start(1))))
        for match in _NAMED.finditer(text)
        if not _WORDS.fullmatch(match[1])
    ]
