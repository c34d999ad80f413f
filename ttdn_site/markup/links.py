"""Links of a text: where they lead, said relative to the page that shows them.

Inside one language every address has the same relative form, so a body is rendered once and serves the fallback pages
of other languages too. Only assets lie outside the languages; their address starts with `BASE`, which the page that
shows the body replaces with its own way to the portal's root.
"""

from __future__ import annotations

import functools
import posixpath
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from ttdn_site.problems import Location, Severity, declare

BASE = "\ue000"

# The address in `[text](address "title")` and `[label]: address`, with what stands before and behind it.
MARKDOWN_REFERENCE = re.compile(r"(\]\(\s*<?|^ {0,3}\[[^\]\n]+\]:\s*<?)([^\s<>)]+)(>?)", re.MULTILINE)

_REACHED = re.compile(r"mailto:[^\s@?&;,:/\\%\"<>]+@[A-Za-z0-9.-]+|tel:\+?[0-9().\s-]+", re.IGNORECASE)
# A page's file as editors write it: nothing in it is encoded, and it has neither scheme nor host.
_FILE = re.compile(r"(?!/)([A-Za-z0-9._/-]+\.md)(?:#([A-Za-z0-9_-]+))?")

BROKEN = declare(
    "LK001",
    Severity.ERROR,
    "The link “{href}” leads to nothing",
    "Correct it; near it are: {near}",
    wrong="[hầm](ham-hoanglien.md)",
    right="[hầm](khoi-cong-ham-hoang-lien.md)",
)
NOT_PUBLIC = declare(
    "LK002",
    Severity.ERROR,
    "The link “{href}” leads to a page that is not published",
    "Remove the link until that page is published",
    wrong="a link to a draft",
    right="a link to an approved page",
)
NO_FRAGMENT = declare(
    "LK003",
    Severity.ERROR,
    "The page “{page}” has no heading “#{fragment}”",
    "Use one of: {choices}",
    wrong="[điều kiện](nationality.md#dieu-kien-2)",
    right="[điều kiện](nationality.md#dieu-kien)",
)
SCHEME = declare(
    "LK004",
    Severity.ERROR,
    "A link may not start with “{scheme}”",
    "Link with “https://”, “mailto:”, “tel:” or a relative path to a .md file",
    wrong="[x](javascript:alert(1))",
    right="[x](https://laichau.gov.vn/)",
)
ABSOLUTE = declare(
    "LK005",
    Severity.ERROR,
    "The link “{href}” is absolute inside the portal",
    "Write the path to the .md file relative to this file, for example “../about/index.md”",
    wrong="[giới thiệu](/about/)",
    right="[giới thiệu](../about/index.md)",
)
NO_ASSET = declare(
    "LK006",
    Severity.ERROR,
    "The file “{href}” does not exist in docs/assets/",
    "Put the file there, or correct the path",
    wrong="[tải về](../../assets/ke-hoach.pdf)",
    right="[tải về](../../assets/documents/93-kh-ubnd.pdf)",
)
NO_ALT = declare(
    "LK007",
    Severity.ERROR,
    "The picture “{href}” has no description",
    "Say between the brackets what it shows",
    wrong="![](../../assets/cho.jpg)",
    right="![Chợ phiên Dào San](../../assets/cho.jpg)",
)
FOREIGN_IMAGE = declare(
    "LK008",
    Severity.ERROR,
    "The picture “{href}” would be loaded from another host",
    "Put the picture into docs/assets/ if the portal may show it",
    wrong="![chợ](https://example.com/cho.jpg)",
    right="![Chợ phiên](../../assets/cho.jpg)",
)
FORBIDDEN_ATTRIBUTE = declare(
    "MK006",
    Severity.ERROR,
    "The attribute “{name}” is not allowed",
    "Only a class, an id, a language or a title may stand in the braces",
    wrong='[Tin](tin.md){onclick="x()"}',
    right="[Tin](tin.md){.button}",
)


@dataclass(frozen=True, slots=True)
class LinkUse:
    """A link inside the portal: the item it leads to, its fragment or `""`, and where it stands."""

    key: str
    fragment: str
    href: str
    location: Location


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference resolves to: an item's key, an asset's path, or an outside address."""

    kind: str  # "item", "asset", "outside", "fragment", or a refusal: "scheme", "absolute"
    value: str
    fragment: str = ""


def resolve(href: str, folder: str) -> Target:
    """Resolve a reference written in a file of `docs/<locale>/<folder>`."""
    if plain := _FILE.fullmatch(href):
        return _inside(plain[1], plain[2] or "", folder)
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return Target("scheme", href)
    if parts.scheme in ("http", "https") and parts.netloc:
        # What stands before “@” is an account, or a host that only looks like the one the link leads to.
        return Target("scheme", f"{parts.scheme}://…@") if "@" in parts.netloc else Target("outside", href)
    if parts.scheme in ("mailto", "tel"):
        # Other fields of a letter, receivers that nobody sees among them, are no part of an address.
        return Target("outside", href) if _REACHED.fullmatch(href.strip()) else Target("scheme", f"{parts.scheme}:…")
    if parts.scheme or parts.netloc:
        return Target("scheme", f"{parts.scheme}:" if parts.scheme else "//")
    path = unquote(parts.path)
    if not path:
        return Target("fragment", "", unquote(parts.fragment))
    if path.startswith(("/", "\\")):
        return Target("absolute", href)
    return _inside(path, unquote(parts.fragment), folder)


def _inside(path: str, fragment: str, folder: str) -> Target:
    """A relative path inside the portal."""
    # Files of a language lie one level below docs/, beside assets/.
    whole = posixpath.normpath(posixpath.join("-", folder, path))
    if whole.startswith("assets/"):
        return Target("asset", whole[len("assets/") :])
    if not whole.startswith("-/") and whole != "-":
        return Target("item", path, fragment)
    inside = whole[2:]
    if inside.endswith(".md"):
        inside = inside[:-3]
        if inside == "index" or inside.endswith("/index"):
            inside = inside[: -len("index")].rstrip("/")
        return Target("item", inside, fragment)
    return Target("item", path, fragment)


@functools.lru_cache(maxsize=16)
def _folders(url: str) -> tuple[str, ...]:
    """Of one address at a time every link of its page is asked."""
    return tuple(url.split("/")[:-1])


def relative_url(from_url: str, to_url: str) -> str:
    """The way from one address below the root to another; both `""` or with a slash at the end, or a file."""
    here = _folders(from_url)
    there = to_url.split("/")
    shared = 0
    while shared < len(here) and shared < len(there) - 1 and here[shared] == there[shared]:
        shared += 1
    way = "../" * (len(here) - shared) + "/".join(there[shared:])
    return way or "./"
