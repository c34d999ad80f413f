"""Shells are shared; an author's override that reads page data outside the slots is rendered per page, with a note."""

from __future__ import annotations

from pathlib import Path

import portals
import sites

from ttdn_site.engine.compose import compose
from ttdn_site.engine.outputs import PageWriter
from ttdn_site.engine.shells import reads_pages

CONFIG = portals.MKDOCS.replace("  name: material\n", "  name: material\n  custom_dir: overrides\n")


def test_pages_alike_share_a_shell(tmp_path: Path) -> None:
    composition = compose(portals.portal(tmp_path), portals.CLOCK)
    writer = PageWriter(composition)
    views = [writer.view(route) for route in composition.routes]
    shells = {id(writer.shell(view)[1]) for view in views}
    assert writer.per_page == ()
    assert len(shells) < len(views)


def test_no_template_of_the_theme_reads_pages_outside_the_slots(tmp_path: Path) -> None:
    """A build without overrides does not ask."""
    writer = PageWriter(compose(portals.portal(tmp_path), portals.CLOCK))
    assert [reads_pages(env) for env in writer.environments.values()] == [()] * 4


def test_an_override_that_reads_pages_is_rendered_for_each_with_a_note(tmp_path: Path) -> None:
    override = '<footer class="foot"><p>own: {{ view.title }}</p></footer>\n'
    project = portals.portal(tmp_path, {"mkdocs.yml": CONFIG, "overrides/partials/footer.html": override})
    problems = compose(project, portals.CLOCK).problems
    assert [(found.code.id, found.location.path) for found in problems] == [("SH001", "overrides/partials/footer.html")]
    site = sites.built(project, portals.CLOCK)
    assert "own: Đất đai" in site.read("about/land/index.html")
    assert "own: Land" in site.read("en/about/land/index.html")


def test_an_override_that_keeps_to_the_shell_has_no_note(tmp_path: Path) -> None:
    override = '<footer class="foot"><p>own: {{ shell.portal }}</p></footer>\n'
    project = portals.portal(tmp_path, {"mkdocs.yml": CONFIG, "overrides/partials/footer.html": override})
    assert compose(project, portals.CLOCK).problems == ()
    assert "own: Cổng thử" in sites.built(project, portals.CLOCK).read("about/land/index.html")
