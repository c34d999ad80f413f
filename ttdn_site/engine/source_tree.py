"""The source tree for MkDocs: only what may be published, as plain Markdown, outside `docs/`.

MkDocs publishes whatever lies in its docs_dir, and static-i18n cannot take pages without a source file. So the admitted
content is written to a folder of its own: one Markdown file per page and language, records, lists and fallback pages
included. Navigation, search or any other plugin then cannot know what the gate held back.

Files that have not changed are left alone, so that a watching server does not wake itself.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from ttdn_site.engine.compose import Composition, place_of
from ttdn_site.engine.plan_blocks import without_blocks
from ttdn_site.markup import links as lk
from ttdn_site.markup.headings import outline, translated_ids, with_ids
from ttdn_site.pages.build import body_text_locale
from ttdn_site.pages.routes import Route
from ttdn_site.pages.site import Site

ASSET_SCHEME = "ttdn-asset:"
# Language segment and key of a page → its file in the tree.
Files = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class SourceTree:
    """Where the tree lies, and the route of each of its files (`en/news/x.md`)."""

    folder: Path
    routes: Mapping[str, Route]


def file_of(route: Route, site: Site) -> str:
    """The Markdown file of a route, below the tree. Links between files are those that editors wrote."""
    item = site.by_key.get(route.key)
    folder = route.key
    is_index = item is None or (item.type.storage == "markdown" and item.source.path.endswith("/index.md"))
    if route.key and not is_index:
        return f"{route.segment}/{route.key}.md"
    return f"{route.segment}/{folder}/index.md" if folder else f"{route.segment}/index.md"


def write_source_tree(composition: Composition, folder: Path) -> SourceTree:
    """Bring the tree at `folder` up to date and remove what no longer belongs to it."""
    site = composition.site
    routes = {file_of(route, site): route for route in composition.routes if route.kind != "error"}
    files = {(route.segment, route.key): name for name, route in routes.items()}
    for name, route in routes.items():
        _write(folder / name, _markdown(site, route, files))
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_file() and path.relative_to(folder).as_posix() not in routes:
            path.unlink()
        elif path.is_dir() and not any(path.iterdir()):
            path.rmdir()
    return SourceTree(folder, routes)


def _write(path: Path, text: str) -> None:
    data = text.encode()
    if path.is_file() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _markdown(site: Site, route: Route, files: Files) -> str:
    """Title and text of a page. The title is JSON, which is YAML that means the same to every reader."""
    item = site.by_key.get(route.key) if route.item else None
    title = site.text(item, route.segment).title if item is not None else route.key or "index"
    head = f"---\ntitle: {json.dumps(title, ensure_ascii=False)}\n---\n\n"
    if item is None:
        return head
    text = item.texts[body_text_locale(site, route)]
    mine = outline(text.body)
    markdown, _ = without_blocks(text.body)
    source = mine if text.locale == item.source_locale else outline(item.source.body)
    body = with_ids(markdown, mine, translated_ids(source, mine))
    return head + _with_links(body, place_of(item, text).folder, route, files)


def _with_links(body: str, folder: str, route: Route, files: Files) -> str:
    """References as MkDocs needs them: pages by the file that is in the tree (editors may write `x.md` for a page whose
    file is `x/index.md`, and the other way round); `docs/assets/` in a form MkDocs leaves alone and the plugin makes
    addresses of."""
    here = posixpath.dirname(files[route.segment, route.key])

    def reference(match: re.Match[str]) -> str:
        target = lk.resolve(match[2], folder)
        if target.kind == "asset":
            return f"{match[1]}{ASSET_SCHEME}{target.value}{match[3]}"
        file = files.get((route.segment, target.value)) if target.kind == "item" else None
        path = match[2].partition("#")[0]
        if file is None or posixpath.normpath(posixpath.join(here, unquote(path))) == file:
            return match[0]
        return f"{match[1]}{posixpath.relpath(file, here)}{match[2][len(path) :]}{match[3]}"

    return lk.MARKDOWN_REFERENCE.sub(reference, body)
