"""Reading a built page strictly and fast: elements, texts and the language each of them is in.

A browser mends whatever it is given; a site that is handed to others should need no mending. So this reader knows the
part of HTML that needs none (every element that is not void is closed, in order) and reports everything else. It reads
one page in a few milliseconds; the tests read the same pages with html5lib, which knows the whole standard.
"""

from __future__ import annotations

import bisect
import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ttdn_site.problems import Location, Problem, Severity, declare, problem

MALFORMED = declare(
    "CK001",
    Severity.ERROR,
    "The page is not well-formed HTML: {reason}",
    "Correct the template or the extension that wrote this; browsers mend it in different ways",
    wrong="<ul><li>Một</ul>",
    right="<ul><li>Một</li></ul>",
)

VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
_RAW = frozenset(("script", "style", "title", "textarea"))
_TOKEN = re.compile(
    r"<!--.*?-->|<!doctype html>|<(?P<close>/?)(?P<name>[a-z][a-z0-9:-]*)(?P<rest>(?:[^\"'<>]|\"[^\"]*\"|'[^']*')*)>",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"\s+([^\s=>\"'/<]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")
_BARE = re.compile(r"\s*/?")


@dataclass(frozen=True, slots=True)
class Element:
    """An element: its name in lower case, its attributes, the language in effect inside it, and where it stands.

    path: names of the elements around it, outermost first.
    """

    name: str
    attributes: Mapping[str, str]
    lang: str
    offset: int
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text as written in one element; white space around it is left out."""

    text: str
    lang: str
    offset: int
    inside: Element


@dataclass(frozen=True)
class Page:
    """A page that has been read. path: below the site's root, with forward slashes. markup: its text."""

    path: str
    markup: str
    elements: tuple[Element, ...]
    runs: tuple[Run, ...]
    faults: tuple[Problem, ...]
    starts: tuple[int, ...] = field(repr=False, default=())

    def at(self, offset: int) -> Location:
        line = bisect.bisect_right(self.starts, offset)
        return Location(self.path, line, offset - self.starts[line - 1] + 1)

    def named(self, name: str) -> Iterator[Element]:
        return (element for element in self.elements if element.name == name)

    def text_of(self, element: Element) -> str:
        """All text inside an element, joined."""
        return " ".join(run.text for run in self.runs if run.inside is element or self._holds(element, run))

    def _holds(self, element: Element, run: Run) -> bool:
        around = run.inside
        depth = len(element.path)
        return (
            around.offset > element.offset
            and len(around.path) > depth
            and around.path[depth] == element.name
            and not any(
                other.name == element.name
                and len(other.path) == depth
                and element.offset < other.offset < around.offset
                for other in self.elements
            )
        )


def read_page(path: str, markup: str) -> Page:
    """Read a page. What is not well-formed is among its faults; the rest of the page is read all the same."""
    starts = (0, *(match.end() for match in re.finditer("\n", markup)))
    elements: list[Element] = []
    runs: list[Run] = []
    faults: list[tuple[int, str]] = []
    open_: list[Element] = []
    names: tuple[str, ...] = ()
    position = 0
    if not markup.lower().startswith("<!doctype html>"):
        faults.append((0, "it does not begin with <!doctype html>"))
    length = len(markup)
    while position < length:
        match = _TOKEN.search(markup, position)
        end = match.start() if match else length
        if end > position:
            _text(markup, position, end, open_, runs, faults)
        if match is None:
            break
        position = match.end()
        name = match["name"]
        if name is None:
            continue
        name = name.lower()
        if match["close"]:
            names = _close(name, match.start(), open_, names, faults)
            continue
        attributes = _attributes(match, faults)
        lang = attributes.get("lang") or (open_[-1].lang if open_ else "")
        element = Element(name, attributes, lang, match.start(), names)
        elements.append(element)
        if name in VOID or (match["rest"].endswith("/") and ("svg" in names or name == "svg" or "math" in names)):
            continue
        if name in _RAW:
            closing = re.compile(f"</{name}\\s*>", re.IGNORECASE).search(markup, position)
            if closing is None:
                faults.append((match.start(), f"<{name}> is not closed"))
                break
            text = markup[position : closing.start()].strip()
            if text:
                runs.append(Run(text if name == "script" else html.unescape(text), lang, position, element))
            position = closing.end()
            continue
        open_.append(element)
        names = (*names, name)
    faults += [(element.offset, f"<{element.name}> is not closed") for element in open_]
    page = Page(path, markup, tuple(elements), tuple(runs), (), starts)
    found = tuple(problem(MALFORMED, page.at(offset), reason=reason) for offset, reason in faults)
    return Page(path, markup, page.elements, page.runs, found, starts)


def _text(
    markup: str, start: int, end: int, open_: list[Element], runs: list[Run], faults: list[tuple[int, str]]
) -> None:
    text = markup[start:end]
    stripped = text.strip()
    if not stripped:
        return
    offset = start + len(text) - len(text.lstrip())
    if "<" in stripped:
        faults.append((offset + stripped.index("<"), "a “<” that begins no tag"))
    if not open_:
        faults.append((offset, "text outside <html>"))
        return
    runs.append(Run(html.unescape(stripped), open_[-1].lang, offset, open_[-1]))


def _close(
    name: str, offset: int, open_: list[Element], names: tuple[str, ...], faults: list[tuple[int, str]]
) -> tuple[str, ...]:
    if name not in names:
        faults.append((offset, f"</{name}> closes nothing"))
        return names
    while open_:
        element = open_.pop()
        names = names[:-1]
        if element.name == name:
            break
        faults.append((element.offset, f"<{element.name}> is not closed"))
    return names


def _attributes(match: re.Match[str], faults: list[tuple[int, str]]) -> dict[str, str]:
    rest = match["rest"]
    found: dict[str, str] = {}
    position = 0
    while one := _ATTRIBUTE.match(rest, position):
        position = one.end()
        key = one[1].lower()
        value = one[2] if one[2] is not None else one[3] if one[3] is not None else one[4] or ""
        if key in found:
            faults.append((match.start(), f"<{match['name']}> has two attributes “{key}”"))
        found[key] = html.unescape(value) if "&" in value else value
    if not _BARE.fullmatch(rest, position):
        faults.append((match.start(), f"the attributes of <{match['name']}> cannot be read"))
    return found
