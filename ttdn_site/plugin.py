"""The plugin for plain `mkdocs build`: the same pages by MkDocs' own engine, without the swap in one step.

It points MkDocs to the admitted source tree, sees to it that MkDocs renders the same dialect, and replaces each page
by the one that our theme layer makes of the text MkDocs rendered. What the theme underneath would add (scripts, style
sheets, its own site map) is left out. Everything used of MkDocs beyond its documented hooks stands in this module.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

from ttdn_site.config import SCHEME
from ttdn_site.content.project import read_project
from ttdn_site.engine.build import build_clock, not_at_hand, reason_of
from ttdn_site.engine.compose import Composition, compose
from ttdn_site.engine.outputs import PageWriter, other_outputs
from ttdn_site.engine.source_tree import ASSET_SCHEME, SourceTree, write_source_tree
from ttdn_site.locales.messages import as_text, system_locale
from ttdn_site.markup.dialect import EXTENSIONS, OWN
from ttdn_site.pages.views import PageView
from ttdn_site.problems import has_errors
from ttdn_site.theme.failures import TemplateFailed

STAGE = Path(".ttdn") / "mkdocs"


class TtdnPlugin(BasePlugin):  # type: ignore[type-arg, no-untyped-call]  # with config_scheme it has no parameter
    """One build's state; MkDocs makes a new plugin for each configuration it loads."""

    config_scheme = SCHEME

    def __init__(self) -> None:
        self.preview = False
        self.composition: Composition | None = None
        self.writer: PageWriter | None = None
        self.tree: SourceTree | None = None
        self.docs = ""
        self.views: dict[str, PageView] = {}

    def on_startup(self, *, command: str, dirty: bool) -> None:
        self.preview = command == "serve"

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        if self.config.get("enabled") is False or self.tree is not None:
            return config
        project, problems = read_project(Path(config.config_file_path))
        clock, complaints = build_clock(os.environ)
        problems += complaints
        if project is not None:
            with self.told():
                self.composition = compose(project, clock, preview=self.preview, extra_problems=tuple(problems))
            problems = list(self.composition.problems)
        text = as_text(problems, system_locale(os.environ))
        if project is None or (has_errors(problems) and not self.preview):
            raise PluginError(text)
        if text:
            print(text)
        assert self.composition is not None
        with self.told():
            self.tree = write_source_tree(self.composition, project.root / STAGE)
            self.writer = PageWriter(self.composition)
        self.docs, config.docs_dir = config.docs_dir, str(self.tree.folder)
        # The dialect is ours in both engines; extensions of the project's own stay behind it.
        config.markdown_extensions[:0] = [name for name, _ in EXTENSIONS if name not in config.markdown_extensions]
        config.markdown_extensions.append(OWN)
        config.mdx_configs.update({name: options for name, options in EXTENSIONS if options})
        # 404.html and sitemap.xml of the theme underneath.
        config.theme.static_templates.clear()
        config.theme.dirs.insert(0, str(Path(__file__).parent / "theme"))
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Only pages of the source tree; assets of the theme underneath are not published."""
        if self.tree is not None:
            for file in list(files):
                if file.src_uri not in self.tree.routes:
                    files.remove(file)
        return files

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        page.meta["template"] = "plain.html"
        return markdown

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """The page as our theme layer makes it, around the text that MkDocs rendered."""
        if self.tree is None or self.writer is None:
            return output
        view = self.writer.view(self.tree.routes[page.file.src_uri])
        self.views[page.file.src_uri] = view
        body = (page.content or "").replace(ASSET_SCHEME, f"{view.base}assets/")
        with self.told():
            return self.writer.html(view, body)

    @event_priority(100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """After the last language: everything that is not a page."""
        if self.composition is None or self.writer is None or self.tree is None:
            return
        if len(self.views) < len(self.tree.routes):
            return
        with self.told():
            for output in other_outputs(self.composition, self.writer, list(self.views.values())):
                path = Path(config.site_dir) / output.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(output.data)

    @contextmanager
    def told(self) -> Iterator[None]:
        """A template that cannot be used, or a file that is not at hand, is told as a problem, not as a traceback."""
        try:
            yield
        except OSError as error:
            raise PluginError(as_text([not_at_hand(error, Path("mkdocs.yml"))], system_locale(os.environ))) from error
        except TemplateFailed as failed:
            assert self.composition is not None
            problem = reason_of(failed, self.composition.site.project)
            raise PluginError(as_text([problem], system_locale(os.environ))) from failed

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        if self.docs:
            server.unwatch(config.docs_dir)
            server.watch(self.docs)
        return server
