"""Everything a site consists of, file by file: pages, feeds, calendars, sitemap, search index, assets, redirects.

Serial on purpose and a generator: what is yielded is written and forgotten, so memory follows the largest page and the
views that lists and feeds need.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import jinja2

from ttdn_site.content.attachments import published
from ttdn_site.engine import announcements
from ttdn_site.engine.compose import Composition, asset_paths
from ttdn_site.engine.page_plugins import Finish, finish
from ttdn_site.engine.pictures import PictureSizes
from ttdn_site.engine.plan_blocks import filled
from ttdn_site.engine.shells import CutShell, cut, reads_pages, shell_key
from ttdn_site.engine.theme_files import ThemeFiles, environment, theme_files
from ttdn_site.pages.build import NO_BODY, body_text_locale, page_view
from ttdn_site.pages.frame import shell_view
from ttdn_site.pages.routes import Route
from ttdn_site.pages.site import Site
from ttdn_site.pages.views import PageView, ShellView
from ttdn_site.publish.injected import outgoing_hosts
from ttdn_site.search.words import WORDS as SEARCH_WORDS
from ttdn_site.syndication.escaping import xml
from ttdn_site.syndication.head import alternates, document_title, feed_links, head_meta
from ttdn_site.syndication.identity import SiteIdentity
from ttdn_site.syndication.metadata import Metadata, metadata_of
from ttdn_site.tables.downloads import Shared
from ttdn_site.tables.page import files_of, light, plan_page
from ttdn_site.theme.environment import render_content, render_shell, render_slots
from ttdn_site.theme.standing_in import settle


@dataclass(frozen=True, slots=True)
class Output:
    """One file of the site: its path below the root and its bytes."""

    path: str
    data: bytes


class Shell(NamedTuple):
    """What pages share. pieces: None where an override reads page data in it. hosts: those that it leads to."""

    view: ShellView
    pieces: CutShell | None
    feed_links: str
    hosts: frozenset[str]


class PageWriter:
    """Puts pages together for one composition: environments, shells and identities are made once per language."""

    def __init__(self, composition: Composition) -> None:
        self.composition = composition
        self.site: Site = composition.site
        self.theme: ThemeFiles = theme_files(
            self.site.project,
            {
                segment: {key: voice.translator.gettext(message) for key, message in SEARCH_WORDS}
                for segment, voice in self.site.voices.items()
            },
        )
        self.environments: dict[str, jinja2.Environment] = {
            segment: environment(self.site.project, voice.translator) for segment, voice in self.site.voices.items()
        }
        self.identities: dict[str, SiteIdentity] = {
            segment: announcements.identity_of(self.site, segment) for segment in self.site.voices
        }
        own = self.site.project.overrides is None
        self.per_page = () if own else reads_pages(next(iter(self.environments.values())))
        self._shells: dict[tuple[str, str, str, str], Shell] = {}
        self._plan = ("", Shared())

    @cached_property
    def sizes(self) -> Mapping[str, tuple[int, int]]:
        return PictureSizes(asset_paths(self.site.project))

    def view(self, route: Route) -> PageView:
        locale = body_text_locale(self.site, route)
        body = self.composition.bodies.get((route.key, locale), NO_BODY) if locale else NO_BODY
        view = page_view(self.site, route, body, self.sizes)
        if route.kind != "plan":
            return view
        # The pages of a plan in its languages follow each other.
        if self._plan[0] != route.key:
            self._plan = (route.key, Shared())
        return plan_page(self.site, view, self._plan[1])

    def shell(self, view: PageView) -> Shell:
        key = shell_key(view)
        if key not in self._shells:
            shell = shell_view(self.site, view, self.theme.names[view.segment])
            pieces = None if self.per_page else cut(self.environments[view.segment], shell)
            hosts = outgoing_hosts("\n".join(pieces.fixed).encode()) if pieces is not None else frozenset()
            self._shells[key] = Shell(shell, pieces, feed_links(shell), hosts)
        return self._shells[key]

    def html(self, view: PageView, body: str | None = None) -> str:
        """The whole page. `body` replaces the view's text, for engines that rendered it themselves."""
        if body is not None:
            view = replace(view, body=self._with_tables(view, body))
        return self.page(view, metadata_of(view, self.identities[view.segment]))[0]

    def published(self, page: str, view: PageView) -> bytes:
        """The bytes of a page, after the pure plugins; MkDocs shows them no error page. Raises PluginFailed."""
        if self._finish is not None and not view.url.endswith(".html"):
            page = self._finish(page)
        return page.encode()

    @cached_property
    def _finish(self) -> Finish | None:
        return finish(self.site.project)

    def page(self, view: PageView, data: Metadata) -> tuple[str, frozenset[str]]:
        """The whole page with its metadata, and the hosts it leads to."""
        env = self.environments[view.segment]
        shell = self.shell(view)
        identity = self.identities[view.segment]
        slots = render_slots(env, view, shell.view)
        slots["title"] = xml(document_title(view, identity))
        slots["meta"] = head_meta(view, identity, data)
        slots["alternates"] = "\n".join(part for part in (alternates(view), shell.feed_links) if part)
        slots["content"] = render_content(env, view, shell.view)
        if shell.pieces is not None:
            hosts = outgoing_hosts("\n".join(slots.values()).encode())
            return settle(shell.pieces.fill(slots)), shell.hosts | hosts
        page = settle(render_shell(env, shell.view, slots, view=view))
        return page, outgoing_hosts(page.encode())

    def _with_tables(self, view: PageView, body: str) -> str:
        """A text that another engine rendered, with the tables of plans in it."""
        item = self.site.by_key.get(view.key)
        return filled(body, self.site, item, self.site.text(item, view.segment).locale) if item is not None else body


def output_path(view: PageView) -> str:
    return view.url if view.url.endswith(".html") else f"{view.url}index.html"


def outputs(composition: Composition) -> Iterator[Output]:
    """The whole site."""
    writer = PageWriter(composition)
    views: list[PageView] = []
    for route in composition.routes:
        if route.kind == "error":
            continue
        view = writer.view(route)
        yield Output(output_path(view), writer.published(writer.html(view), view))
        yield from attached(view)
        views.append(light(view))
    yield from other_outputs(composition, writer, views)


def attached(view: PageView) -> Iterator[Output]:
    """The files that belong to one page."""
    return (Output(view.url + one.path, one.data) for one in files_of(view))


def other_outputs(composition: Composition, writer: PageWriter, views: list[PageView]) -> Iterator[Output]:
    """Everything but the pages at addresses of their own: error pages, assets, feeds, search index, redirects."""
    for route in composition.routes:
        if route.kind == "error":
            view = writer.view(route)
            yield Output(output_path(view), writer.html(view).encode())
    for view in views:
        yield from attached(view)
    yield from (Output(path, data) for path, data in writer.theme.files)
    present = asset_paths(composition.site.project)
    yield from (Output(f"assets/{path}", published(present[path].read_bytes(), path)) for path in composition.assets)
    yield from (Output(path, data) for path, data in announcements.files(composition.site, writer.identities, views))
    yield from (Output(path, data) for path, data in announcements.search_files(composition, views))
    yield from (Output(path, data) for path, data in announcements.redirect_files(composition, writer.identities))
