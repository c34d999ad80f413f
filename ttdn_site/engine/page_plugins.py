"""Plugins of others that this engine knows: what each does here without MkDocs.

*Idle* ones arrange the navigation of MkDocs, which no page of the portal shows. *Pure* ones make of a page another one
and look at nothing but its text and their own options: they work where pages are rendered, in all processes, in the
order of mkdocs.yml. With an option that does more than that, a plugin is one that the engine does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib import metadata
from typing import Any

from ttdn_site.content.project import Project

IDLE = frozenset({"awesome-pages"})
PURE: Mapping[str, Mapping[str, type]] = {"minify": {"minify_html": bool, "htmlmin_opts": dict}}
"""The options, with the types of their values, under which a plugin is pure."""

OWN = "ttdn"

# A page of the portal → the page as it is published.
Finish = Callable[[str], str]


class PluginFailed(Exception):
    """A plugin cannot be loaded, or fails on a page. Crosses processes."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name = name
        self.reason = reason


def is_known(project: Project, name: str) -> bool:
    """Whether the plugin is idle or pure as it is set in mkdocs.yml, and installed."""
    if name in IDLE:
        return True
    options = project.plugins[name] or {}
    types = PURE.get(name)
    return (
        types is not None
        and isinstance(options, dict)
        and all(key in types and isinstance(value, types[key]) for key, value in options.items())
        and _entry_point(name) is not None
    )


def pure_plugins(project: Project) -> tuple[str, ...]:
    """The pure plugins that see the pages. One that stands before our own sees pages that are thrown away."""
    names = list(project.plugins)
    return tuple(name for name in names[names.index(OWN) + 1 :] if name in PURE) if OWN in names else ()


def finish(project: Project) -> Finish | None:
    """What the pure plugins of a project make of a page; None where there is none. Raises PluginFailed, then too."""
    steps = [partial(_finished, name, _loaded(name, project.plugins[name] or {})) for name in pure_plugins(project)]
    if not steps:
        return None

    def of(page: str) -> str:
        for step in steps:
            page = step(page)
        return page

    return of


def versions(project: Project) -> list[str]:
    """What else a page depends on: which libraries a plugin uses is its own affair."""
    if not pure_plugins(project):
        return []
    return sorted(f"{found.name} {found.version}" for found in metadata.distributions())


def _entry_point(name: str) -> metadata.EntryPoint | None:
    return next(iter(metadata.entry_points(group="mkdocs.plugins", name=name)), None)


def _loaded(name: str, options: dict[str, Any]) -> Any:
    """The plugin with its options, as MkDocs would make it."""
    try:
        entry = _entry_point(name)
        if entry is None:
            raise PluginFailed(name, "not installed")
        plugin = entry.load()()
        errors, _ = plugin.load_config(options)
    except PluginFailed:
        raise
    except Exception as error:
        raise PluginFailed(name, _said(error)) from error
    if errors:
        key, wrong = errors[0]
        raise PluginFailed(name, f"{key}: {wrong}")
    return plugin


def _finished(name: str, plugin: Any, page: str) -> str:
    try:
        found = plugin.on_post_page(page, page=None, config=None)
    except Exception as error:
        raise PluginFailed(name, _said(error)) from error
    # None leaves a page as it is (MkDocs, “Events”).
    return page if found is None else str(found)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
