"""The preview: a save is served, a broken one keeps the last good page."""

from __future__ import annotations

import threading
from pathlib import Path

import portals

from ttdn_site.engine.preview import Preview
from ttdn_site.problems import Problem

PAGE = "docs/vi/about/land.md"
TEXT = portals.FILES[PAGE]
LONGEST = 20


def started(root: Path) -> Preview:
    portals.portal(root)
    preview = Preview(root / "mkdocs.yml", lambda: portals.CLOCK)
    preview.rebuild()
    return preview


def test_a_save_is_served(tmp_path: Path) -> None:
    preview = started(tmp_path)
    assert "Rộng" in preview.state.files["about/land/index.html"].decode()
    stop, told = threading.Event(), threading.Semaphore(0)
    reports: list[tuple[Problem, ...]] = []

    def report(problems: tuple[Problem, ...], seconds: float) -> None:
        reports.append(problems)
        told.release()

    watcher = threading.Thread(target=preview.watch, args=(stop, report), daemon=True)
    watcher.start()
    try:
        for words in ("Hẹp", "Vừa"):
            for _ in range(LONGEST):
                # The watcher may not be listening yet: a second save is heard.
                portals.write(tmp_path, {PAGE: TEXT.replace("Rộng", words)})
                told.acquire(timeout=1)
                if words in preview.state.files["about/land/index.html"].decode():
                    break
            else:
                raise AssertionError("no build after a save")
    finally:
        stop.set()
        watcher.join(timeout=LONGEST)
    assert reports
    assert preview.state.version >= 3


def test_drafts_are_shown(tmp_path: Path) -> None:
    preview = started(tmp_path)
    portals.write(tmp_path, {"docs/vi/about/new.md": "---\ntitle: Bản nháp\nstatus: draft\n---\n\nChữ.\n"})
    preview.rebuild()
    assert "Bản nháp" in preview.state.files["about/new/index.html"].decode()


def test_a_broken_template_keeps_the_last_good_pages(tmp_path: Path) -> None:
    preview = started(tmp_path)
    before = preview.state.files["about/land/index.html"]
    config = portals.MKDOCS.replace("  name: material\n", "  name: material\n  custom_dir: theme\n")
    portals.write(tmp_path, {"mkdocs.yml": config, "theme/partials/footer.html": "{% if view %}"})
    problems = preview.rebuild()
    assert [(each.code.id, each.location.path) for each in problems] == [("EN003", "theme/partials/footer.html")]
    assert preview.state.files["about/land/index.html"] == before


def test_nothing_outside_the_site_is_served(tmp_path: Path) -> None:
    files = started(tmp_path).state.files
    for path in ("../../../mkdocs.yml", "about/../../state.json", "", "/etc/passwd", "about"):
        assert files.get(path) is None
