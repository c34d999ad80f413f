"""A save shown at once: the pages of one text made again from what the last build knew, and nothing else looked at.

No other page shows anything of a body (`library.stored` tells what one page shows of another), so a save that leaves
the front matter alone changes the pages of its own address only. Whatever is not sure to be such a save is left to a
build, which also brings lists, feeds, search and the state up to date afterwards.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from ttdn_site.content.load import read_group
from ttdn_site.content.model import Item
from ttdn_site.engine.compose import TextRenderer
from ttdn_site.engine.library import group_of, restored, stored
from ttdn_site.engine.outputs import output_path
from ttdn_site.engine.page_plugins import PluginFailed
from ttdn_site.engine.rendering import Whole
from ttdn_site.engine.state import StoredItem
from ttdn_site.problems import Problem, has_errors
from ttdn_site.theme.failures import TemplateFailed


@dataclass(frozen=True)
class Knowledge:
    """What a build knew when it ended.

    digests: of every file it read. problems: of texts, by key. outputs: paths of the site. changed: those whose bytes
    it changed. until: when time alone changes the site.
    """

    whole: Whole
    digests: Mapping[str, str]
    problems: Mapping[str, tuple[Problem, ...]]
    outputs: Collection[str]
    changed: tuple[str, ...]
    until: dt.datetime | None


@dataclass(frozen=True)
class Shown:
    """The pages of one address after a save. digest: of the file that was saved. problems: of all texts there."""

    key: str
    digest: str
    pages: Mapping[str, bytes]
    problems: tuple[Problem, ...]


class AtOnce:
    """Makes pages again for one thread. The knowledge is its own: the items in it follow the saves."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.whole = knowledge.whole
        self.site = self.whole.reading.site
        self.texts = TextRenderer(self.whole.reading, self.whole.assets)
        self.routes = {
            key: tuple(found) for key, found in groupby(self.whole.reading.routes, key=lambda route: route.key)
        }
        start = f"{self.site.project.root}{os.sep}"
        self.keys = {
            start + text.path.replace("/", os.sep): key
            for key, item in self.whole.stored.items()
            for text in item.texts
            if text.path.endswith(".md")
        }

    def holds(self, clock: dt.datetime) -> bool:
        """Whether no day and no moment has come that changes pages."""
        until = self.knowledge.until
        return clock.date() == self.site.clock.date() and (until is None or clock < until)

    def warm(self, path: str) -> None:
        """Load what the pages of this text are made with, or those of an article where the path leads to none."""
        articles = (path for path, key in self.keys.items() if self.whole.stored[key].type == "article")
        self.shown(path if path in self.keys else next(articles, next(iter(self.keys), "")))

    def shown(self, path: str) -> Shown | None:
        """The pages of a text that was saved; None when only a build can tell what has changed."""
        key = self.keys.get(path, "")
        item, before = self.site.by_key.get(key), self.whole.stored.get(key)
        if path not in self.keys or item is None or before is None:
            return None
        found = self._read(path, item, before)
        if found is None:
            return None
        fresh, digest = found
        bodies, problems = self.texts.texts(fresh)
        used = {f"assets/{asset}" for body in bodies.values() for asset in body.assets}
        if has_errors(problems) or not used.issubset(self.knowledge.outputs):
            return None
        known = self.whole.composition.bodies
        assert isinstance(known, dict)
        known.clear()
        known.update({(key, locale): body for locale, body in bodies.items()})
        writer = self.whole.writer
        try:
            views = [writer.view(route) for route in self.routes.get(key, ())]
            pages = {output_path(view): writer.published(writer.html(view), view) for view in views}
        except (TemplateFailed, PluginFailed):
            return None
        if not all(path in self.knowledge.outputs for path in pages):
            return None
        return Shown(key, digest, pages, tuple(problems))

    def _read(self, path: str, item: Item, before: StoredItem) -> tuple[Item, str] | None:
        """The item as it is now, when only bodies are new in it, with the digest of the file."""
        project = self.site.project
        digests: dict[str, str] = {}

        def read(file: Path) -> bytes:
            data = file.read_bytes()
            digests[str(file)] = hashlib.sha256(data).hexdigest()
            return data

        files = tuple((project.root / text.path).relative_to(project.docs).as_posix() for text in before.texts)
        fresh, problems = read_group(project, group_of(item.key, item.type.storage, files), read)
        if fresh is None or problems:
            return None
        now = stored(fresh)
        if (now.digest, now.places, _shape(now)) != (before.digest, before.places, _shape(before)):
            return None
        # The same item for all who compare: only its texts are others.
        assert isinstance(item.texts, dict)
        item.texts.update(restored(now).texts)
        return fresh, digests[path]


def _shape(item: StoredItem) -> list[tuple[str, str, bool]]:
    return [(text.locale, text.path, text.length > 0) for text in item.texts]
