"""What an intruder leaves in a page: links to strange hosts, foreign or inline scripts, gambling words.

Looked for only in pages that are already known to differ from the signed ones: it says what happened there. Pages are
read with regular expressions in linear time, because a page from an intruder may be anything.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from urllib.parse import urljoin, urlsplit

from ttdn_site.content.scans.spam_words import spam_words
from ttdn_site.problems import Location, Problem, Severity, declare, problem

FOREIGN_LINK = declare(
    "MF013",
    Severity.ERROR,
    "{path} links to {host}, which no page of the signed site does",
    "Treat the server as broken into: take the site offline or restore it from the archive, then find how it was done",
    wrong='<a href="https://casino.example/">',
    right="only links of the published page",
)
FOREIGN_SCRIPT = declare(
    "MF014",
    Severity.ERROR,
    "{path} runs a script that the signed site does not have: {script}",
    "Treat the server as broken into: take the site offline or restore it from the archive, then find how it was done",
    wrong='<script src="https://evil.example/a.js">',
    right="only scripts of the site itself",
)
SPAM_WORDS = declare(
    "MF015",
    Severity.ERROR,
    "{path} holds words of gambling or other spam: {words}",
    "Treat the server as broken into: take the site offline or restore it from the archive, then find how it was done",
    wrong="nhà cái uy tín",
    right="the published text",
)

_TAG = re.compile(
    r"<(a|area|base|embed|form|frame|iframe|img|link|meta|object|script|source|video|audio)\b([^>]{0,8192})(>?)",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"""\b(href|src|action|data|content|srcset)\s{0,8}=\s{0,8}("[^"]{0,4096}"|'[^']{0,4096}'|[^\s"'>]{1,2048})""",
    re.IGNORECASE,
)
_LOCATION = re.compile(r"<loc>\s{0,64}([^<\s]{1,2048})")
_HANDLER = re.compile(r"\son[a-z]{3,20}\s{0,8}=", re.IGNORECASE)
_HOST = re.compile(rb"([a-zA-Z0-9.-]{3,253}|\[[0-9a-fA-F:.]{2,45}\])(?=[/\"'?#:\s<>]|$)")
_LONGEST_HOST = 256
# What stands before the two strokes of an absolute address in an attribute, and what ends the address.
_BEFORE = re.compile(rb"""(?:href|src|action|srcset|content)\s{0,8}=\s{0,8}["']?\s{0,8}(?:https?:)?\Z""", re.IGNORECASE)
_LONGEST_BEFORE = 48
_END = re.compile(rb"""[\s"'<>]""")
# As our own pages write it, and structured data, which are no attributes: no need to look closer.
_IN_ATTRIBUTE = (b'href="https:', b'content="https:', b'src="https:')
_IN_DATA = (b':"https:', b':"http:')
_RUNS = frozenset({"script", "iframe", "frame", "object", "embed", "base"})


def outgoing_hosts(page: bytes) -> frozenset[str]:
    """The hosts that a page refers to with absolute addresses, lower case; fast enough for every page of a site."""
    hosts: set[bytes] = set()
    before, *others = page.split(b"//")
    inside = False
    for after in others:
        if inside:
            # Within an address two strokes begin no other one.
            end = _END.search(before)
            inside = end is None
            before = before[end.start() :] if end else b""
        if not inside and (
            before.endswith(_IN_ATTRIBUTE)
            or (not before.endswith(_IN_DATA) and _BEFORE.search(before[-_LONGEST_BEFORE:]))
        ):
            inside = True
            host = _HOST.match(after[:_LONGEST_HOST])
            if host:
                hosts.add(host[1])
        before = after
    return frozenset(host.decode("ascii").lower() for host in hosts)


def page_links(text: str, address: str) -> tuple[str, ...]:
    """Absolute addresses of everything a page or sitemap at `address` refers to, in order, each once."""
    found: dict[str, None] = {}
    for _, value in _references(text):
        found.setdefault(_absolute(address, value))
    for match in _LOCATION.finditer(text):
        found.setdefault(_absolute(address, html.unescape(match[1])))
    return tuple(link for link in found if link)


def injections(path: str, data: bytes, address: str, hosts: Iterable[str]) -> list[Problem]:
    """What is strange in a page that differs from the signed one.

    address: its absolute address. hosts: the hosts that signed pages link to. Problems: MF013, MF014, MF015.
    """
    text = data.decode("utf-8", "replace")
    own = urlsplit(address).hostname or ""
    allowed = {own, *(host.lower() for host in hosts)}
    where = Location(path)
    problems: list[Problem] = []
    strange: set[str] = set()
    scripts: set[str] = set()
    for tag, value in _references(text):
        host = (urlsplit(_absolute(address, value)).hostname or "").lower()
        if tag in _RUNS and (host != own or value.lower().startswith(("javascript:", "data:"))):
            scripts.add(value[:200])
        elif host and host not in allowed:
            strange.add(host)
    for match in _TAG.finditer(text):
        name, attributes = match[1].lower(), match[2]
        if name == "script" and not re.search(r"\bsrc\s{0,8}=", attributes, re.IGNORECASE):
            if not re.search(r"application/(ld\+)?json", attributes, re.IGNORECASE):
                scripts.add("<script>")
        elif _HANDLER.search(attributes):
            scripts.add(f"<{name} on…=>")
    problems += [problem(FOREIGN_LINK, where, path=path, host=host) for host in sorted(strange)]
    problems += [problem(FOREIGN_SCRIPT, where, path=path, script=script) for script in sorted(scripts)]
    words = spam_words(text)
    if words:
        problems.append(problem(SPAM_WORDS, where, path=path, words=", ".join(words[:5])))
    return problems


def _references(text: str) -> Iterator[tuple[str, str]]:
    """(tag in lower case, address as written) of each reference."""
    for match in _TAG.finditer(text):
        tag = match[1].lower()
        for attribute in _ATTRIBUTE.finditer(match[2]):
            value = html.unescape(attribute[2].strip("\"'")).strip()
            name = attribute[1].lower()
            if name == "content":
                # <meta http-equiv="refresh" content="0; url=…">
                moved = re.search(r"url\s{0,8}=\s{0,8}['\"]?([^'\"]{1,2048})", value, re.IGNORECASE)
                if tag == "meta" and moved and "refresh" in match[2].lower():
                    yield "base", moved[1]
            elif name == "srcset":
                for part in value.split(","):
                    yield tag, part.strip().partition(" ")[0]
            else:
                yield tag, value


def _absolute(address: str, value: str) -> str:
    try:
        joined = urljoin(address, value)
        return joined if urlsplit(joined).scheme in ("http", "https") else ""
    except ValueError:
        return ""
