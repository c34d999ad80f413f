"""SVG pictures: drawings only. What runs, fetches, links or embeds is refused; editors' notes are left out.

A visitor may open the file itself, outside of any page and of its policy. Elements are on an allow-list, because what
is harmless in SVG is a short list and what is not keeps growing.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from ttdn_site.content.attachments.kinds import DAMAGED
from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.source.text import position

ACTIVE_SVG = declare(
    "AT012",
    Severity.ERROR,
    "The drawing holds “{what}”, which does not belong into a picture",
    "Save it as “plain SVG” without scripts, links and embedded pictures, or as PNG",
    wrong="<script> in ban-do.svg",
    right="shapes and text alone",
)

_ELEMENT = re.compile(
    r"\{http://www\.w3\.org/2000/svg\}(?:svg|g|defs|path|rect|circle|ellipse|line|polyline|polygon|text|tspan|textPath|"
    r"title|desc|metadata|style|switch|linearGradient|radialGradient|stop|clipPath|mask|pattern|symbol|use|marker|view|"
    r"filter|fe(?:Blend|ColorMatrix|ComponentTransfer|Composite|ConvolveMatrix|DiffuseLighting|DisplacementMap|"
    r"DistantLight|DropShadow|Flood|Func[ABGR]|GaussianBlur|Merge|MergeNode|Morphology|Offset|PointLight|"
    r"SpecularLighting|SpotLight|Tile|Turbulence))\Z"
)
# What drawing programs note down; no viewer shows it.
_INERT = re.compile(
    r"\{http://(?:www\.inkscape\.org|sodipodi\.sourceforge\.net|creativecommons\.org|web\.resource\.org/cc|"
    r"purl\.org/dc|www\.w3\.org/1999/02/22-rdf-syntax-ns#)"
)
_FETCHES = re.compile(
    r"@import|expression\s*\(|javascript:|(?:image-set|image|\bsrc)\s*\(|url\(\s*[\"']?\s*(?!#)|\\", re.IGNORECASE
)
# Instructions for the program that shows it, and a description of its form that lies elsewhere.
_ASKS = re.compile(rb"<\?xml-stylesheet|<!DOCTYPE[^>\[]{0,200}\[|<!DOCTYPE(?![^>]{0,200}www\.w3\.org/)", re.IGNORECASE)
_USE = "{http://www.w3.org/2000/svg}use"
_XLINK = "{http://www.w3.org/1999/xlink}href"
_DEPTH = 100
# Copies of copies: ten in ten steps are ten thousand million shapes.
_SHAPES = 100_000


def examine(data: bytes, path: str) -> list[Problem]:
    """Problems of a drawing, each kind of trespass once."""
    try:
        root = fromstring(data, forbid_dtd=False)
    except DefusedXmlException:
        return [problem(ACTIVE_SVG, _at(data, "<!ENTITY", path), what="<!ENTITY>")]
    except (ParseError, ValueError, LookupError, RecursionError):
        return [problem(DAMAGED, Location(path))]
    found: dict[str, str] = {}
    if asks := _ASKS.search(data):
        found[asks[0].decode("latin-1")] = asks[0].decode("latin-1")
    if _shapes(root) > _SHAPES:
        found["<use>…"] = "<use"
    stack: list[tuple[Element, int]] = [(root, 1)]
    while stack:
        element, depth = stack.pop()
        if depth > _DEPTH:
            found["<g>…"] = "<g"
            break
        name = element.tag if isinstance(element.tag, str) else ""
        local = name.rpartition("}")[2]
        if not _ELEMENT.match(name) and not _INERT.match(name):
            found[f"<{local}>"] = f"<{local}"
        if local == "style" and _FETCHES.search("".join(element.itertext())):
            found["<style>"] = "<style"
        for key, value in element.attrib.items():
            bare = key.rpartition("}")[2]
            if bare.lower().startswith("on"):
                found[f"{bare}="] = bare
            elif _leads_out(bare, value) and not _INERT.match(key):
                found[f"{bare}="] = f"{bare}="
        stack.extend((child, depth + 1) for child in element)
    return [problem(ACTIVE_SVG, _at(data, needle, path), what=what[:40]) for what, needle in found.items()]


def _shapes(root: Element) -> int:
    """How many elements are drawn, with all that `use` repeats; one more than allowed for what repeats itself."""
    named = {element.get("id", ""): element for element in root.iter()}
    sizes: dict[int, int] = {}
    under_way: set[int] = set()
    stack = [root]
    while stack:
        element = stack[-1]
        here = id(element)
        target = named.get((element.get("href") or element.get(_XLINK) or "").strip().removeprefix("#"))
        parts = [*element, *([target] if target is not None and element.tag == _USE else [])]
        waiting = [part for part in parts if id(part) not in sizes]
        if any(id(part) in under_way for part in waiting):
            return _SHAPES + 1
        if waiting:
            under_way.add(here)
            stack.append(waiting[0])
            continue
        sizes[here] = 1 + sum(sizes[id(part)] for part in parts)
        under_way.discard(here)
        stack.pop()
    return sizes[id(root)]


def _leads_out(name: str, value: str) -> bool:
    """Whether an attribute refers to anything outside the drawing."""
    if name in ("href", "src", "base"):
        return not value.strip().startswith("#")
    return "(" in value and _FETCHES.search(value) is not None


def _at(data: bytes, needle: str, path: str) -> Location:
    text = data.decode("utf-8", "replace")
    offset = text.find(needle)
    return Location(path, *position(text, offset)) if offset >= 0 else Location(path)


_ASIDE = re.compile(rb"<!--|<!\[CDATA\[")
_METADATA = re.compile(rb"<(?:\w{1,20}:)?metadata(?=[\s/>])")
_NOTED = re.compile(rb"\s(?:inkscape|sodipodi):[\w-]{1,60}=(?:\"[^\"]*\"|'[^']*')")


def stripped(data: bytes) -> bytes:
    """The drawing without metadata, comments and what drawing programs note down, file names among it."""
    clean = _NOTED.sub(b"", _without_metadata(_without_comments(data)))
    try:
        fromstring(clean, forbid_dtd=False)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        return data
    return clean


def _without_comments(data: bytes) -> bytes:
    parts: list[bytes] = []
    at = 0
    while (begin := _ASIDE.search(data, at)) is not None:
        is_comment = begin[0] == b"<!--"
        end = data.find(b"-->" if is_comment else b"]]>", begin.end())
        if end < 0:
            break
        parts.append(data[at : begin.start() if is_comment else end + 3])
        at = end + 3
    return b"".join((*parts, data[at:]))


def _without_metadata(data: bytes) -> bytes:
    """An element that does not end takes nothing with it: the file is no drawing then."""
    parts: list[bytes] = []
    at = 0
    for begin in _METADATA.finditer(data):
        if begin.start() < at:
            continue
        end = data.find(b">", begin.end())
        if end > 0 and data[end - 1] != 0x2F:
            close = data.find(b"</" + begin[0][1:], end)
            end = data.find(b">", close) if close > 0 else -1
        if end < 0:
            break
        parts.append(data[at : begin.start()])
        at = end + 1
    return b"".join((*parts, data[at:]))
