"""What the dialect refuses in a Markdown text before it is rendered."""

from __future__ import annotations

import re

from ttdn_site.markup.headings import outline
from ttdn_site.problems import Location, Problem, Severity, declare, problem

RAW_HTML = declare(
    "MK001",
    Severity.ERROR,
    "HTML is not allowed in texts: “{tag}”",
    "Use Markdown; write “&lt;” for the sign “<” itself",
    wrong='<font color="red">Tin mới</font>',
    right="**Tin mới**",
)
TITLE_IN_BODY = declare(
    "MK002",
    Severity.ERROR,
    "A heading with one “#” stands in the text; the title is already given as “title”",
    "Delete the line, or write it with “##”",
    wrong="# Khởi công hầm Hoàng Liên",
    right="## Quy mô công trình",
)
SKIPPED_LEVEL = declare(
    "MK003",
    Severity.WARNING,
    "The heading is of level {level}, but the one before it is of level {before}",
    "Use “{marks}”; readers with screen readers go from heading to heading",
    wrong="## Quy mô\n#### Hầm chính",
    right="## Quy mô\n### Hầm chính",
)
SETEXT = declare(
    "MK004",
    Severity.ERROR,
    "A line of “{marks}” under a text makes a heading; headings are written with “##”",
    "Write “## …”, or put an empty line above the dashes for a rule",
    wrong="Quy mô\n------",
    right="## Quy mô",
)
TOO_NESTED = declare(
    "MK005",
    Severity.ERROR,
    "The text nests brackets, lists or quotations too deeply",
    "Simplify the passage",
    wrong="[[[[[[[[[[[[[[[[[[[[[[",
    right="[Lai Châu](index.md)",
)
LONG_PASSAGE = declare(
    "MK011",
    Severity.ERROR,
    "The passage has {lines} lines and {length} characters without an empty line; the limits are {most} and {longest}",
    "Put empty lines between its parts; publish a long table as a file, or as a plan",
    wrong="a table of 3000 rows in an article",
    right="the ten most important rows, and a link to the file",
)

TOO_MANY = declare(
    "MK012",
    Severity.ERROR,
    "The text has {count} {things}; the limit is {most}",
    "Divide it into several texts, or publish it as a file",
    wrong="a dictionary of 3000 abbreviations in one article",
    right="the abbreviations that this article uses",
)

# What a passage costs grows with its square.
_LINES = 500
_LENGTH = 32 << 10
_EMPTY = re.compile(r"\n[ \t]*(?:\n|\Z)")
_CODE = re.compile(
    r"(?ms)^ {0,3}(`{3,}+|~{3,}+).*?^ {0,3}\1[`~]*[ \t]*$|(?<!`)(`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)\2(?!`)"
)
_TAG = re.compile(r"<(?!https?://|[^\s<>@]+@[^\s<>@]+>)(?:[a-zA-Z/][^<>\n]{0,80}>?|!--|!\[|!DOCTYPE|\?)")
_SETEXT = re.compile(r"(?m)^(?![ \t]*$|[#>|\-*+ ]|\d+[.)] )[^\n]*[^\n|]\n(=+|-+)[ \t]*$")
# What `_SETEXT` needs; much quicker to look for.
_UNDERLINE = re.compile(r"\n(?:=+|-+)[ \t]*(?:\n|$)")
_DEEP = re.compile(
    r"(?:[\[(!] ?){24}|(?:\]\([^()]{0,200}){24}|^(?: {60,}|\t{15,})[-*+\d]|^(?:> ?){12}|[*_]{60}|(?:\*+_+){8}",
    re.MULTILINE,
)

# What starts a line before anything else: quotations, lists, indentation.
_LEAD = r"(?m)^(?:[ \t>+\-\d.)]|\* )*"
# What a text may hold of things whose cost grows with their square, or with the length of the text times their number:
# words of the catalogs in the context "value", the limit, what has to occur so often, and how they are counted.
_COUNTED = (
    ("passages", 20_000, ("\n",), re.compile(r"(?<=\n)[ \t]*\n(?![ \t]*\n)")),
    ("lines that open or close code", 300, ("```", "~~~"), re.compile(_LEAD + "(?:```|~~~)")),
    ("abbreviations", 200, ("*[",), re.compile(_LEAD + r"\*\[(?:[^\n]*\] ?:|[^\]\n]*$)")),
    ("notes and references to them", 2_000, ("[^",), re.compile(r"\[\^")),
    ("definitions", 10_000, (":",), re.compile(_LEAD + ":[ ]")),
)
# Whatever is counted takes as much room as this.
_ROOM = 900


def _too_many(body: str) -> tuple[int, str, int, int] | None:
    """Where what is too many begins to be so, what it is, how many there are and may be."""
    if len(body) < _ROOM:
        return None
    for things, most, signs, pattern in _COUNTED:
        if sum(map(body.count, signs)) > most:
            # Code is counted too: to find it costs time itself, before its lines are known to be few.
            places = [match.start() for match in pattern.finditer(body)]
            if len(places) > most:
                return places[most], things, len(places), most
    return None


def _may_be_deep(body: str) -> bool:
    """Whether `_DEEP` can match at all: what it repeats is there often enough."""
    count = body.count
    return (
        count("[") + count("(") + count("!") >= 24
        or count(">") >= 12
        or count("*") + count("_") >= 60
        or count("*_") >= 8
        or " " * 60 in body
        or "\t" * 15 in body
    )


def _long_passage(body: str) -> tuple[int, int, int] | None:
    """Where the first passage that is too long begins, its lines and its length."""
    if len(body) <= _LENGTH and body.count("\n") < _LINES:
        return None
    start = at = lines = 0
    for line in body.split("\n"):
        if line and not line.isspace():
            lines += 1
            if lines > _LINES or at + len(line) - start > _LENGTH:
                end = _EMPTY.search(body, at)
                passage = body[start : end.start() if end else len(body)]
                return start, passage.count("\n") + 1, len(passage)
        else:
            lines = 0
            start = at + len(line) + 1
        at += len(line) + 1
    return None


def without_code(body: str) -> str:
    """The text with code blanked out, offsets unchanged."""
    if "`" not in body and "~~~" not in body:
        return body
    return _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match.group()), body)


_MOST = 100


def is_unbounded(problems: list[Problem]) -> bool:
    """Whether a text has problems that might make it take minutes to render, or more than anybody reads."""
    return len(problems) > _MOST or any(found.code in (TOO_NESTED, LONG_PASSAGE, TOO_MANY) for found in problems)


def examine(body: str, path: str, first_line: int) -> list[Problem]:
    """Problems of one Markdown body. `first_line` is the file's line on which it starts."""
    problems: list[Problem] = []
    line = first_line
    before = 0

    def at(offset: int) -> Location:
        # Places of one kind come in order: lines are counted on from the last.
        nonlocal line, before
        if offset < before:
            line, before = first_line, 0
        line += body.count("\n", before, offset)
        before = offset
        return Location(path, line, offset - body.rfind("\n", 0, offset))

    if _may_be_deep(body) and (deep := _DEEP.search(body)):
        return [problem(TOO_NESTED, at(deep.start()))]
    if (passage := _long_passage(body)) is not None:
        start, lines, length = passage
        return [problem(LONG_PASSAGE, at(start), lines=lines, length=length, most=_LINES, longest=_LENGTH)]
    if (many := _too_many(body)) is not None:
        start, things, count, most = many
        return [problem(TOO_MANY, at(start), things=things, count=count, most=most)]
    if "<" in body:
        problems += [
            problem(RAW_HTML, at(match.start()), tag=match.group()[:60]) for match in _TAG.finditer(without_code(body))
        ]
    if ("\n=" in body or "\n-" in body) and _UNDERLINE.search(text := without_code(body)):
        problems += [problem(SETEXT, at(match.start(1)), marks=match.group(1)[:3]) for match in _SETEXT.finditer(text)]
    above = 1
    for heading in outline(body):
        where = Location(path, heading.line + first_line, 1)
        if heading.level == 1:
            problems.append(problem(TITLE_IN_BODY, where))
        elif heading.level > above + 1:
            problems.append(problem(SKIPPED_LEVEL, where, level=heading.level, before=above, marks="#" * (above + 1)))
        above = heading.level
    return problems
