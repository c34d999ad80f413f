"""Plugins and hooks of others in mkdocs.yml: which the engine does not know, and what is said of them."""

from __future__ import annotations

from ttdn_site.content.project import Project
from ttdn_site.engine.page_plugins import is_known
from ttdn_site.problems import Location, Problem, Severity, declare, problem

FOREIGN = declare(
    "EN006",
    Severity.WARNING,
    "MkDocs itself builds this site, more slowly and always from nothing, because of {names}",
    "Take out plugins and hooks that the portal does not need; nothing has to be done otherwise",
    wrong="plugins: [ttdn, i18n: …, macros]",
    right="plugins: [ttdn, i18n: …]",
)
LEFT_OUT = declare(
    "EN007",
    Severity.WARNING,
    "The preview shows pages without what {names} would make of them",
    "Run “ttdn build” to see them as they are published",
    wrong="ttdn serve, with hooks: in mkdocs.yml",
    right="ttdn build",
)

KNOWN = frozenset({"ttdn", "i18n", "search"})
"""Plugins whose work this engine does itself. Search is one: the portal has an index of its own."""


def foreign(project: Project) -> tuple[str, ...]:
    """Plugins and hooks of a project that this engine does not know."""
    unknown = (name for name in project.plugins if name not in KNOWN and not is_known(project, name))
    return (*unknown, *project.hooks)


def note(project: Project, *, preview: bool) -> Problem:
    code = LEFT_OUT if preview else FOREIGN
    return problem(code, Location(project.relative(project.config_path)), names=", ".join(foreign(project)))
