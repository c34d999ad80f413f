"""A portal without a search of its own: nothing of it is left, and the setting can be turned."""

from __future__ import annotations

from pathlib import Path

import portals
import sites

from ttdn_site.checks.site import check_site
from ttdn_site.content.project import read_project
from ttdn_site.engine.compose import compose
from ttdn_site.engine.outputs import outputs

WITHOUT = {"mkdocs.yml": portals.MKDOCS.replace("- ttdn\n", "- ttdn: {search: false}\n")}


def test_nothing_of_it_is_left(tmp_path: Path) -> None:
    site = sites.built(portals.portal(tmp_path, WITHOUT), portals.CLOCK)
    assert not [path for path in site.bytes_of() if path.startswith("search-index/") or "search/" in path]
    for path in site.pages:
        text = site.read(path)
        for trace in ('role="search"', "data-ttdn-search", "SearchAction", "search-index/", "assets/search"):
            assert trace not in text, path
    assert "/search/" not in site.read("sitemap.xml")
    assert check_site(site.folder, site.project.base_url, site.project.languages) == []
    serial = {output.path: output.data for output in outputs(compose(site.project, portals.CLOCK))}
    assert site.bytes_of() == serial


def test_the_setting_can_be_turned(tmp_path: Path, small_site: sites.BuiltSite) -> None:
    project = portals.portal(tmp_path)
    sites.built(project, portals.CLOCK)
    without = {path for path in small_site.bytes_of() if not path.startswith("search-index/") and "search/" not in path}
    for settings, paths in ((WITHOUT, without), ({"mkdocs.yml": portals.MKDOCS}, set(small_site.bytes_of()))):
        portals.write(tmp_path, settings)
        again, _ = read_project(tmp_path / "mkdocs.yml")
        assert again is not None
        assert set(sites.built(again, portals.CLOCK).bytes_of()) == paths
    assert sites.contents(project.target) == small_site.bytes_of()
