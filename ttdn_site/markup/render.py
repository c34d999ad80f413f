"""Markdown to checked HTML."""

from __future__ import annotations

import bisect
import difflib
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from ttdn_site.markup import links as lk
from ttdn_site.markup.allowlist import ATTRIBUTES, strange_tag
from ttdn_site.markup.dialect import EXTENSIONS, OWN
from ttdn_site.markup.headings import AtxHeading, outline, translated_ids, with_ids
from ttdn_site.markup.plain import plain
from ttdn_site.problems import Location, Problem, Severity, declare, has_errors, problem

EXTENSION_MISSING = declare(
    "MK008",
    Severity.ERROR,
    "The Markdown extensions of the project cannot be set up: {reason}",
    "Install the extension, or delete its line under “markdown_extensions” in mkdocs.yml",
    wrong="markdown_extensions: [mo_rong_cua_toi]",
    right="markdown_extensions: []",
)
EXTENSION_FAILED = declare(
    "MK009",
    Severity.ERROR,
    "The text could not be rendered: {reason}",
    "Look for an unusual passage in it; if there is none, delete the extensions of your own from mkdocs.yml",
    wrong="an extension that fails on a table",
    right="the same text without that extension",
)

NOT_ON_LIST = declare(
    "MK010",
    Severity.ERROR,
    "The rendered text holds “{tag}”, which no page may hold",
    "Write the passage in plain Markdown; if an extension of your own makes it, delete that from mkdocs.yml",
    wrong="markdown_extensions: [an extension that writes <iframe>]",
    right="a link to the page instead of its frame",
)

# Cells have an alignment until their table is made ready.
_ATTRIBUTES = ATTRIBUTES | {"align"}


# Where Python-Markdown keeps a place for code and marks until the end.
_STASHED = re.compile("\x02[^\x03]*\x03")


# Of so many references the places are looked for in the whole text, and then so many characters ahead; so many links
# that lead nowhere are compared with everything that is there.
_SOUGHT = 2_000
_NEAR = 64 << 10
_COMPARED = 50


@dataclass(frozen=True, slots=True)
class BodyHeading:
    level: int
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Body:
    """A rendered text. Asset addresses in `html` start with `links.BASE`. `text` is what a reader reads, for search."""

    html: str
    headings: tuple[BodyHeading, ...] = ()
    uses: tuple[lk.LinkUse, ...] = ()
    assets: tuple[str, ...] = ()
    outside: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a body comes from: its item's key, the folder its links are relative to, its file and first line."""

    key: str
    folder: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Known:
    """What links may lead to: keys of public items, keys of all items, paths of assets."""

    public: Collection[str]
    all: Collection[str]
    assets: Collection[str]


class _Walk(Treeprocessor):
    """Resolves links, refuses attributes, gathers headings and text. Set up anew for each text."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.visit: Callable[[Element], None] | None = None

    def run(self, root: Element) -> None:
        if self.visit is not None:
            self.visit(root)


class Renderer:
    """One Markdown instance, reused: making one costs more than rendering a page.

    Plain texts do without it (see `plain`), unless the project has extensions of its own: those may change anything.
    """

    def __init__(self, extra: tuple[tuple[str, dict[str, Any]], ...] = ()) -> None:
        wanted = {name: dict(options) for name, options in (*EXTENSIONS, *extra)}
        self.extended = bool(extra)
        self.markdown = Markdown(extensions=[*wanted, OWN], extension_configs=wanted, output_format="html")
        self.walk = _Walk(self.markdown)
        self.markdown.treeprocessors.register(self.walk, "ttdn_walk", 2)

    def render(
        self, body: str, place: Place, known: Known, source_outline: tuple[AtxHeading, ...] | None = None
    ) -> tuple[Body, list[Problem]]:
        """Render one text. `source_outline` gives a translation the ids of its source."""
        if not body.strip():
            return Body(""), []
        headings = outline(body)
        ids = translated_ids(headings if source_outline is None else source_outline, headings)
        if not self.extended:
            gather = Gather(body, place, known)
            if (done := plain(body, headings, ids, gather)) is not None:
                return _allowed(gather.result(*done), gather)
        gather = Gather(body, place, known)
        self.walk.visit = gather.root
        self.markdown.reset()
        try:
            html = self.markdown.convert(with_ids(body, headings, ids))
        except Exception as error:  # whatever an extension raises, the other texts of the portal are still looked at
            where = Location(place.path, place.line)
            return Body(""), [*gather.problems, problem(EXTENSION_FAILED, where, reason=_said(error))]
        text = " ".join(_STASHED.sub(" ", " ".join(gather.text)).split())
        return _allowed(gather.result(html, text), gather)


def _allowed(body: Body, gather: Gather) -> tuple[Body, list[Problem]]:
    """A rendered text and its problems; one with a tag that is not on the list has no body at all."""
    tag = strange_tag(body.html)
    # A link that is refused already is not refused twice.
    if not tag or has_errors(gather.problems):
        return body, gather.problems
    where = Location(gather.place.path, gather.place.line)
    return Body(""), [*gather.problems, problem(NOT_ON_LIST, where, tag=tag)]


def renderer_with(extra: tuple[tuple[str, dict[str, Any]], ...], path: str) -> tuple[Renderer, list[Problem]]:
    """A renderer with extensions of the project's own, or one without them and the reason. path: of the configuration.

    An extension is any program: what it may raise is not known.
    """
    try:
        return Renderer(extra), []
    except Exception as error:
        return Renderer(), [problem(EXTENSION_MISSING, Location(path), reason=_said(error))]


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]


class Gather:
    """What is found in one text, plain or not; checks of links and pictures."""

    def __init__(self, body: str, place: Place, known: Known) -> None:
        self.body = body
        self.place = place
        self.known = known
        self.problems: list[Problem] = []
        self.headings: list[BodyHeading] = []
        self.uses: list[lk.LinkUse] = []
        self.assets: list[str] = []
        self.outside: list[str] = []
        self.text: list[str] = []
        self.searched: dict[str, int] = {}
        self.found = 0
        self.lines: list[int] = []

    def result(self, html: str, text: str) -> Body:
        return Body(
            html,
            tuple(self.headings),
            tuple(self.uses),
            tuple(dict.fromkeys(self.assets)),
            tuple(dict.fromkeys(self.outside)),
            text,
        )

    def root(self, root: Element) -> None:
        """Look at a tree of Python-Markdown."""
        for element in root.iter():
            tag = element.tag
            for name in element.keys():  # noqa: SIM118  an element itself iterates over its children
                if name not in _ATTRIBUTES:
                    self.problems.append(problem(lk.FORBIDDEN_ATTRIBUTE, self.at(name), name=name))
            if tag == "a":
                href = element.get("href")
                if href is not None and "footnote" not in (element.get("class") or ""):
                    element.set("href", self.link(href))
            elif tag == "img":
                src = element.get("src") or ""
                address = self.image(src, element.get("alt") or "")
                if address != src:
                    element.set("src", address)
            elif len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
                title = " ".join("".join(element.itertext()).split())
                self.heading(int(tag[1]), element.get("id", ""), title)
            if element.text:
                self.text.append(element.text)
            if element.tail:
                self.text.append(element.tail)

    def at(self, needle: str) -> Location:
        """Where a reference stands in the source: the next place it occurs at."""
        start = self.searched.get(needle, 0)
        if len(self.searched) < _SOUGHT:
            offset = self.body.find(needle, start)
        else:
            # Each look through the whole text would cost minutes: only what comes next is looked at.
            start = max(start, self.found)
            offset = self.body.find(needle, start, start + _NEAR)
        if offset < 0:
            return Location(self.place.path, self.place.line, 1)
        self.searched[needle] = offset + 1
        self.found = offset
        if not self.lines:
            self.lines = [0, *(match.end() for match in re.finditer("\n", self.body))]
        line = bisect.bisect_right(self.lines, offset)
        return Location(self.place.path, line + self.place.line - 1, offset - self.lines[line - 1] + 1)

    def heading(self, level: int, id: str, title: str) -> None:
        self.headings.append(BodyHeading(level, id, title))

    def link(self, href: str) -> str:
        """Check a link; the address to write instead of it."""
        target = lk.resolve(href, self.place.folder)
        if target.kind == "item":
            return self.item(href, target)
        if target.kind == "asset":
            return self.asset(href, target.value)
        if target.kind == "outside":
            self.outside.append(target.value)
        elif target.kind == "scheme":
            self.problems.append(problem(lk.SCHEME, self.at(href), scheme=target.value))
        elif target.kind == "absolute":
            self.problems.append(problem(lk.ABSOLUTE, self.at(href), href=href))
        elif target.kind == "fragment":
            self.uses.append(lk.LinkUse(self.place.key, target.fragment, href, self.at(href)))
        return href

    def item(self, href: str, target: lk.Target) -> str:
        where = self.at(href)
        if target.value not in self.known.public:
            if target.value in self.known.all:
                self.problems.append(problem(lk.NOT_PUBLIC, where, href=href))
            else:
                near: list[str] = []
                if len(self.problems) < _COMPARED:
                    near = difflib.get_close_matches(target.value, self.known.public, n=3, cutoff=0.5)
                self.problems.append(problem(lk.BROKEN, where, href=href, near=", ".join(near) or "—"))
            return href
        here = f"{self.place.key}/" if self.place.key else ""
        there = f"{target.value}/" if target.value else ""
        fragment = f"#{target.fragment}" if target.fragment else ""
        self.uses.append(lk.LinkUse(target.value, target.fragment, href, where))
        return lk.relative_url(here, there) + fragment

    def image(self, src: str, alt: str) -> str:
        """Check a picture; the address to write instead of it."""
        if not alt.strip():
            self.problems.append(problem(lk.NO_ALT, self.at(src), href=src))
        target = lk.resolve(src, self.place.folder)
        if target.kind == "asset":
            return self.asset(src, target.value)
        if target.kind == "outside":
            self.problems.append(problem(lk.FOREIGN_IMAGE, self.at(src), href=src))
        elif target.kind == "scheme":
            self.problems.append(problem(lk.SCHEME, self.at(src), scheme=target.value))
        else:
            self.problems.append(problem(lk.NO_ASSET, self.at(src), href=src))
        return src

    def asset(self, href: str, path: str) -> str:
        if path not in self.known.assets:
            self.problems.append(problem(lk.NO_ASSET, self.at(href), href=href))
            return href
        self.assets.append(path)
        return f"{lk.BASE}assets/{path}"
