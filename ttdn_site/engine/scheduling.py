"""Which addresses have to be rendered, and which records of the last build still hold."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby

from ttdn_site.content.approvals import FOLDER as APPROVALS
from ttdn_site.content.load import STRUCTURE
from ttdn_site.content.project import Project
from ttdn_site.engine import announcements
from ttdn_site.engine.ingredients import Ingredients
from ttdn_site.engine.reading import Read
from ttdn_site.engine.records import NO_COLUMNS
from ttdn_site.engine.rendering import Task
from ttdn_site.engine.state import Columns, Head, Index
from ttdn_site.pages.routes import Route
from ttdn_site.problems import has_errors


@dataclass(frozen=True)
class Schedule:
    """What a build has to do.

    tasks: addresses to render, in order. gone: addresses that were there. assets: path below `docs/assets/` → digest.
    announced: per segment the items whose views feeds are made of. shared: digest of what every page depends on.
    faces, plans: see `Index`.
    """

    tasks: tuple[Task, ...]
    gone: tuple[str, ...]
    assets: Mapping[str, str]
    announced: Mapping[str, frozenset[str]]
    shared: str
    faces: str
    plans: str


def schedule(
    project: Project, read: Read, digests: Mapping[str, str], head: Head | None, index: Index | None
) -> Schedule:
    """Compare what every address is made of with what it was made of."""
    site = read.reading.site
    assets = assets_of(project, digests)
    announced = announcements.announced_keys(site)
    # Tables of plans inside texts tell how tasks stand on the day.
    plans = f"{_plans(project, digests)} {site.clock.date()} {' '.join(each.plan.id for each in site.plans)}"
    ingredients = Ingredients(site, read.stored, read.sources, _shared(project, digests), assets, plans)
    routes = {key: tuple(found) for key, found in groupby(read.reading.routes, key=lambda route: route.key)}
    public = frozenset((*site.by_key, *routes))
    columns = index.columns if index is not None else NO_COLUMNS
    known = columns.ingredients
    # As long as no page shows anything new of another item or of plans, only items read again can have changed.
    same_faces = (
        index is not None and (index.faces, index.plans) == (ingredients.faces_of_all, plans) and known.keys() == public
    )
    holds = _holding(project, columns, head, index, plans, public, assets, announced)
    tasks: list[Task] = []
    for key in sorted(public):
        of_key: tuple[Route, ...] = routes.get(key, ())
        digest = known[key] if same_faces and key not in read.touched else ingredients.of(of_key, key)
        if known.get(key) != digest or not holds(key):
            tasks.append(Task(key, of_key, digest))
    gone = tuple(sorted(known.keys() - public))
    return Schedule(tuple(tasks), gone, assets, announced, ingredients.shared, ingredients.faces_of_all, plans)


def _holding(
    project: Project,
    columns: Columns,
    head: Head | None,
    index: Index | None,
    plans: str,
    public: frozenset[str],
    assets: Mapping[str, str],
    announced: Mapping[str, frozenset[str]],
) -> Callable[[str], bool]:
    """Tells of an address whether what its texts refer to is still there, and its views are kept for feeds."""
    lost = columns.ingredients.keys() - public
    lost_assets = assets_of(project, head.digests).keys() - assets.keys() if head is not None else set()
    plans_same = index is not None and index.plans == plans
    broken = {key for key, problems in columns.problems.items() if has_errors(problems)}
    if lost:
        broken.update(key for key, targets in columns.targets.items() if not lost.isdisjoint(targets))
    if lost_assets:
        broken.update(
            key
            for key, facts in columns.facts.items()
            if any(not lost_assets.isdisjoint(shown) for _, _, _, shown in facts)
        )
    if not plans_same:
        broken.update(columns.plans)
    for segment, keys in announced.items():
        broken.update(key for key in keys if all(shown != segment for shown, _ in columns.shown.get(key, ())))
    return lambda key: key not in broken


def assets_of(project: Project, digests: Mapping[str, str]) -> dict[str, str]:
    """Path below `docs/assets/` → digest, as `compose.asset_paths` lists them."""
    start = f"{project.docs / 'assets'}{os.sep}"
    return {
        path[len(start) :].replace(os.sep, "/"): digest for path, digest in digests.items() if path.startswith(start)
    }


def _digest(project: Project, digests: Mapping[str, str], belongs: Callable[[str, tuple[str, ...]], bool]) -> str:
    start = f"{project.docs}{os.sep}"
    texts = tuple(f"{start}{segment}{os.sep}" for segment in project.languages.segments)
    digest = hashlib.blake2b(digest_size=16)
    chosen = []
    for path in digests:
        # Most files are texts, which belong to an address each.
        if path.startswith(texts):
            continue
        inside = tuple(path[len(start) :].replace(os.sep, "/").split("/", 2)) if path.startswith(start) else ()
        if belongs(path, inside):
            chosen.append(path)
    for path in sorted(chosen):
        digest.update(f"{path}\0{digests[path]}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _plans(project: Project, digests: Mapping[str, str]) -> str:
    """Digest of everything about plans; attachments are assets."""
    return _digest(project, digests, lambda path, parts: parts[:2] in (("data", "plans"), ("data", "agencies.yml")))


def _shared(project: Project, digests: Mapping[str, str]) -> str:
    """Digest of the files that every page depends on: configuration, settings, templates, catalogs.

    Records of approval decide which texts there are, which each page's own ingredients tell.
    """
    names = {("data", name) for name in STRUCTURE}
    approvals = f"{project.root / APPROVALS}{os.sep}"
    return _digest(
        project, digests, lambda path, parts: parts in names or (not parts and not path.startswith(approvals))
    )
