"""The preview: a save is served, a broken one keeps the last good page."""

from __future__ import annotations

import threading
from pathlib import Path

import portals
import pytest

from ttdn_site.content.project import read_project
from ttdn_site.engine import preview as module
from ttdn_site.engine.build import KEPT_CHANGING, build
from ttdn_site.engine.outcome import Built
from ttdn_site.engine.preview import FolderFiles, Preview
from ttdn_site.problems import Location, Problem, problem

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


def ready(root: Path) -> Preview:
    """A preview that has learned what it needs to show saves at once."""
    preview = started(root)
    preview.rebuild(quiet=True)
    assert preview.state.version == 1
    return preview


def same_as_clean(preview: Preview, root: Path) -> None:
    project, _ = read_project(root / "mkdocs.yml")
    assert project is not None
    build(project, portals.CLOCK, target=root / "clean", preview=True, clean=True)
    assert not preview._ahead
    assert dict(preview.state.files) == dict(FolderFiles(root / "clean"))


def saved(preview: Preview, root: Path, files: dict[str, str]) -> bool:
    portals.write(root, files)
    return preview.show({str(root / path) for path in files})


def test_a_body_is_shown_before_anything_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    preview = ready(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(module, "build", None)
        for number, words in enumerate(("Hẹp", "Vừa", "Hẹp"), 2):
            assert saved(preview, tmp_path, {PAGE: TEXT.replace("Rộng", words)})
            assert words in preview.state.files["about/land/index.html"].decode()
            assert preview.state.version == number
    shown = {path: preview.state.files[path] for path in preview._pages_ahead()}
    assert len(shown) == 4
    preview.rebuild(quiet=True)
    # Browsers have seen it already.
    assert preview.state.version == 4
    assert {path: preview.state.files[path] for path in shown} == shown
    same_as_clean(preview, tmp_path)


def test_a_save_taken_back_is_taken_back(tmp_path: Path) -> None:
    preview = ready(tmp_path)
    before = dict(preview.state.files)
    assert saved(preview, tmp_path, {PAGE: TEXT.replace("Rộng", "Hẹp")})
    assert saved(preview, tmp_path, {PAGE: TEXT})
    assert dict(preview.state.files) == before
    preview.rebuild(quiet=True)
    assert dict(preview.state.files) == before
    same_as_clean(preview, tmp_path)


def test_saves_during_the_build_that_follows_are_no_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    preview = ready(tmp_path)
    assert saved(preview, tmp_path, {PAGE: TEXT.replace("Rộng", "Hẹp")})
    before = preview.state
    changing = Built(False, (problem(KEPT_CHANGING, Location("docs")),))
    with monkeypatch.context() as patch:
        patch.setattr(module, "build", lambda *args, **options: changing)
        assert preview.rebuild(quiet=True) == before.problems
    assert preview.state is before
    assert saved(preview, tmp_path, {PAGE: TEXT.replace("Rộng", "Vừa")})
    preview.rebuild(quiet=True)
    same_as_clean(preview, tmp_path)


def test_what_more_pages_show_waits_for_a_build(tmp_path: Path) -> None:
    preview = ready(tmp_path)
    before = preview.state
    first = TEXT.split("\n")[1]
    for files in (
        {PAGE: TEXT.replace(first, "title: Đất khác")},
        {PAGE: "---\n".join(TEXT.split("---\n")[:2]) + "---\n"},
        {"docs/vi/about/new.md": "---\ntitle: Mới\n---\n\nChữ.\n"},
        {"docs/data/site.yml": portals.FILES["docs/data/site.yml"] + "\n# .\n"},
    ):
        assert not saved(preview, tmp_path, files)
        assert preview.state is before
    preview.rebuild(quiet=True)
    same_as_clean(preview, tmp_path)


def test_after_saves_of_all_kinds_the_site_is_that_of_a_clean_build(tmp_path: Path) -> None:
    preview = ready(tmp_path)
    for files in (
        {PAGE: TEXT.replace("Rộng", "Hẹp")},
        {PAGE: TEXT.replace("Rộng", "Vừa").replace("title: ", "title: X")},
        {PAGE: TEXT.replace("Rộng", "[Đâu](khong-co.md)")},
        {PAGE: "no front matter"},
        {PAGE: TEXT + "\n## Thêm\n"},
    ):
        if not saved(preview, tmp_path, files):
            preview.rebuild()
    preview.rebuild(quiet=True)
    same_as_clean(preview, tmp_path)


def test_a_problem_comes_and_goes_with_the_save(tmp_path: Path) -> None:
    preview = ready(tmp_path)
    before = preview.state.problems
    portals.write(tmp_path, {PAGE: TEXT + "\n[Đâu](khong-co.md)\n"})
    assert not preview.show({str(tmp_path / PAGE)})
    problems = preview.rebuild()
    assert [each for each in problems if each.location.path == PAGE and each not in before]
    assert saved(preview, tmp_path, {PAGE: TEXT})
    assert preview.state.problems == before
    preview.rebuild(quiet=True)
    assert preview.state.problems == before
    same_as_clean(preview, tmp_path)
