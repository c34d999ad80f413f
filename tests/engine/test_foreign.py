"""Plugins and hooks of others: the pages they make, and a word on what it costs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import portals
import sites

from ttdn_site.engine.build import build
from ttdn_site.publish.manifest import read_manifest, sum_tree

HOOK = "def on_post_page(output, page, config):\n    return output.replace('</body>', '<!-- counted --></body>')\n"
CONFIG = f"{portals.MKDOCS}hooks: [counting.py]\n"


def codes(root: Path, files: dict[str, str], *, preview: bool = False) -> list[str]:
    project = portals.portal(root, files)
    result = build(project, portals.CLOCK, durable=False, preview=preview)
    return [found.code.id for found in result.problems]


def test_a_hook_has_its_say(tmp_path: Path) -> None:
    assert codes(tmp_path, {"mkdocs.yml": CONFIG, "counting.py": HOOK}) == ["EN006"]
    found = sites.contents(tmp_path / "site")
    assert b"<!-- counted -->" in found["about/land/index.html"]
    manifest, _ = read_manifest(tmp_path / "site.manifest")
    assert manifest is not None
    assert manifest[1] == sum_tree(tmp_path / "site")[0]
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": str(int(portals.CLOCK.timestamp())),
        "PYTHONPATH": str(sites.ROOT),
    }
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", "plain"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    assert sites.contents(tmp_path / "plain") == found


def test_a_hook_that_fails_leaves_the_site(tmp_path: Path) -> None:
    assert codes(tmp_path, {}) == []
    before = sites.contents(tmp_path / "site")
    assert "EN008" in codes(tmp_path, {"mkdocs.yml": CONFIG, "counting.py": "1 / 0\n"})
    assert sites.contents(tmp_path / "site") == before


def test_a_preview_says_what_it_leaves_out(tmp_path: Path) -> None:
    assert "EN007" in codes(tmp_path, {"mkdocs.yml": CONFIG, "counting.py": HOOK}, preview=True)
