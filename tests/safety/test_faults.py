"""`ttdn build` under faults: the site before stays complete, the message is clear, the next build is right."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import portals
import pytest
import rich
import sites
from filelock import FileLock

from ttdn_site.cli.main import main
from ttdn_site.content.project import read_project
from ttdn_site.engine import state
from ttdn_site.engine.compose import compose
from ttdn_site.engine.outputs import outputs
from ttdn_site.engine.rendering import AddressRenderer
from ttdn_site.engine.state import state_folder
from ttdn_site.publish import ownership, staging, swap
from ttdn_site.theme.failures import TemplateFailed

EPOCH = str(int(portals.CLOCK.timestamp()))
LAND = "docs/vi/about/land.md"


class Portal:
    """A portal that is published, and an edit that waits for the next build."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.root = root
        self.capsys = capsys
        self.project = portals.portal(root)
        assert self.build()[0] == 0
        self.before = sites.contents(root / "site")
        self.edit("Có bốn con sông.")

    def edit(self, words: str) -> None:
        portals.write(self.root, {LAND: portals.FILES[LAND].replace("Có ba con sông.", words)})

    def build(self) -> tuple[int, str]:
        self.capsys.readouterr()
        code = main(["build"])
        return code, "".join(self.capsys.readouterr())

    @property
    def state(self) -> Path:
        return state_folder(self.root, self.root / "site", False)

    def is_as_before(self) -> bool:
        return sites.contents(self.root / "site") == self.before

    def is_right(self, anew: Path) -> None:
        """The next build gives what a build from nothing gives."""
        code, shown = self.build()
        assert code == 0, shown
        assert "Có bốn con sông" in (self.root / "site/about/land/index.html").read_text(encoding="utf-8")
        clean = sites.built(self.project, portals.CLOCK, anew)
        assert sites.contents(self.root / "site") == clean.bytes_of()


@pytest.fixture
def portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Portal:
    root = tmp_path / "portal"
    root.mkdir()
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    return Portal(root, capsys)


def failing(number: int) -> Callable[..., Any]:
    def fail(*arguments: Any, **options: Any) -> Any:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EIO], ids=errno.errorcode.get)
def test_a_place_that_takes_no_more(portal: Portal, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(staging.Path, "write_bytes", failing(number))
        patch.setattr(staging.os, "open", failing(number))
        code, shown = portal.build()
    assert code == 1
    assert " PB0" in shown
    assert "Traceback" not in shown
    assert portal.is_as_before()
    portal.is_right(portal.root.parent / "anew")


def test_another_build_at_the_same_time(portal: Portal) -> None:
    with FileLock(swap.workshop_folder(portal.root / "site") / "lock"):
        code, shown = portal.build()
    assert code == 1
    assert " PB013 " in shown
    assert portal.is_as_before()
    portal.is_right(portal.root.parent / "anew")


@pytest.mark.parametrize("delay", [0.3, 0.7, 1.1])
def test_a_build_that_is_killed(portal: Portal, delay: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "ttdn_site.cli.main", "build"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(sites.ROOT)},
    )
    time.sleep(delay)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    after = sites.contents(portal.root / "site")
    clean = sites.built(portal.project, portals.CLOCK, portal.root.parent / "anew").bytes_of()
    assert after in (portal.before, clean)
    portal.is_right(portal.root.parent / "once-more")


def damaged(portal: Portal, change: Callable[[bytes], bytes]) -> None:
    files = [path for path in portal.state.rglob("*") if path.is_file()]
    assert files
    for path in files:
        path.write_bytes(change(path.read_bytes()))


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data[: len(data) // 2],
        lambda data: b"",
        lambda data: data[: len(state._MAGIC)],
        lambda data: data[:-9] + b"\x00" * 9,
        lambda data: os.urandom(len(data)),
        lambda data: data.replace(b"ttdn-state", b"ttdn-statx"),
    ],
    ids=["cut", "empty", "magic", "end", "noise", "foreign"],
)
def test_a_damaged_state(portal: Portal, change: Callable[[bytes], bytes]) -> None:
    damaged(portal, change)
    portal.is_right(portal.root.parent / "anew")


def test_a_state_of_another_version(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    portal.edit("Có ba con sông.")
    with monkeypatch.context() as patch:
        patch.setattr(state, "VERSION", 99)
        assert portal.build()[0] == 0
    portal.edit("Có bốn con sông.")
    portal.is_right(portal.root.parent / "anew")


@pytest.mark.parametrize("seconds", ["0", "4102444800"])
def test_a_clock_that_jumps(portal: Portal, monkeypatch: pytest.MonkeyPatch, seconds: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", seconds)
    assert portal.build()[0] == 0
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    portal.is_right(portal.root.parent / "anew")


def test_a_clock_that_is_none(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "hôm nay")
    code, shown = portal.build()
    assert code == 1
    assert " EN001 " in shown
    assert portal.is_as_before()


def test_an_editor_saves_during_the_build(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every reading finds the file changed once more; the build gives up, and says why."""
    original = Path.read_bytes
    saved = 0

    def read(path: Path) -> bytes:
        nonlocal saved
        if path == portal.root / LAND:
            saved += 1
            path.write_text(portals.FILES[LAND] + f"\nLần {saved}.\n", encoding="utf-8")
        return original(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", read)
        code, shown = portal.build()
    assert saved > 1
    assert code == 1
    assert " EN002 " in shown
    assert portal.is_as_before()
    portal.edit("Có bốn con sông.")
    portal.is_right(portal.root.parent / "anew")


def test_a_file_that_another_program_holds(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    original = Path.read_bytes

    def read(path: Path) -> bytes:
        if path == portal.root / LAND:
            raise PermissionError(errno.EACCES, "Permission denied")
        return original(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", read)
        code, shown = portal.build()
    assert code == 1
    assert f"{LAND}: " in shown
    assert " LD001 " in shown
    assert portal.is_as_before()
    portal.is_right(portal.root.parent / "anew")


def test_a_foreign_file_in_the_site(portal: Portal) -> None:
    stranger = portal.root / "site" / "anh-ca-nhan.jpg"
    stranger.write_bytes(b"x")
    code, shown = portal.build()
    assert code == 1
    assert " PB012 " in shown
    assert stranger.read_bytes() == b"x"
    stranger.unlink()
    portal.is_right(portal.root.parent / "anew")


def test_a_site_that_somebody_changed(portal: Portal) -> None:
    (portal.root / "site/index.html").write_text("đã bị sửa", encoding="utf-8")
    (portal.root / "site/about/land/index.html").unlink()
    portal.is_right(portal.root.parent / "anew")


EXTENSION = """\
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor


class Fails(Preprocessor):
    def run(self, lines):
        raise LookupError("bảng lạ")


class Failing(Extension):
    def extendMarkdown(self, md):
        md.preprocessors.register(Fails(md), "fails", 1)


def makeExtension(**options):
    return Failing(**options)
"""


def test_an_extension_that_raises(portal: Portal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "ttdn_failing.py").write_text(EXTENSION, encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    portals.write(portal.root, {"mkdocs.yml": portals.MKDOCS + "markdown_extensions: [ttdn_failing]\n"})
    code, shown = portal.build()
    assert code == 1
    assert f"{LAND}:" in shown
    assert " MK009 " in shown
    assert "LookupError: bảng lạ" in shown
    assert portal.is_as_before()
    portals.write(portal.root, {"mkdocs.yml": portals.MKDOCS})
    portal.is_right(tmp_path / "anew")


THEME = portals.MKDOCS.replace("  name: material\n", "  name: material\n  custom_dir: theme\n")
RAISES = {
    "a division": ("pages/article.html", "<p>\n{{ 1 // 0 }}", "theme/pages/article.html:2:", "ZeroDivisionError"),
    "a name": ("partials/footer.html", "{{ tỉnh }}", "theme/partials/footer.html:1", "is undefined"),
    "no such value": ("slots/dates.html", "\n\n{{ view.nothing.more }}", "theme/slots/dates.html:3:", "nothing"),
    "no such template": ("pages/page.html", '{% include "weg.html" %}', "theme/pages/page.html:1:", "weg.html"),
    "itself": ("pages/page.html", '{% include "pages/page.html" %}', "theme/pages/page.html", "RecursionError"),
    "another encoding": ("partials/header.html", "ti\u1ebfng".encode("utf-16"), "theme/partials/header.html", "utf-8"),
    "a syntax error": ("pages/list.html", "{% if view %}\n", "theme/pages/list.html", "endif"),
}


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("name", sorted(RAISES))
def test_an_override_that_raises(portal: Portal, monkeypatch: pytest.MonkeyPatch, name: str, workers: str) -> None:
    """Whatever a template of the project raises, and wherever: the template and its line are named."""
    template, text, place, said = RAISES[name]
    portals.write(portal.root, {"mkdocs.yml": THEME, f"theme/{template}": text})
    monkeypatch.setattr("ttdn_site.engine.workers.can_fork", lambda: True)
    monkeypatch.setattr("ttdn_site.engine.workers.spread.__kwdefaults__", {"worth": 1})
    portal.capsys.readouterr()
    code = main(["build", "--workers", workers])
    shown = "".join(portal.capsys.readouterr())
    assert code == 1
    assert place in shown
    assert " EN003 " in shown
    assert said in shown
    assert portal.is_as_before()
    composition = compose(read_project(portal.root / "mkdocs.yml")[0], portals.CLOCK)  # type: ignore[arg-type]
    with pytest.raises(TemplateFailed):
        list(outputs(composition))
    portals.write(portal.root, {"mkdocs.yml": portals.MKDOCS, f"theme/{template}": None})
    portal.is_right(portal.root.parent / "anew")


def test_a_worker_that_is_ended(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the system does when memory runs out."""

    def rendered(self: AddressRenderer, task: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    with monkeypatch.context() as patch:
        patch.setattr("ttdn_site.engine.workers.can_fork", lambda: True)
        patch.setattr("ttdn_site.engine.workers.spread.__kwdefaults__", {"worth": 1})
        patch.setattr(AddressRenderer, "rendered", rendered)
        portal.capsys.readouterr()
        code = main(["build", "--clean", "--workers", "2"])
        shown = "".join(portal.capsys.readouterr())
    assert code == 1
    assert " EN004 " in shown
    assert portal.is_as_before()
    portal.is_right(portal.root.parent / "anew")


HELD = ("docs/data/site.yml", "docs/data/topics.yml", LAND, "docs/assets/cho.png")


@pytest.mark.parametrize("name", HELD)
def test_any_file_may_be_held_by_another_program(portal: Portal, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    text = portals.FILES[LAND].replace("Có ba con sông.", "![Chợ](../../assets/cho.png)")
    portals.write(portal.root, {"docs/assets/cho.png": rich.PICTURE, LAND: text})
    original = Path.read_bytes

    def read(path: Path) -> bytes:
        if path == portal.root / name:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return original(path)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", read)
        code, shown = portal.build()
    assert code == 1
    assert f"{name}: " in shown
    assert portal.is_as_before()
    portal.edit("Có bốn con sông.")
    portal.is_right(portal.root.parent / "anew")


def test_a_disk_that_fills_up_while_the_state_is_kept(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site is published by then; the next build knows nothing and makes everything anew."""
    with monkeypatch.context() as patch:
        patch.setattr(state.Store, "save", failing(errno.ENOSPC))
        code, shown = portal.build()
    assert (code, shown) == (0, "")
    assert "Có bốn con sông" in (portal.root / "site/about/land/index.html").read_text(encoding="utf-8")
    portal.is_right(portal.root.parent / "anew")


def test_a_disk_that_fills_up_after_the_exchange(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    """The exchanged site counts as published, whatever is left to be noted."""
    original = swap.Publication._write_record

    def write(self: swap.Publication, name: str, content: object) -> None:
        if name == ownership.RECORD:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        original(self, name, content)  # type: ignore[arg-type]  # what it was called with

    with monkeypatch.context() as patch:
        patch.setattr(swap.Publication, "_write_record", write)
        code, shown = portal.build()
    assert code == 0
    assert " PB016 " in shown
    assert "Có bốn con sông" in (portal.root / "site/about/land/index.html").read_text(encoding="utf-8")
    portal.is_right(portal.root.parent / "anew")
