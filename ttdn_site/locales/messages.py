"""Problems in words, for people and for machines: the last step before a terminal, a report or a forge.

The English sentence is the code's own; the Vietnamese one stands in `catalogs/vi/problems-*.po`. Nothing here fails on
what a problem carries: a report that breaks hides the mistake it was about.
"""

from __future__ import annotations

import functools
import hashlib
import json
import locale as system
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

from ttdn_site.locales.catalogs import Register, Translator, translator
from ttdn_site.locales.languages import ENGLISH, VIETNAMESE, Languages
from ttdn_site.locales.placeholders import fill
from ttdn_site.problems import Location, Problem, Severity

MessageLocale = Literal["vi", "en"]
LONGEST_PARAMETER = 200

_ANNOTATIONS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_QUALITY = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
# Control and format characters (bidirectional overrides, zero width), surrogates, line and paragraph separators.
_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_VIETNAMESE_LANGUAGE_ID = 0x2A


def render(problem: Problem, locale: MessageLocale) -> tuple[str, str]:
    """The sentence and the hint. A parameter the problem does not carry stays as `{name}`."""
    words = _translator(locale)
    # Some values are words of ours ("a list"), which the catalogs know in the context "value".
    values = {name: shown(words.pgettext("value", value)) for name, value in problem.parameters if value}
    values |= {name: "" for name, value in problem.parameters if not value}
    return fill(words.gettext(problem.code.message), values), fill(words.gettext(problem.code.hint), values)


def severity_word(severity: Severity, locale: MessageLocale) -> str:
    """`lỗi`, `cảnh báo`, `lưu ý`; `error`, `warning`, `note`."""
    return _translator(locale).pgettext("severity", severity.value)


def shown(value: str) -> str:
    """A value as one printable line of at most 200 characters; what cannot be seen is escaped."""
    # Cut before escaping, so that a value of megabytes costs nothing, and after, so that the limit holds.
    head = "".join(_printable(character) for character in value[: LONGEST_PARAMETER + 1])
    return head if len(head) <= LONGEST_PARAMETER else head[: LONGEST_PARAMETER - 1] + "…"


def as_text(problems: Iterable[Problem], locale: MessageLocale) -> str:
    """One line each: `path:line:col: severity CODE message · hint`."""
    lines = []
    for problem in problems:
        message, hint = render(problem, locale)
        sentence = f"{message} · {hint}" if hint else message
        lines.append(
            f"{_place(problem.location)}: {severity_word(problem.severity, locale)} {problem.code.id} {sentence}\n"
        )
    return "".join(lines)


def as_json(problems: Iterable[Problem], locale: MessageLocale) -> str:
    """`{"problems": [{code, severity, path, line, column, message, hint, messages, hints, parameters}]}`.

    messages, hints: by locale, `vi` and `en`. line and column are 0 where the problem is about more than a place.
    parameters are the values in full.
    """
    entries = []
    for problem in problems:
        words = {each: render(problem, each) for each in ("vi", "en")}
        entries.append(
            {
                "code": problem.code.id,
                "severity": problem.severity.value,
                "path": _encodable(problem.location.path),
                "line": problem.location.line,
                "column": problem.location.column,
                "message": words[locale][0],
                "hint": words[locale][1],
                "messages": {each: text[0] for each, text in words.items()},
                "hints": {each: text[1] for each, text in words.items()},
                "parameters": {name: _encodable(value) for name, value in problem.parameters},
            }
        )
    return json.dumps({"problems": entries}, ensure_ascii=False, indent=2) + "\n"


def as_github(problems: Iterable[Problem], locale: MessageLocale) -> str:
    """Workflow commands that a GitHub runner shows beside the line."""
    lines = []
    for problem in problems:
        where = problem.location
        properties = [f"file={_property(_encodable(where.path))}"]
        if where.line:
            properties.append(f"line={where.line}")
            if where.column:
                properties.append(f"col={where.column}")
        properties.append(f"title={_property(problem.code.id)}")
        message = "\n".join(part for part in render(problem, locale) if part)
        lines.append(f"::{_ANNOTATIONS[problem.severity]} {','.join(properties)}::{_command_text(message)}\n")
    return "".join(lines)


def as_gitlab(problems: Iterable[Problem], locale: MessageLocale) -> str:
    """A GitLab code quality report.

    The fingerprint leaves out the line, so that a problem that only moved is not new; equal findings are numbered,
    because GitLab shows one problem for each fingerprint.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    entries = []
    for problem in problems:
        path = _encodable(problem.location.path)
        identity = (problem.code.id, path, *(_encodable(part) for pair in problem.parameters for part in pair))
        seen[identity] += 1
        fingerprint = json.dumps([*identity, seen[identity]], ensure_ascii=False)
        message, hint = render(problem, locale)
        entries.append(
            {
                "description": f"{message} · {hint}" if hint else message,
                "check_name": problem.code.id,
                "fingerprint": hashlib.sha256(fingerprint.encode("utf-8")).hexdigest(),
                "severity": _QUALITY[problem.severity],
                "location": {"path": path, "lines": {"begin": max(problem.location.line, 1)}},
            }
        )
    return json.dumps(entries, ensure_ascii=False, indent=2) + "\n"


def system_locale(environ: Mapping[str, str]) -> MessageLocale:
    """The language for messages: the first of LC_ALL, LC_MESSAGES and LANG that is set, on Windows also the display
    language. Vietnamese when it starts with `vi`, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name, "")
        if value:
            return "vi" if value.lower().startswith("vi") else "en"
    return _windows_locale() if sys.platform == "win32" else "en"


def _windows_locale() -> MessageLocale:
    if sys.platform == "win32":
        import ctypes

        try:
            # The low ten bits of a LANGID are the primary language ([MS-LCID]).
            if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == _VIETNAMESE_LANGUAGE_ID:
                return "vi"
            return "vi" if (system.getlocale()[0] or "").lower().startswith("vi") else "en"
        except (AttributeError, OSError, ValueError):
            return "en"
    return "en"


@functools.cache
def _translator(locale: MessageLocale) -> Translator:
    languages = Languages((VIETNAMESE, ENGLISH))
    return translator(languages[locale], languages, register=Register.PROBLEMS)


def _place(where: Location) -> str:
    return str(Location(shown(where.path), where.line, where.column))


def _printable(character: str) -> str:
    if unicodedata.category(character) not in _UNPRINTABLE:
        return character
    return _ESCAPES.get(character) or character.encode("unicode_escape").decode("ascii")


def _encodable(text: str) -> str:
    """A lone surrogate (a file name that is not UTF-8) has no place in UTF-8 output."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _command_text(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _command_text(text).replace(":", "%3A").replace(",", "%2C")
