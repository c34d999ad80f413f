"""Shells: each distinct one is rendered once and cut at its slots; a page is then put together by joining texts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import jinja2
import jinja2.meta

from ttdn_site.content.project import Project
from ttdn_site.engine.theme_files import environment
from ttdn_site.locales.catalogs import translator
from ttdn_site.pages.views import SLOTS, PageView, ShellView
from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.theme.environment import render_shell
from ttdn_site.theme.failures import TemplateFailed, failure

READS_PAGES = declare(
    "SH001",
    Severity.NOTE,
    "The template reads page data outside the slots; the frame of every page is therefore rendered anew",
    "Nothing has to be done; builds are faster if page data stands in templates of the folders slots/ and pages/",
    wrong="{{ view.title }} (in partials/header.html)",
    right="{{ view.title }} (in pages/article.html)",
)

# A private-use character cannot come from an editor's text: the source room composes text, and escaping keeps it.
_MARK = "\ue001{name}\ue002"
_CUT = re.compile("\ue001([a-z_]+)\ue002")


@dataclass(frozen=True, slots=True)
class CutShell:
    """A rendered shell in pieces: fixed text at even places, names of slots at odd ones."""

    pieces: tuple[str, ...]

    @property
    def fixed(self) -> tuple[str, ...]:
        return self.pieces[::2]

    def fill(self, slots: Mapping[str, str]) -> str:
        return "".join([piece if place % 2 == 0 else slots[piece] for place, piece in enumerate(self.pieces)])


def cut(env: jinja2.Environment, shell: ShellView) -> CutShell:
    """Render a shell with marks in its slots and cut it there."""
    marks = {name: _MARK.format(name=name) for name in SLOTS}
    return CutShell(tuple(_CUT.split(render_shell(env, shell, marks))))


def reads_pages(env: jinja2.Environment, template: str = "main.html") -> tuple[str, ...]:
    """Templates of the shell that read page data outside the slots: with one of them, shells cannot be shared.

    The theme's own do not; an author's override may. Raises TemplateFailed.
    """
    assert env.loader is not None
    found: list[str] = []
    queue, seen = [template], {template}
    while queue:
        name = queue.pop()
        try:
            source, file, _ = env.loader.get_source(env, name)
            tree = env.parse(source, name, file)
        except (jinja2.TemplateError, UnicodeDecodeError, OSError) as error:
            raise failure(error, name) from error
        if "view" in jinja2.meta.find_undeclared_variables(tree):
            found.append(name)
        for other in jinja2.meta.find_referenced_templates(tree):
            if other is not None and other not in seen:
                seen.add(other)
                queue.append(other)
    return tuple(sorted(found))


def note_overrides(project: Project) -> list[Problem]:
    """Which templates of the project keep shells from being shared. One that cannot be read is judged by the build."""
    if project.overrides is None:
        return []
    default = project.languages.default
    env = environment(project, translator(default, project.languages))
    try:
        names = reads_pages(env)
    except TemplateFailed:
        return []
    return [problem(READS_PAGES, Location(project.relative(project.overrides / name))) for name in names]


def shell_key(view: PageView) -> tuple[str, str, str, str]:
    """What a shell depends on besides the site: pages with equal keys share one."""
    return (view.segment, view.base, view.template, view.section)
