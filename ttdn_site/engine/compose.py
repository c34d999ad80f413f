"""Composing a site: content read, admitted, its texts rendered, every problem of the run found; nothing written.

`check`, `build`, `serve` and the MkDocs plugin all start here.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ttdn_site.content.approvals import Approvals, judge
from ttdn_site.content.gate import admit
from ttdn_site.content.load import load
from ttdn_site.content.model import Item, Library, Text
from ttdn_site.content.project import Project
from ttdn_site.content.scans import outgoing_links
from ttdn_site.engine.attached_files import examined, problems_of
from ttdn_site.engine.plan_blocks import check_blocks, filled, without_blocks, without_tokens
from ttdn_site.engine.plan_data import PlanData, attachments, check_references, load_plans
from ttdn_site.engine.shells import note_overrides
from ttdn_site.engine.wording import check_words
from ttdn_site.locales.catalogs import translator
from ttdn_site.markup import links as lk
from ttdn_site.markup.headings import aligned, outline
from ttdn_site.markup.render import Body, Known, Place, Renderer, renderer_with
from ttdn_site.markup.rules import examine, is_unbounded
from ttdn_site.pages.frame import check_identity
from ttdn_site.pages.plans import with_deadlines
from ttdn_site.pages.routes import Route, routes
from ttdn_site.pages.site import Site
from ttdn_site.pages.voice import Voice
from ttdn_site.problems import Location, Problem, Severity, declare, ordered, problem
from ttdn_site.publish.approval_signatures import signature_verifier
from ttdn_site.syndication.redirects import Alias, sound_aliases

OUTLINE_DIFFERS = declare(
    "MK007",
    Severity.WARNING,
    "The headings do not match those of {source}: {found} here, {expected} there",
    "Give the translation the same headings in the same order, so that links to a heading survive a change of language",
    wrong="(source) ## Quy mô, ## Nguồn vốn; (translation) ## Scale",
    right="(translation) ## Scale, ## Funding",
)
NO_FILE = declare(
    "CP001",
    Severity.ERROR,
    "The file “{file}” does not exist in docs/assets/",
    "Put the file there, or correct the path",
    wrong="file: ke-hoach.pdf",
    right="file: documents/93-kh-ubnd.pdf",
)


@dataclass(frozen=True, slots=True)
class TextFacts:
    """What the rest of the site has to know of a rendered text: its heading ids, its links to headings, its assets."""

    ids: tuple[str, ...]
    uses: tuple[lk.LinkUse, ...]
    assets: tuple[str, ...]


Texts = Mapping[tuple[str, str], TextFacts]


@dataclass(frozen=True)
class Reading:
    """A site as it was read: everything that can be known before a text is rendered. plan_ids: of drafts too."""

    site: Site
    whole: Library
    routes: tuple[Route, ...]
    aliases: tuple[Alias, ...]
    problems: tuple[Problem, ...]
    plan_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Composition:
    """A site ready to be rendered.

    bodies: rendered texts by (item key, language of the text). assets: paths below `docs/assets/` that public pages
    use. aliases: former addresses that lead somewhere. problems: ordered, each once.
    """

    site: Site
    routes: tuple[Route, ...]
    bodies: Mapping[tuple[str, str], Body]
    assets: tuple[str, ...]
    aliases: tuple[Alias, ...]
    problems: tuple[Problem, ...]
    whole: Library = field(default_factory=lambda: Library((), (), {}))


def compose(
    project: Project,
    clock: dt.datetime,
    *,
    preview: bool = False,
    read: Callable[[Path], bytes] = Path.read_bytes,
    extra_problems: tuple[Problem, ...] = (),
) -> Composition:
    """Read and render everything in memory. `clock` carries an offset; it alone decides what is due."""
    reading = read_site(project, clock, preview=preview, read=read, extra_problems=extra_problems)
    bodies, problems = render_texts(reading, reading.site.library.items)
    facts = {key: facts_of(body) for key, body in bodies.items()}
    assets, found = check_texts(reading.site, facts)
    found += problems_of(examined(project, assets, read))
    return Composition(
        reading.site,
        reading.routes,
        bodies,
        assets,
        reading.aliases,
        tuple(ordered([*reading.problems, *problems, *found])),
        reading.whole,
    )


def read_site(
    project: Project,
    clock: dt.datetime,
    *,
    preview: bool = False,
    read: Callable[[Path], bytes] = Path.read_bytes,
    extra_problems: tuple[Problem, ...] = (),
) -> Reading:
    """Read all files and admit what is public at `clock`; the problems are those of structure, not of texts."""
    whole, problems = load(project, read)
    plans, found = load_plans(project, read, preview=preview)
    problems = [*extra_problems, *problems, *found]
    return reading_of(project, whole, clock, preview=preview, read=read, problems=tuple(problems), plans=plans)


def reading_of(
    project: Project,
    whole: Library,
    clock: dt.datetime,
    *,
    preview: bool = False,
    read: Callable[[Path], bytes] = Path.read_bytes,
    problems: tuple[Problem, ...] = (),
    plans: PlanData | None = None,
) -> Reading:
    """The reading of a library that is at hand. problems: those found while it was read. plans: read here if None."""
    all_problems = [*problems, *check_words(project), *renderer_of(project)[1], *note_overrides(project)]
    if plans is None:
        plans, found = load_plans(project, Path.read_bytes, preview=preview)
        all_problems += found
    plan_files = [published.plan.path for published in plans.plans]
    approvals, found = judge(project, whole, read, signature_verifier(project), clock, plan_files)
    all_problems += found
    if not preview:
        plans = approved_plans(project, plans, approvals)
    public, found = admit(whole, clock, preview=preview, approvals=approvals)
    all_problems += found
    site = Site(project, public, clock, voices(project), preview, plans=plans.plans, register=plans.register)
    all_problems += check_references(site)
    site = with_deadlines(site)
    if not preview:
        all_problems += check_identity(site, project.relative(project.docs / "data" / "site.yml"))
    all_routes = routes(site)
    aliases, found = _aliases(site, all_routes)
    all_problems += found
    return Reading(site, whole, all_routes, aliases, tuple(all_problems), plans.known)


def approved_plans(project: Project, plans: PlanData, approvals: Approvals) -> PlanData:
    """The plans that the records do not hold back."""
    first = project.languages.segments[0]
    return dataclasses.replace(
        plans, plans=tuple(one for one in plans.plans if not approvals.reason(one.plan.path, first))
    )


def facts_of(body: Body) -> TextFacts:
    return TextFacts(
        tuple(heading.id for heading in body.headings),
        tuple(use for use in body.uses if use.fragment),
        body.assets,
    )


def check_texts(
    site: Site, texts: Texts, present: Collection[str] | None = None
) -> tuple[tuple[str, ...], list[Problem]]:
    """The assets that public pages use, and what only all texts together show: links to headings, missing files.

    present: paths below `docs/assets/`, where the caller has listed them already.
    """
    assets, problems = _assets(site, texts, asset_paths(site.project) if present is None else present)
    return assets, [*_check_fragments(site, texts), *problems]


def voices(project: Project) -> dict[str, Voice]:
    extra = (project.catalogs,) if project.catalogs else ()
    return {
        language.segment: Voice(language, translator(language, project.languages, extra))
        for language in project.languages
    }


def asset_paths(project: Project) -> dict[str, Path]:
    """Files below `docs/assets/`, by their path there."""
    folder = project.docs / "assets"
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}


def place_of(item: Item, text: Text) -> Place:
    """Where an item's text comes from; records lie, for their links, where their pages lie."""
    if item.type.storage == "data":
        folder = item.type.folder
    else:
        folder = item.key if text.path.endswith("/index.md") else item.key.rpartition("/")[0]
    return Place(item.key, folder, text.path, text.body_line)


def renderer_of(project: Project) -> tuple[Renderer, list[Problem]]:
    """The renderer with the project's own Markdown extensions, and what is wrong with those."""
    extra = tuple((name, dict(options)) for name, options in project.extensions)
    return renderer_with(extra, project.relative(project.config_path))


class TextRenderer:
    """Renders texts of one site. Setting it up costs more than a text; what it knows of the site stays the same."""

    def __init__(self, reading: Reading, assets: Collection[str]) -> None:
        site = reading.site
        self.site = site
        self.plan_ids = reading.plan_ids
        self.hosts = (
            outgoing_links.host_of(site.project.base_url),
            *outgoing_links.TRUSTED,
            *site.project.allowed_hosts,
        )
        self.renderer, _ = renderer_of(site.project)
        self.known = Known(
            frozenset((*site.by_key, *(route.key for route in reading.routes))),
            frozenset(item.key for item in reading.whole.items),
            frozenset(assets),
        )

    def texts(self, item: Item) -> tuple[dict[str, Body], list[Problem]]:
        """The bodies of an item by language. A language without a text, or with one that is refused, has none."""
        bodies: dict[str, Body] = {}
        problems: list[Problem] = []
        source_outline = outline(item.source.body)
        for locale, text in item.texts.items():
            if not text.body.strip():
                continue
            complaints = examine(text.body, text.path, text.body_line)
            problems += complaints
            if is_unbounded(complaints):
                continue
            given = None if locale == item.source_locale else source_outline
            if given is not None and not aligned(given, mine := outline(text.body)):
                problems.append(
                    problem(
                        OUTLINE_DIFFERS,
                        Location(text.path, text.body_line),
                        source=item.source.path,
                        found=len(mine),
                        expected=len(given),
                    )
                )
            markdown, blocks = without_blocks(text.body)
            problems += check_blocks(self.site, text, blocks, self.plan_ids)
            body, found = self.renderer.render(markdown, place_of(item, text), self.known, given)
            problems += found
            hosts = (*self.hosts, *outgoing_links.source_hosts(item.shared))
            problems += outgoing_links.unknown_hosts(body.outside, hosts, text.body, text.path, text.body_line)
            if blocks:
                html = filled(body.html, self.site, item, locale)
                body = dataclasses.replace(body, html=html, text=without_tokens(body.text))
            bodies[locale] = body
        return bodies, problems


def render_texts(reading: Reading, items: Iterable[Item]) -> tuple[dict[tuple[str, str], Body], list[Problem]]:
    """The texts of these items, each once in each of its languages."""
    renderer = TextRenderer(reading, asset_paths(reading.site.project))
    bodies: dict[tuple[str, str], Body] = {}
    problems: list[Problem] = []
    for item in items:
        found, complaints = renderer.texts(item)
        bodies.update({(item.key, locale): body for locale, body in found.items()})
        problems += complaints
    return bodies, problems


def _check_fragments(site: Site, texts: Texts) -> list[Problem]:
    problems: list[Problem] = []
    for (_, locale), text in texts.items():
        for use in text.uses:
            item = site.by_key.get(use.key)
            target = texts.get((use.key, site.text(item, locale).locale)) if item else None
            ids = target.ids if target else ()
            if use.fragment not in ids:
                problems.append(
                    problem(
                        lk.NO_FRAGMENT,
                        use.location,
                        page=use.key or "index",
                        fragment=use.fragment,
                        choices=", ".join(ids) or "—",
                    )
                )
    return problems


def _assets(site: Site, texts: Texts, present: Collection[str]) -> tuple[tuple[str, ...], list[Problem]]:
    """What public pages use, and files they name that do not exist."""
    used = {path for path in attachments(site.plans) if path in present}
    problems: list[Problem] = []
    for text in texts.values():
        used.update(text.assets)
    for item in site.library.items:
        named = [("file", item.shared.get("file")), ("image", (item.shared.get("image") or {}).get("file"))]
        named += [("images", image["file"]) for image in item.shared.get("images") or ()]
        for key, path in named:
            if not path:
                continue
            if path in present:
                used.add(path)
            else:
                problems.append(problem(NO_FILE, item.places.get(key, item.location), file=path))
    return tuple(sorted(used)), problems


def _aliases(site: Site, all_routes: tuple[Route, ...]) -> tuple[tuple[Alias, ...], list[Problem]]:
    """Former addresses in every language, those that may be written and what is wrong with the others."""
    wanted = [
        Alias(
            alias=site.project.languages.prefix(language.segment) + alias.strip("/"),
            target=site.url(item.key, language.segment),
            title=site.text(item, language.segment).title,
            tag=site.lang(item, language.segment) or language.tag,
            location=item.places.get("aliases", item.location),
        )
        for item in site.library.items
        for alias in item.shared.get("aliases") or ()
        for language in site.project.languages
    ]
    return sound_aliases(wanted, [site.url(route.key, route.segment) for route in all_routes if route.key])
