"""Plugins and hooks of others: the pages they make, and a word on what it costs."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import portals
import pytest
import sites

from ttdn_site.engine.build import build
from ttdn_site.engine.compose import compose
from ttdn_site.engine.foreign import foreign
from ttdn_site.engine.outputs import outputs
from ttdn_site.engine.workers import WORTH_FORKING
from ttdn_site.publish.manifest import read_manifest, sum_tree

HOOK = "def on_post_page(output, page, config):\n    return output.replace('</body>', '<!-- counted --></body>')\n"
MINIFY = f"{portals.MKDOCS}  - minify: {{minify_html: true, htmlmin_opts: {{remove_comments: true}}}}\n"
CONFIG = f"{portals.MKDOCS}hooks: [counting.py]\n"


def codes(root: Path, files: dict[str, str], *, preview: bool = False) -> list[str]:
    project = portals.portal(root, files)
    result = build(project, portals.CLOCK, durable=False, preview=preview)
    return [found.code.id for found in result.problems]


def by_mkdocs(root: Path) -> dict[str, bytes]:
    """What plain MkDocs makes of a project."""
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": str(int(portals.CLOCK.timestamp())),
        "PYTHONPATH": str(sites.ROOT),
    }
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", "plain"]
    subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True)
    return sites.contents(root / "plain")


def test_a_hook_has_its_say(tmp_path: Path) -> None:
    assert codes(tmp_path, {"mkdocs.yml": CONFIG, "counting.py": HOOK}) == ["EN006"]
    found = sites.contents(tmp_path / "site")
    assert b"<!-- counted -->" in found["about/land/index.html"]
    manifest, _ = read_manifest(tmp_path / "site.manifest")
    assert manifest is not None
    assert manifest[1] == sum_tree(tmp_path / "site")[0]
    assert by_mkdocs(tmp_path) == found


def test_a_hook_that_fails_leaves_the_site(tmp_path: Path) -> None:
    assert codes(tmp_path, {}) == []
    before = sites.contents(tmp_path / "site")
    assert "EN008" in codes(tmp_path, {"mkdocs.yml": CONFIG, "counting.py": "1 / 0\n"})
    assert sites.contents(tmp_path / "site") == before


def test_a_preview_says_what_it_leaves_out(tmp_path: Path) -> None:
    assert "EN007" in codes(tmp_path, {"mkdocs.yml": CONFIG, "counting.py": HOOK}, preview=True)


def in_processes(root: Path, workers: int) -> tuple[int, str]:
    """`ttdn build` in a process of its own: beside the threads of this one a build does not fork."""
    code = (
        "import sys\nfrom ttdn_site.engine.workers import can_fork\nassert can_fork()\n"
        "from ttdn_site.cli.main import main\nsys.exit(main())"
    )
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": str(int(portals.CLOCK.timestamp())),
        "PYTHONPATH": str(sites.ROOT),
    }
    command = [sys.executable, "-c", code, "build", "--workers", str(workers)]
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout + done.stderr


# Enough addresses to be shared out.
MANY = {
    f"docs/vi/about/place-{number:03d}.md": f"---\ntitle: Nơi {number}\nstatus: approved\n---\n\nXã.\n"
    for number in range(WORTH_FORKING)
}


@pytest.mark.parametrize("workers", [1, 2])
def test_a_pure_plugin_works_in_each_process(tmp_path: Path, workers: int) -> None:
    """It makes of each page what it makes of it under MkDocs."""
    project = portals.portal(tmp_path, {"mkdocs.yml": MINIFY, **MANY})
    code, said = in_processes(tmp_path, workers)
    assert code == 0, said
    found = sites.contents(tmp_path / "site")
    assert b'lang="' not in found["about/land/index.html"]
    assert b'lang="' in found["404.html"]
    assert found == {output.path: output.data for output in outputs(compose(project, portals.CLOCK))}
    plain = by_mkdocs(tmp_path)
    assert {path: data for path, data in found.items() if path.endswith(".html")} == {
        path: data for path, data in plain.items() if path.endswith(".html")
    }


def test_a_failing_plugin_is_named_from_each_process(tmp_path: Path) -> None:
    broken = f"{portals.MKDOCS}  - minify: {{minify_html: true, htmlmin_opts: {{pre_tags: 5}}}}\n"
    portals.portal(tmp_path, {"mkdocs.yml": broken, **MANY})
    code, said = in_processes(tmp_path, 2)
    assert code == 1
    assert "EN009" in said
    assert "minify" in said
    assert "Traceback" not in said
    assert not (tmp_path / "site").exists()


def test_an_option_of_a_pure_plugin_counts(tmp_path: Path) -> None:
    assert codes(tmp_path, {"mkdocs.yml": MINIFY.replace("minify_html: true", "minify_html: false")}) == []
    before = sites.contents(tmp_path / "site")
    assert codes(tmp_path, {"mkdocs.yml": MINIFY}) == []
    assert len(sites.contents(tmp_path / "site")["index.html"]) < len(before["index.html"])
    assert codes(tmp_path, {"mkdocs.yml": portals.MKDOCS}) == []
    assert sites.contents(tmp_path / "site") == before


def test_a_pure_plugin_before_our_own_sees_nothing(tmp_path: Path) -> None:
    assert codes(tmp_path, {}) == []
    before = sites.contents(tmp_path / "site")
    first = portals.MKDOCS.replace("  - ttdn\n", "  - minify: {minify_html: true}\n  - ttdn\n")
    assert codes(tmp_path, {"mkdocs.yml": first}) == []
    assert sites.contents(tmp_path / "site") == before == by_mkdocs(tmp_path)


def test_with_other_options_it_is_not_known(tmp_path: Path) -> None:
    """What its files of scripts would be is for MkDocs to say."""
    for options in ("{minify_js: true}", "{minify_html: 1}", "[minify_html]"):
        project = portals.portal(tmp_path, {"mkdocs.yml": f"{portals.MKDOCS}  - minify: {options}\n"})
        assert foreign(project) == ("minify",), options


def test_a_pure_plugin_that_fails_is_named(tmp_path: Path) -> None:
    assert codes(tmp_path, {}) == []
    before = sites.contents(tmp_path / "site")
    broken = f"{portals.MKDOCS}  - minify: {{minify_html: true, htmlmin_opts: {{pre_tags: 5}}}}\n"
    project = portals.portal(tmp_path, {"mkdocs.yml": broken})
    result = build(project, portals.CLOCK, durable=False)
    assert [found.code.id for found in result.problems] == ["EN009"]
    assert "minify" in str(result.problems[0].parameters)
    assert sites.contents(tmp_path / "site") == before


def test_a_plugin_for_the_navigation_changes_nothing(tmp_path: Path) -> None:
    assert codes(tmp_path, {}) == []
    before = sites.contents(tmp_path / "site")
    arranged = {
        "mkdocs.yml": f"{portals.MKDOCS}  - awesome-pages\n",
        "docs/vi/about/.pages": "title: Khác\nhide: true\n",
    }
    assert codes(tmp_path, arranged) == []
    assert sites.contents(tmp_path / "site") == before
    assert by_mkdocs(tmp_path) == before
