"""The site is replaced in one step or not at all, whatever happens in between."""

# ruff: noqa: PT012 -- the block of a publication, with its several lines, is what raises

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import pickle
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from publish import publications

import ttdn_site
from ttdn_site.publish import exchange
from ttdn_site.publish.swap import Publication, PublicationRefused, manifest_folder, workshop_folder

_LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux")
_POSIX = pytest.mark.skipif(os.name == "nt", reason="needs POSIX")


def _publish(target: Path, files: dict[str, str], **options: object) -> Publication:
    publication = Publication(target, clock=publications.clock, **options)  # type: ignore[arg-type] # keyword options
    with publication as stage:
        for name, text in files.items():
            stage.write(name, text.encode())
    return publication


def _tree(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def _refusal(caught: pytest.ExceptionInfo[PublicationRefused]) -> str:
    assert str(caught.value).startswith(caught.value.reason.code.id)
    return caught.value.reason.code.id


def _leftovers(target: Path) -> list[str]:
    return sorted(
        path.name for path in workshop_folder(target).iterdir() if path.name not in ("lock", "published.json")
    )


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "máy chủ web" / "thông tin đối ngoại"


def test_a_site_replaces_the_one_before(target: Path) -> None:
    _publish(target, {"index.html": "1", "cũ.html": "1"})
    publication = _publish(target, {"index.html": "2", "en/tin tức/mới.html": "2"})
    assert _tree(target) == {"index.html": "2", "en/tin tức/mới.html": "2"}
    assert _leftovers(target) == []
    assert publication.problems == ()
    assert not target.is_symlink()


def test_an_empty_folder_may_be_published_to(target: Path) -> None:
    target.mkdir(parents=True)
    _publish(target, {"index.html": "1"})
    assert _tree(target) == {"index.html": "1"}


@_POSIX
def test_a_link_stands_for_its_folder(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    _publish(tmp_path / "link", {"index.html": "1"})
    assert (tmp_path / "link").is_symlink()
    assert _tree(tmp_path / "real") == {"index.html": "1"}


@_POSIX
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_modes_do_not_follow_the_umask(target: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        with Publication(target, clock=publications.clock) as stage:
            stage.write("a/b.html", b"x")
            (stage.root / "c").mkdir()
            (stage.root / "c/d.html").write_bytes(b"written by other code")
            (stage.manifest / "SHA256SUMS").write_bytes(b"")
    finally:
        os.umask(before)
    for folder in (target, manifest_folder(target)):
        for path in (folder, *folder.rglob("*")):
            assert stat.S_IMODE(path.stat().st_mode) == (0o755 if path.is_dir() else 0o644), path
    assert stat.S_IMODE(workshop_folder(target).stat().st_mode) == 0o700


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_failed_build_leaves_the_site_before(target: Path, error: type[BaseException]) -> None:
    _publish(target, {"index.html": "1"})
    with pytest.raises(error), Publication(target, clock=publications.clock) as stage:
        stage.write("index.html", b"2")
        raise error
    assert _tree(target) == {"index.html": "1"}
    assert _leftovers(target) == []


def test_a_failed_first_build_leaves_nothing(target: Path) -> None:
    with pytest.raises(ValueError, match="x"), Publication(target, clock=publications.clock) as stage:
        stage.write("index.html", b"2")
        raise ValueError("x")
    assert not target.exists()


def test_an_empty_build_is_refused(target: Path) -> None:
    _publish(target, {"index.html": "1"})
    with pytest.raises(PublicationRefused) as caught:
        _publish(target, {})
    assert _refusal(caught) == "PB006"
    assert _tree(target) == {"index.html": "1"}


def test_previews_need_no_flushing(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object) -> None:
        raise AssertionError("flushed")

    monkeypatch.setattr(os, "fsync", fail)
    monkeypatch.setattr("ttdn_site.publish.swap.flush_tree", fail)
    _publish(target, {"index.html": "1"}, durable=False)
    with pytest.raises(AssertionError, match="flushed"):
        _publish(target, {"index.html": "1"})


# -- the place ---------------------------------------------------------------------------------------------------------


def test_a_file_in_the_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("x", encoding="utf-8")
    with pytest.raises(PublicationRefused) as caught:
        _publish(tmp_path / "site", {"index.html": "1"})
    assert _refusal(caught) == "PB010"
    assert not (tmp_path / ".ttdn").exists()


@pytest.mark.parametrize("place", ["docs", "docs/site", "."])
def test_a_place_among_the_sources_is_refused(tmp_path: Path, place: str) -> None:
    (tmp_path / "docs").mkdir()
    with pytest.raises(PublicationRefused) as caught:
        _publish(tmp_path / place, {"index.html": "1"}, sources=(tmp_path / "docs",))
    assert _refusal(caught) == "PB011"


def test_a_folder_beside_the_sources_is_fine(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    _publish(tmp_path / "docs-site", {"index.html": "1"}, sources=(tmp_path / "docs",))


def test_a_folder_of_somebody_else_is_refused(target: Path) -> None:
    target.mkdir(parents=True)
    (target / "luận văn.docx").write_text("three years of work", encoding="utf-8")
    with pytest.raises(PublicationRefused) as caught:
        _publish(target, {"index.html": "1"})
    assert _refusal(caught) == "PB012"
    assert dict(caught.value.reason.parameters)["names"] == "luận văn.docx"
    assert _tree(target) == {"luận văn.docx": "three years of work"}


def test_a_foreign_file_in_the_site_is_refused_and_kept(target: Path) -> None:
    _publish(target, {"index.html": "1"})
    (target / "baidu_verify.html").write_text("x", encoding="utf-8")
    with pytest.raises(PublicationRefused) as caught:
        _publish(target, {"index.html": "2"})
    assert _refusal(caught) == "PB012"
    assert _tree(target) == {"index.html": "1", "baidu_verify.html": "x"}


def test_what_desktops_leave_in_folders_does_not_matter(target: Path) -> None:
    _publish(target, {"index.html": "1"})
    (target / "Thumbs.db").write_text("x", encoding="utf-8")
    _publish(target, {"index.html": "2"})
    assert _tree(target) == {"index.html": "2"}


def test_the_manifest_proves_ownership_where_the_record_is_lost(target: Path) -> None:
    for text in ("1", "2"):
        with Publication(target, clock=publications.clock) as stage:
            stage.write("en/index.html", text.encode())
            (stage.manifest / "SHA256SUMS").write_text(f"{'ab' * 32}  en/index.html\n", encoding="utf-8")
        (workshop_folder(target) / "published.json").write_text("{ damaged", encoding="utf-8")
    assert _tree(target) == {"en/index.html": "2"}
    (manifest_folder(target) / "SHA256SUMS").unlink()
    with pytest.raises(PublicationRefused) as caught:
        _publish(target, {"index.html": "1"})
    assert _refusal(caught) == "PB012"


def test_a_foreign_file_beside_the_manifest_is_refused(target: Path) -> None:
    manifest_folder(target).mkdir(parents=True)
    (manifest_folder(target) / "notes.txt").write_text("x", encoding="utf-8")
    with pytest.raises(PublicationRefused) as caught:
        _publish(target, {"index.html": "1"})
    assert _refusal(caught) == "PB012"


def test_a_mounted_volume_is_refused(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target.mkdir(parents=True)
    monkeypatch.setattr(Path, "is_mount", lambda path: path == target)
    with pytest.raises(PublicationRefused) as caught:
        _publish(target, {"index.html": "1"})
    assert _refusal(caught) == "PB014"


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder that belongs to us, and no rights beyond its mode, even where the tests run as root."""
    if os.name == "nt":
        pytest.skip("needs POSIX")
    with tempfile.TemporaryDirectory(prefix="ttdn-") as name:
        folder = Path(name)
        root = os.geteuid() == 0
        if root:
            os.chown(folder, 65534, 65534)
            os.seteuid(65534)
        try:
            yield folder
        finally:
            folder.chmod(0o755)
            if root:
                os.seteuid(0)


def test_a_read_only_place_is_refused(unprivileged: Path) -> None:
    unprivileged.chmod(0o555)
    with pytest.raises(PublicationRefused) as caught:
        _publish(unprivileged / "site", {"index.html": "1"})
    assert _refusal(caught) == "PB001"


def test_a_place_that_becomes_read_only_keeps_the_site_before(unprivileged: Path) -> None:
    _publish(unprivileged / "site", {"index.html": "1"})
    with (
        pytest.raises(PublicationRefused) as caught,
        Publication(unprivileged / "site", clock=publications.clock) as stage,
    ):
        stage.write("index.html", b"2")
        unprivileged.chmod(0o555)
    assert _refusal(caught) == "PB001"
    assert _tree(unprivileged / "site") == {"index.html": "1"}
    unprivileged.chmod(0o755)
    _publish(unprivileged / "site", {"index.html": "3"})
    assert _tree(unprivileged / "site") == {"index.html": "3"}


# -- two builds --------------------------------------------------------------------------------------------------------


def test_a_second_build_is_refused_at_once(target: Path) -> None:
    with Publication(target, clock=publications.clock) as stage:
        stage.write("index.html", b"1")
        with pytest.raises(PublicationRefused) as caught:
            _publish(target, {"index.html": "2"})
        assert _refusal(caught) == "PB013"
    assert _tree(target) == {"index.html": "1"}


def test_a_second_build_can_wait(target: Path) -> None:
    began = threading.Event()

    def first() -> None:
        with Publication(target, clock=publications.clock) as stage:
            stage.write("index.html", b"1")
            began.set()
            time.sleep(0.1)

    thread = threading.Thread(target=first)
    thread.start()
    began.wait()
    with Publication(target, clock=publications.clock, wait=30) as stage:
        assert stage.previous == target
        stage.write("index.html", b"2")
    thread.join()
    assert _tree(target) == {"index.html": "2"}


def test_two_targets_do_not_meet(tmp_path: Path) -> None:
    with Publication(tmp_path / "a", clock=publications.clock) as stage:
        stage.write("index.html", b"1")
        _publish(tmp_path / "b", {"index.html": "2"})
    assert _tree(tmp_path / "a") == {"index.html": "1"}


# -- writing and taking over -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path", ["", "/a", "../a", "a/../../b", "a//b", "a/./b", "a/", "a\\b", "C:a", "a.html:stream", "a\0b", "."]
)
def test_paths_stay_inside(target: Path, path: str) -> None:
    with pytest.raises(PublicationRefused) as caught, Publication(target, clock=publications.clock) as stage:
        stage.write(path, b"x")
    assert _refusal(caught) == "PB003"
    with pytest.raises(PublicationRefused) as caught, Publication(target, clock=publications.clock) as stage:
        stage.reuse(path)
    assert _refusal(caught) == "PB003"


@pytest.mark.parametrize(("first", "second"), [("a.html", "a.html"), ("a", "a/b.html"), ("a/b.html", "a")])
def test_two_files_at_one_address_are_refused(target: Path, first: str, second: str) -> None:
    with pytest.raises(PublicationRefused) as caught, Publication(target, clock=publications.clock) as stage:
        stage.write(first, b"1")
        stage.write(second, b"2")
    assert _refusal(caught) == "PB004"


def test_replacing_does_not_reach_the_live_site(target: Path) -> None:
    _publish(target, {"a.html": "1", "b.html": "1"})
    with Publication(target, clock=publications.clock) as stage:
        assert stage.reuse("a.html")
        stage.write("a.html", b"2", replace=True)
        assert _tree(target) == {"a.html": "1", "b.html": "1"}
    assert _tree(target) == {"a.html": "2"}


def test_unchanged_files_are_shared(target: Path) -> None:
    _publish(target, {"en/a.html": "1", "en/b.html": "1"})
    number = (target / "en/a.html").stat().st_ino
    digest = "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"
    with Publication(target, clock=publications.clock) as stage:
        assert stage.previous == target
        assert stage.reuse("en/a.html", digest)
        assert not stage.reuse("en/b.html", "00" * 32)
        assert not stage.reuse("en/none.html")
        assert not stage.reuse("en")
        stage.write("en/b.html", b"2")
    assert _tree(target) == {"en/a.html": "1", "en/b.html": "2"}
    assert (target / "en/a.html").stat().st_ino == number


def test_files_changed_behind_our_back_are_not_carried_on(target: Path) -> None:
    _publish(target, {"a.html": "1"})
    (target / "a.html").write_text("nhà cái", encoding="utf-8")
    with Publication(target, clock=publications.clock) as stage:
        assert not stage.reuse("a.html", "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b")
        stage.write("a.html", b"1")
    assert _tree(target) == {"a.html": "1"}


def test_without_hard_links_files_are_copied(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    _publish(target, {"en/a.html": "1"})
    monkeypatch.setattr(os, "link", refuse)
    with Publication(target, clock=publications.clock) as stage:
        assert stage.reuse("en/a.html")
        assert (stage.root / "en/a.html").stat().st_ino != (target / "en/a.html").stat().st_ino
    assert _tree(target) == {"en/a.html": "1"}


@_POSIX
def test_links_are_neither_taken_over_nor_published(target: Path) -> None:
    _publish(target, {"a.html": "1"})
    (target / "a.html").unlink()
    (target / "a.html").symlink_to("/etc/hostname")
    with pytest.raises(PublicationRefused) as caught, Publication(target, clock=publications.clock) as stage:
        assert not stage.reuse("a.html")
        stage.write("index.html", b"1")
        (stage.root / "x.html").symlink_to("/etc/hostname")
    assert _refusal(caught) == "PB005"
    assert _leftovers(target) == []


def test_several_processes_write_into_one_stage(target: Path) -> None:
    with Publication(target, clock=publications.clock) as stage:
        assert pickle.loads(pickle.dumps(stage)) == stage
        context = multiprocessing.get_context("spawn")
        with context.Pool(2) as pool:
            pool.starmap(publications.write_part, [(stage, number) for number in range(20)])
    assert len(_tree(target)) == 20


# -- faults ------------------------------------------------------------------------------------------------------------


def test_a_full_disk_is_said_plainly(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _publish(target, {"index.html": "1"})

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(PublicationRefused) as caught:
            _publish(target, {"index.html": "2"})
    assert _refusal(caught) == "PB002"
    # The same from code that writes into the folder by itself.
    with pytest.raises(PublicationRefused) as caught, Publication(target, clock=publications.clock) as stage:
        stage.write("index.html", b"2")
        raise OSError(errno.EDQUOT, "Disk quota exceeded")
    assert _refusal(caught) == "PB002"
    assert _tree(target) == {"index.html": "1"}
    assert _leftovers(target) == []


@_LINUX
def test_a_disk_that_is_really_full(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        """
import sys
from datetime import UTC, datetime
from pathlib import Path
from ttdn_site.publish.swap import Publication, PublicationRefused, workshop_folder
target = Path(sys.argv[1]) / "site"
def publish(size):
    with Publication(target, clock=lambda: datetime(2026, 9, 1, tzinfo=UTC)) as stage:
        for number in range(20):
            stage.write(f"{number}.bin", bytes(size))
publish(20_000)
try:
    publish(60_000)
except PublicationRefused as refused:
    print(refused.reason.code.id)
print(sum(path.stat().st_size for path in target.iterdir()))
publish(10_000)
print(sum(path.stat().st_size for path in target.iterdir()))
print(sorted(path.name for path in workshop_folder(target).iterdir()))
""",
        encoding="utf-8",
    )
    (tmp_path / "disk").mkdir()
    mount = f'mount -t tmpfs -o size=1m tmpfs "{tmp_path}/disk" && exec "$0" "$@"'
    command = ["unshare", "-Urm", "sh", "-c", mount, sys.executable, str(script), str(tmp_path / "disk")]
    environment = {**os.environ, "PYTHONPATH": str(Path(ttdn_site.__file__).parents[1])}
    try:
        probe = subprocess.run([*command[:4], mount, "true"], capture_output=True, timeout=60, check=False)
    except OSError as error:
        pytest.skip(f"no small disk can be made here: {error}")
    if probe.returncode != 0:
        pytest.skip(f"no small disk can be made here: {probe.stderr.decode()}")
    done = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=True)
    assert done.stdout.decode().splitlines() == ["PB002", "400000", "200000", "['lock', 'published.json']"]


def test_where_folders_cannot_change_places_they_are_renamed(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "exchange", lambda first, second: False)
    _publish(target, {"index.html": "1"})
    publication = _publish(target, {"index.html": "2"})
    assert _tree(target) == {"index.html": "2"}
    assert _leftovers(target) == []
    assert not publication.in_one_step


@_LINUX
def test_here_folders_change_places(target: Path) -> None:
    _publish(target, {"index.html": "1"})
    assert _publish(target, {"index.html": "2"}).in_one_step


@pytest.mark.parametrize("failing", ["site", "manifest"])
def test_a_folder_in_use_keeps_site_and_manifest_before(
    target: Path, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    def publish(text: str) -> None:
        with Publication(target, clock=publications.clock) as stage:
            stage.write("index.html", text.encode())
            (stage.manifest / "SHA256SUMS").write_text(text, encoding="utf-8")

    publish("1")
    rename = Path.rename

    def in_use(path: Path, other: Path) -> Path:
        if path.name == failing and path.parent.name.startswith("build-"):
            raise PermissionError(errno.EACCES, "in use")
        return rename(path, other)

    with monkeypatch.context() as patch:
        patch.setattr(exchange, "exchange", lambda first, second: False)
        patch.setattr(Path, "rename", in_use)
        with pytest.raises(PublicationRefused) as caught:
            publish("2")
    assert _refusal(caught) == "PB015"
    assert (_tree(target), _tree(manifest_folder(target))) == ({"index.html": "1"}, {"SHA256SUMS": "1"})
    publish("3")
    assert (_tree(target), _tree(manifest_folder(target))) == ({"index.html": "3"}, {"SHA256SUMS": "3"})


def test_old_files_that_cannot_be_deleted_are_a_warning(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _publish(target, {"index.html": "1"})
    with monkeypatch.context() as patch:
        patch.setattr("ttdn_site.publish.swap.shutil.rmtree", lambda *_, **__: None)
        publication = _publish(target, {"index.html": "2"})
    assert {found.code.id for found in publication.problems} == {"PB016"}
    assert _tree(target) == {"index.html": "2"}
    _publish(target, {"index.html": "3"})
    assert _leftovers(target) == []


def test_a_damaged_journal_loses_nothing(target: Path) -> None:
    _publish(target, {"index.html": "1"})
    # As a power failure between the two renames would leave it, with the journal unreadable.
    build = workshop_folder(target) / "build-0123"
    build.mkdir()
    target.rename(build / "site.old")
    (workshop_folder(target) / "journal.json").write_bytes(b"\0\0\0")
    with pytest.raises(LookupError), Publication(target, clock=publications.clock) as stage:
        assert stage.previous == target
        raise LookupError
    assert _tree(target) == {"index.html": "1"}


def test_a_clock_that_jumps_changes_nothing(target: Path) -> None:
    _publish(target, {"index.html": "1"})
    publication = Publication(target, clock=lambda: datetime(1970, 1, 1, tzinfo=UTC))
    with publication as stage:
        stage.write("index.html", b"2")
    assert _tree(target) == {"index.html": "2"}


@_LINUX
@pytest.mark.parametrize("way", ["exchange", "rename"])
@pytest.mark.parametrize("kind", ["points", "random"])
def test_killed_builds_leave_a_whole_site_and_the_next_one_clears_up(tmp_path: Path, kind: str, way: str) -> None:
    (tmp_path / "web").mkdir()
    script = Path(__file__).with_name("crashes.py")
    environment = {**os.environ, "PYTHONPATH": str(Path(ttdn_site.__file__).parents[1])}
    command = [sys.executable, str(script), str(tmp_path), kind, way]
    done = subprocess.run(command, env=environment, capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode()
    found = json.loads(done.stdout)
    assert found["faults"] == []
    assert "torn" not in found["states"]
    if way == "exchange":
        assert "none" not in found["states"]
    if kind == "points":
        assert set(found["settled"]) == {"old", "new"}
        assert len(found["states"]) > 20
    else:
        assert len(found["states"]) == 10


def _read_while_publishing(target: Path) -> tuple[set[str], set[str]]:
    """Publish again and again under a reader in another process: what it found wrong, and the versions it met."""
    names = tuple(f"{number}.html" for number in range(12))
    _publish(target, dict.fromkeys(names, "0"))
    stop = target.parent / "stop"
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        result = pool.apply_async(publications.read_until, (target, names, stop))
        while not stop.with_name("reading").exists():
            time.sleep(0.01)
        for version in range(1, 150):
            _publish(target, dict.fromkeys(names, str(version)), durable=False)
        stop.write_bytes(b"")
        return result.get(timeout=60)


@_LINUX
def test_a_reader_never_finds_a_mixture(target: Path) -> None:
    """Everything reached through one opened folder is of one version, and no look-up by name fails."""
    faults, versions = _read_while_publishing(target)
    assert faults == set()
    assert len(versions) > 5


@_LINUX
def test_the_reader_would_notice_two_renames(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The test above can fail: between two renames there is no folder of that name; but even then no mixture."""
    monkeypatch.setattr(exchange, "exchange", lambda first, second: False)
    rename = Path.rename

    def slow(path: Path, other: Path) -> Path:
        time.sleep(0.001)
        return rename(path, other)

    monkeypatch.setattr(Path, "rename", slow)
    faults, versions = _read_while_publishing(target)
    assert faults == {"no folder"}
    assert len(versions) > 5
