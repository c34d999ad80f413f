"""How a site is served: the facts that a server's configuration is made of, checked so that none breaks out of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ttdn_site.problems import Code, Location, Problem, Severity, declare, problem
from ttdn_site.publish.servers.policy import HASHED

BAD_BASE = declare(
    "SV001",
    Severity.ERROR,
    "“{base}” is not a base path for the server's configuration",
    "Begin and end it with a slash; letters without marks, digits, “-”, “_” and “.” may stand between",
    wrong="thông tin đối ngoại",
    right="/thongtindoingoai/",
)
BAD_FOLDER = declare(
    "SV002",
    Severity.ERROR,
    "“{folder}” cannot stand as a folder in the server's configuration",
    "Give the full path of the folder on the server, without quotes, “$”, “;”, brackets or line breaks",
    wrong="site; rm",
    right="/srv/www/thongtindoingoai",
)
BAD_REDIRECT = declare(
    "SV003",
    Severity.ERROR,
    "“{old}” → “{new}” is not a redirect between two paths of the site",
    "Give both as paths below the site's root, with letters, digits, “-”, “_”, “.” and “/” only",
    wrong="/en/old → https://example.com/",
    right="en/news/old/ → en/news/new/",
)
NO_ERROR_PAGE = declare(
    "SV004",
    Severity.WARNING,
    "The site has no page 404.html; visitors of a missing page get the server's own words",
    "Build the site with its theme, which makes one for each language",
    wrong="site/ without 404.html",
    right="site/404.html and site/en/404.html",
)
STILL_THERE = declare(
    "SV007",
    Severity.ERROR,
    "“{old}” cannot lead to “{new}”, because there are still pages at or below the old address",
    "Leave the redirect out, or move those pages too",
    wrong="en/news/ → en/press/ while en/news/fair/ exists",
    right="en/news/ → en/press/ when nothing is left below en/news/",
)
NOT_THERE = declare(
    "SV008",
    Severity.ERROR,
    "“{old}” leads to “{new}”, which does not exist",
    "Give the address of a page that is published; folders end with a slash",
    wrong="en/old/ → en/new",
    right="en/old/ → en/new/",
)
MOVED_TWICE = declare(
    "SV009",
    Severity.ERROR,
    "“{old}” is redirected twice, the second time to “{new}”",
    "Keep one of the two",
    wrong="en/old/ → en/a/ and en/old/ → en/b/",
    right="en/old/ → en/a/",
)

_BASE = re.compile(r"/(?:[A-Za-z0-9_~-][A-Za-z0-9_.~-]*/)*")
_FOLDER = re.compile(r"[^\x00-\x1f\x7f\"'`$;{}<>|*?%]+")
_PATH = re.compile(r"[\w.~/-]+")


@dataclass(frozen=True, slots=True)
class ServedSite:
    """A site as a server sees it; make it with `served_site`, which checks every value.

    base_path: begins and ends with a slash. folder: full path on the server, no slash at its end. not_found: (prefix
    below the base path, error page below the base path), the empty prefix first. redirects: (old, new) below the base
    path, as decoded text. hashed_folders: folders in which every file carries a content hash in its name.
    """

    base_path: str
    folder: str
    not_found: tuple[tuple[str, str], ...] = ()
    redirects: tuple[tuple[str, str], ...] = ()
    hashed_folders: tuple[str, ...] = ()

    @property
    def prefixed_not_found(self) -> tuple[tuple[str, str], ...]:
        """The error pages of the languages that have a prefix."""
        return tuple((prefix, page) for prefix, page in self.not_found if prefix)

    @property
    def default_not_found(self) -> str:
        return next((page for prefix, page in self.not_found if not prefix), "")


def served_site(
    base_path: str, folder: str, paths: Iterable[str], redirects: Iterable[tuple[str, str]] = ()
) -> tuple[ServedSite | None, list[Problem]]:
    """Check and derive what the configurations need. paths: every file of the site, with forward slashes.

    None when base path or folder are unusable; a redirect that cannot be written is reported and left out.
    Problems: SV001 to SV004, SV007 to SV009.
    """
    files = frozenset(paths)
    problems: list[Problem] = []
    where = Location(base_path)
    if not _BASE.fullmatch(base_path) or ".." in base_path:
        problems.append(problem(BAD_BASE, where, base=base_path))
    if not _FOLDER.fullmatch(folder):
        problems.append(problem(BAD_FOLDER, where, folder=folder))
    if problems:
        return None, problems
    pages = sorted(path for path in files if path == "404.html" or re.fullmatch(r"[\w-]+/404\.html", path))
    if "404.html" not in files:
        problems.append(problem(NO_ERROR_PAGE, where))
    accepted: dict[str, str] = {}
    for old, new in redirects:
        refused = _why_not(old, new, files, accepted)
        if refused:
            problems.append(problem(refused, where, old=old, new=new))
        else:
            accepted[old] = new
    not_found = sorted((page.removesuffix("404.html"), page) for page in pages)
    site = ServedSite(
        base_path,
        re.sub(r"[/\\]+$", "", folder) or folder,
        tuple(not_found),
        tuple(sorted(accepted.items())),
        hashed_folders(files),
    )
    return site, problems


def hashed_folders(paths: Iterable[str]) -> tuple[str, ...]:
    """The topmost folders in which every file, at any depth, has a content hash in its name."""
    mixed: set[str] = set()
    hashed: set[str] = set()
    for path in paths:
        is_hashed = re.search(HASHED.pattern, path) is not None
        parts = path.split("/")[:-1]
        for depth in range(1, len(parts) + 1):
            (hashed if is_hashed else mixed).add("/".join(parts[:depth]))
    pure = hashed - mixed
    return tuple(sorted(folder for folder in pure if folder.rpartition("/")[0] not in pure))


def _why_not(old: str, new: str, files: frozenset[str], accepted: dict[str, str]) -> Code | None:
    for path in (old, new):
        if not _PATH.fullmatch(path) or path.startswith("/") or any(part in (".", "..") for part in path.split("/")):
            return BAD_REDIRECT
    # IIS redirects a folder with everything in it, so nothing may be left below.
    if _page(old) in files or old in files or (old.endswith("/") and any(path.startswith(old) for path in files)):
        return STILL_THERE
    if _page(new) not in files and new not in files:
        return NOT_THERE
    return MOVED_TWICE if old in accepted else None


def _page(path: str) -> str:
    return f"{path}index.html" if path.endswith("/") else path


def old_addresses(old: str) -> tuple[str, ...]:
    """The spellings under which a moved page was reached: with its slash, without, with its file name."""
    if old.endswith("/"):
        return (old, old[:-1], f"{old}index.html")
    return (old,)
