"""What a web server hands out, compared with the signed manifest, as a visitor and as a search engine's crawler.

Beyond each file's bytes, type and headers: pages that only links of a changed page lead to, answers for addresses that
do not exist, and pages that look different to a crawler, which is how gambling spam hides from its victims.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.publish.fetch import Answer, Fetch
from ttdn_site.publish.injected import injections, page_links
from ttdn_site.publish.servers.policy import content_type, security_headers
from ttdn_site.publish.time_limit import TimeLimit
from ttdn_site.publish.verify import ADDED, CHANGED, MISSING, Report, Trusted, out_of_time, report, trust

UNREACHABLE = declare(
    "MF020",
    Severity.ERROR,
    "{path} could not be fetched: {reason}",
    "Check that the server runs and that the address is right, then verify again",
    wrong="connection refused",
    right="an answer within 20 seconds",
)
MOVED = declare(
    "MF021",
    Severity.ERROR,
    "{path} leads to {location} instead of answering",
    "Look for a redirect in the server's configuration that is not in the file handed over",
    wrong="en/ → https://casino.example/",
    right="en/ answers itself",
)
WRONG_TYPE = declare(
    "MF022",
    Severity.WARNING,
    "{path} and {more} other files come as “{found}”, not as “{expected}”",
    "Use the server configuration of the archive; it lists the type of every file",
    wrong="Content-Type: text/plain for manifest.webmanifest",
    right="Content-Type: application/manifest+json",
)
WRONG_HEADER = declare(
    "MF023",
    Severity.WARNING,
    "{path} and {more} other answers have the header {name} as “{found}”",
    "Use the server configuration of the archive; a proxy in front of the server must pass its headers on",
    wrong="no Content-Security-Policy",
    right="Content-Security-Policy: default-src 'none'; …",
)
SOFT_404 = declare(
    "MF024",
    Severity.WARNING,
    "{path} does not exist, but the server answers {status} instead of 404 with the site's error page",
    "Use the server configuration of the archive; it names the error page of each language",
    wrong="200 and the home page for a missing page",
    right="404 and en/404.html",
)
CLOAKED = declare(
    "MF025",
    Severity.ERROR,
    "{path} is another page for search engines than for visitors",
    "Treat the server as broken into: look for rules on User-Agent or Referer in the server's configuration",
    wrong="the page for Googlebot sells bets",
    right="the same page for everyone",
)

GONE = declare(
    "MF026",
    Severity.ERROR,
    "The server stopped answering; {count} files were not asked for",
    "Check that the server runs and that no firewall takes this for an attack, then verify again",
    wrong="25 requests in a row without an answer",
    right="an answer to every request",
)

GIVES_UP = 25
"""So many requests in a row without an answer, and no more are sent: each may have waited for its time-out."""

_MISSING_NAME = "trang-khong-ton-tai-9f3a1c"
_VISITOR = {"User-Agent": "Mozilla/5.0 (compatible; ttdn-verify)"}
_CRAWLER = {
    "User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Referer": "https://www.google.com/",
}
_CONFIGURATION = frozenset({".htaccess", "web.config"})
_TEXTS = (".html", ".htm", ".xml")


@dataclass(frozen=True, slots=True)
class _Visit:
    """What one request found."""

    path: str
    problems: tuple[Problem, ...]
    links: tuple[str, ...] = ()
    wrong: tuple[tuple[str, str, str], ...] = ()
    """(header name in lower case, found, expected)"""
    asked: bool = True


class _NotAsked(OSError):
    """Nothing was asked, because the server has stopped answering or the time is over."""


class _Patience:
    """Asks a server until it has stopped answering or the time is over, and notes what was not asked then."""

    def __init__(self, fetch: Fetch, run: TimeLimit | None) -> None:
        self._fetch = fetch
        self._run = run
        self._failures = 0
        self.too_late: set[str] = set()
        self.gone: set[str] = set()

    def __call__(self, address: str, headers: Mapping[str, str]) -> Answer:
        # The time comes first: a request that it cut must not look like a server that is gone.
        if self._over():
            self.too_late.add(address)
            raise _NotAsked
        if self._failures >= GIVES_UP:
            self.gone.add(address)
            raise _NotAsked
        try:
            answer = self._fetch(address, headers)
        except OSError as error:
            if self._over():
                self.too_late.add(address)
                raise _NotAsked from error
            self._failures += 1
            raise
        self._failures = 0
        return answer

    def _over(self) -> bool:
        return self._run is not None and self._run.is_over


def verify_url(
    base_url: str,
    manifest_folder: Path,
    fetch: Fetch,
    *,
    now: datetime,
    allowed_signers: Path | None = None,
    seen: int = 0,
    workers: int = 4,
    sample: int = 20,
    added_limit: int = 200,
    run: TimeLimit | None = None,
) -> Report:
    """Compare a served site with its manifest.

    base_url: address of the site's root with its slash. workers: requests at once. sample: pages also fetched as a
    crawler. added_limit: pages beyond the manifest that are followed at most. run: how long everything may take; what
    is left then is told as not looked at. `fetch` should end with it.
    """
    base = base_url if base_url.endswith("/") else f"{base_url}/"
    try:
        urlsplit(base)
    except ValueError as error:
        return Report(base, (problem(UNREACHABLE, Location(base), path=base, reason=error),))
    trusted, problems = trust(manifest_folder, now, allowed_signers=allowed_signers, seen=seen)
    if trusted is None:
        return Report(base, tuple(problems))
    # What configures a server is part of the folder, but no server hands it out.
    signed = {path: digest for path, digest in trusted.sums.entries if path.rpartition("/")[2] not in _CONFIGURATION}
    ask = _Patience(fetch, run)
    try:
        ask(base, _VISITOR)
    except _NotAsked:
        assert run is not None
        problems.append(out_of_time(base, run, len(signed)))
        return report(base, trusted, problems, 0, len(signed))
    except OSError as error:
        return report(base, trusted, [*problems, problem(UNREACHABLE, Location(base), path=base, reason=error)], 0)
    with ThreadPoolExecutor(max_workers=workers) as pool:
        visits = list(pool.map(partial(_visit, ask, base, trusted), signed.items()))
        crawls = list(pool.map(partial(_crawl, ask, base, trusted), _sample(signed, sample)))
    cloaked = {visit.path for visit in visits if visit.problems}
    problems += [found for visit in visits for found in visit.problems]
    problems += [found for visit in crawls if visit.path not in cloaked for found in visit.problems]
    links = [link for visit in (*visits, *crawls) for link in visit.links]
    problems += _follow(ask, base, trusted, links, added_limit)
    missing, answers = _missing_pages(ask, base, signed)
    problems += missing
    problems += _headers((*visits, *answers))
    if ask.gone:
        problems.append(problem(GONE, Location(base), count=len(ask.gone)))
    if run is not None and (late := ask.too_late - ask.gone):
        problems.append(out_of_time(base, run, len(late)))
    checked = sum(visit.asked for visit in visits)
    return report(base, trusted, problems, checked, len(ask.gone | ask.too_late))


def _address(base: str, path: str) -> str:
    if path == "index.html" or path.endswith("/index.html"):
        path = path[: -len("index.html")]
    return base + quote(os.fsencode(path))


def _visit(fetch: Fetch, base: str, trusted: Trusted, entry: tuple[str, str]) -> _Visit:
    path, digest = entry
    address = _address(base, path)
    where = Location(path)
    try:
        answer = fetch(address, _VISITOR)
    except _NotAsked:
        return _Visit(path, (), asked=False)
    except OSError as error:
        return _Visit(path, (problem(UNREACHABLE, where, path=path, reason=error),))
    if answer.status in (301, 302, 303, 307, 308):
        target = answer.header("location") or ""
        return _Visit(path, (problem(MOVED, where, path=path, location=target),), (target,))
    if answer.status in (404, 410):
        return _Visit(path, (problem(MISSING, where, path=path),))
    if answer.status != 200:
        return _Visit(path, (problem(UNREACHABLE, where, path=path, reason=f"HTTP {answer.status}"),))
    wrong = _wrong_headers(answer, path)
    if answer.complete and hashlib.sha256(answer.body).hexdigest() == digest:
        return _Visit(path, (), (), wrong)
    problems, links = _strange(path, answer.body, address, trusted)
    return _Visit(path, (problem(CHANGED, where, path=path), *problems), links, wrong)


def _crawl(fetch: Fetch, base: str, trusted: Trusted, entry: tuple[str, str]) -> _Visit:
    path, digest = entry
    address = _address(base, path)
    try:
        answer = fetch(address, _CRAWLER)
    except OSError:
        # A host may well refuse crawlers; that is no tampering.
        return _Visit(path, ())
    location = answer.header("location") or ""
    if answer.status in (403, 429) or (answer.status == 200 and hashlib.sha256(answer.body).hexdigest() == digest):
        return _Visit(path, ())
    problems, links = _strange(path, answer.body, address, trusted)
    return _Visit(path, (problem(CLOAKED, Location(path), path=path), *problems), (*links, location))


def _strange(path: str, body: bytes, address: str, trusted: Trusted) -> tuple[list[Problem], tuple[str, ...]]:
    if not path.lower().endswith(_TEXTS):
        return [], ()
    problems = injections(path, body, address, trusted.manifest.provenance.hosts)
    return problems, page_links(body.decode("utf-8", "replace"), address)


def _sample(signed: dict[str, str], count: int) -> list[tuple[str, str]]:
    """Home pages first, then pages spread evenly over the site."""
    pages = [(path, digest) for path, digest in signed.items() if path.endswith(".html")]
    pages.sort(key=lambda entry: (entry[0].count("/"), entry[0]))
    homes, rest = pages[: count // 2], pages[count // 2 :]
    step = max(1, len(rest) // max(1, count - len(homes)))
    return (homes + rest[::step])[:count]


def _follow(fetch: Fetch, base: str, trusted: Trusted, links: Iterable[str], limit: int) -> list[Problem]:
    """Pages below the base address that are not in the manifest and that changed or added pages lead to."""
    signed = {unquote(_address(base, path)) for path, _ in trusted.sums.entries}
    signed |= {unquote(base + quote(os.fsencode(path))) for path, _ in trusted.sums.entries}
    root = urlsplit(base)
    waiting = list(links)
    met: set[str] = set()
    problems: list[Problem] = []
    while waiting and len(met) < limit:
        link = waiting.pop(0).partition("#")[0].partition("?")[0]
        try:
            parts = urlsplit(link)
        except ValueError:
            # A redirect may lead to anything.
            continue
        plain = unquote(link)
        if parts.netloc != root.netloc or not parts.path.startswith(root.path) or plain in signed or plain in met:
            continue
        met.add(plain)
        try:
            answer = fetch(link, _VISITOR)
        except OSError:
            continue
        path = unquote(parts.path[len(root.path) :])
        if answer.status != 200:
            continue
        problems.append(problem(ADDED, Location(path), path=path))
        if "html" in (answer.header("content-type") or ""):
            found, more = _strange("index.html", answer.body, link, trusted)
            problems += [
                problem(item.code, Location(path), **{**dict(item.parameters), "path": path}) for item in found
            ]
            waiting += more
    return problems


def _missing_pages(fetch: Fetch, base: str, signed: dict[str, str]) -> tuple[list[Problem], list[_Visit]]:
    problems: list[Problem] = []
    visits: list[_Visit] = []
    for page, digest in signed.items():
        if page.rpartition("/")[2] != "404.html":
            continue
        path = f"{page.removesuffix('404.html')}{_MISSING_NAME}/"
        try:
            answer = fetch(base + path, _VISITOR)
        except _NotAsked:
            break
        except OSError as error:
            problems.append(problem(UNREACHABLE, Location(path), path=path, reason=error))
            continue
        if answer.status != 404 or hashlib.sha256(answer.body).hexdigest() != digest:
            problems.append(problem(SOFT_404, Location(path), path=path, status=answer.status))
        visits.append(_Visit(path, (), (), _wrong_headers(answer, page)))
    return problems, visits


def _wrong_headers(answer: Answer, path: str) -> tuple[tuple[str, str, str], ...]:
    wrong: list[tuple[str, str, str]] = []
    found = (answer.header("content-type") or "").replace(" ", "").lower()
    expected = content_type(path)
    bare = expected.partition(";")[0]
    # A charset where we ask for none, as for XML, does no harm.
    if found != expected.replace(" ", "") and not (bare == expected and found.startswith(f"{bare};charset=utf-8")):
        wrong.append(("content-type", answer.header("content-type") or "", expected))
    for name, value in security_headers():
        given = answer.header(name)
        if given != value:
            wrong.append((name, given or "", value))
    return tuple(wrong)


def _headers(visits: Iterable[_Visit]) -> list[Problem]:
    """One finding for each wrong header, not one for each file."""
    first: dict[tuple[str, str, str], str] = {}
    count: Counter[tuple[str, str, str]] = Counter()
    for visit in visits:
        for wrong in visit.wrong:
            first.setdefault(wrong, visit.path)
            count[wrong] += 1
    problems: list[Problem] = []
    for (name, found, expected), path in first.items():
        more = count[name, found, expected] - 1
        where = Location(path)
        if name == "content-type":
            problems.append(problem(WRONG_TYPE, where, path=path, more=more, found=found, expected=expected))
        else:
            problems.append(problem(WRONG_HEADER, where, path=path, more=more, name=name, found=found[:200]))
    return problems
