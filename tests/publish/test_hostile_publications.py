"""Manifests, servers and folders made to break whoever verifies or packs: each ends in a problem, in bounded time."""

from __future__ import annotations

import hashlib
import json
import os
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import portals
import pytest
from publish import publications

from ttdn_site.cli.main import main
from ttdn_site.publish.fetch import Answer, http_fetch
from ttdn_site.publish.verify import Report, verify_directory
from ttdn_site.publish.verify_served import verify_url

BASE = "http://example.gov.vn/ttdn/"
SUM = b"a" * 64


def found(report: Report) -> set[str]:
    return {finding.code.id for finding in report.findings}


def header(folder: Path, **changed: object) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_bytes()), **changed}), encoding="utf-8")


def bound(folder: Path, sums: bytes) -> None:
    """A checksum list that the header names."""
    (folder / "SHA256SUMS").write_bytes(sums)
    header(folder, sums={"file": "SHA256SUMS", "sha256": hashlib.sha256(sums).hexdigest(), "files": 1})


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda folder: (folder / "manifest.json").write_bytes(b'{"schema": "ttdn-man'), "MF004"),
        (lambda folder: (folder / "manifest.json").write_bytes(b"[" * 200_000), "MF004"),
        (lambda folder: (folder / "manifest.json").write_bytes('{"a":1}'.encode("utf-16")), "MF004"),
        (lambda folder: (folder / "manifest.json").write_bytes(b"NaN"), "MF004"),
        (lambda folder: header(folder, sequence=10**4000), "MF004"),
        (lambda folder: header(folder, sequence=float("inf")), "MF004"),
        (lambda folder: header(folder, schema="\x1b[2J" + "x" * 100_000), "MF004"),
        (lambda folder: header(folder, expires_at="0001-01-01T00:00:00+23:59"), "MF018"),
        (lambda folder: header(folder, expires_at="2026-09-01"), "MF004"),
        (lambda folder: bound(folder, b""), "MF003"),
        (lambda folder: bound(folder, SUM + b"  ../../etc/passwd\n"), "MF003"),
        (lambda folder: bound(folder, SUM + b"  /etc/passwd\n"), "MF003"),
        (lambda folder: bound(folder, (SUM + b"  a\n") * 2), "MF003"),
        (lambda folder: bound(folder, (SUM.decode() + "  a\n").encode("utf-16")), "MF003"),
        (lambda folder: bound(folder, SUM + b"  \xff\x1b[2J\0.html\n"), "MF011"),
        (lambda folder: (folder / "SHA256SUMS").write_bytes(SUM + b"  a\n"), "MF005"),
    ],
)
def test_damaged_manifests(damage: Callable[[Path], object], code: str, tmp_path: Path) -> None:
    site, folder, _ = publications.publish(tmp_path)
    damage(folder)
    report = verify_directory(site, folder, now=publications.NOW)
    assert code in found(report)
    assert all(len(str(dict(finding.parameters))) < 1000 for finding in report.findings)


def test_names_that_are_no_text_are_told_on_every_console(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site, folder, _ = publications.publish(tmp_path)
    (site / os.fsdecode(b"\xff\x1b[2J.html")).write_bytes(b"<script>x</script>")
    for form in ("text", "json"):
        assert main(["verify", str(site), "--manifest", str(folder), "--format", form]) == 1
        printed = capsys.readouterr().out
        assert "MF012" in printed
        assert "\x1b" not in printed


@pytest.mark.parametrize("note", [b"", b"abc", b"-5", b"\xff", b"9" * 5000, b"12 13"])
def test_a_damaged_note_of_the_newest_publication_is_no_beginning(
    note: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A note that was lost in silence would let an older site return."""
    site, folder, _ = publications.publish(tmp_path)
    header(folder, expires_at="9000-01-01T00:00:00+00:00")
    seen = tmp_path / "seen"
    seen.write_bytes(note)
    assert main(["verify", str(site), "--manifest", str(folder), "--seen", str(seen)]) == 1
    assert "MF027" in capsys.readouterr().out
    assert seen.read_bytes() == note
    seen.unlink()
    assert main(["verify", str(site), "--manifest", str(folder), "--seen", str(seen)]) == 0
    assert seen.read_bytes() == b"1\n"


def verified(
    site: Path, folder: Path, capsys: pytest.CaptureFixture[str], *options: str
) -> tuple[int, list[str], dict[str, Any]]:
    """What the command says of a folder: exit code, lines of the text, the JSON document."""
    code = main(["verify", str(site), "--manifest", str(folder), *options])
    lines = capsys.readouterr().out.splitlines()
    assert main(["verify", str(site), "--manifest", str(folder), "--format", "json", *options]) == code
    return code, lines, json.loads(capsys.readouterr().out)


def test_thousands_of_damaged_lines_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site, folder, _ = publications.publish(tmp_path)
    bound(folder, SUM + b"  a\n" + b"x\n" * 5000)
    for options in ((), ("--all",)):
        code, lines, told = verified(site, folder, capsys, *options)
        assert code == 1
        assert [line.partition(": ")[0].rpartition("/")[2] for line in lines[:21]] == [
            f"SHA256SUMS:{number}:1" for number in range(2, 23)
        ]
        assert "MF006" in lines[20]
        assert "4980" in lines[20]
        assert len(lines) == 22
        assert (told["total"], told["counts"], told["ok"]) == (5000, {"MF003": 5000}, False)
        assert len(told["findings"]) == 21


def test_thousands_of_strange_files_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One missing file is not lost behind them."""
    site, folder, _ = publications.publish(tmp_path)
    header(folder, expires_at="9000-01-01T00:00:00+00:00")
    (site / "zh/index.html").unlink()
    for number in range(3000):
        (site / f"a{number:04}.txt").write_bytes(b"")
    code, lines, told = verified(site, folder, capsys)
    assert code == 1
    assert sum("MF012" in line for line in lines) == 21
    assert "a0020.txt" in lines[20]
    assert "MF029" in lines[20]
    assert "2980" in lines[20]
    assert sum("MF011" in line for line in lines) == 1
    assert (told["total"], told["counts"]) == (3001, {"MF011": 1, "MF012": 3000})
    assert [finding["code"] for finding in told["findings"]] == ["MF012"] * 20 + ["MF029", "MF011"]
    code, lines, told = verified(site, folder, capsys, "--all")
    assert code == 1
    assert len(lines) == 3002
    assert len(told["findings"]) == told["total"] == 3001


@pytest.mark.parametrize("count", [20, 21])
def test_as_many_as_are_listed(count: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    site, folder, _ = publications.publish(tmp_path)
    header(folder, expires_at="9000-01-01T00:00:00+00:00")
    for number in range(count):
        (site / f"a{number:04}.txt").write_bytes(b"")
    _, lines, told = verified(site, folder, capsys)
    assert ["MF029" in line for line in lines].count(True) == count - 20
    assert told["total"] == count


PLACES = ("http://[", "//[::1", "http://a:99999999/", "http://\u2100.com/", "\0", "javascript:x", "/ttdn/%ff%00", "/..")


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("status", [200, 301])
def test_a_server_that_leads_astray(place: str, status: int, tmp_path: Path) -> None:
    _, folder, _ = publications.publish(tmp_path)

    def fetch(address: str, headers: Mapping[str, str]) -> Answer:
        body = f'<a href="{place}">x</a>'.encode()
        return Answer(status, (("content-type", "text/html"), ("location", place)), body)

    report = verify_url(BASE, folder, fetch, now=publications.NOW)
    assert ("MF021" if status == 301 else "MF010") in found(report)


@pytest.mark.parametrize("body", [bytes(range(256)) * 40, "<script>x</script>".encode("utf-16"), b"<div>" * 20_000])
def test_a_server_that_answers_garbage(body: bytes, tmp_path: Path) -> None:
    _, folder, _ = publications.publish(tmp_path)
    bound(folder, SUM + b"  en/\xff.html\n")
    answer = Answer(200, (("content-type", "\x1b[2J" * 100),), body)
    report = verify_url(BASE, folder, lambda address, headers: answer, now=publications.NOW)
    assert "MF010" in found(report)


@pytest.fixture
def dripping() -> Iterator[Callable[[bytes, bytes], str]]:
    """The address of a server that sends a beginning, and then the same bytes again and again."""
    stop = threading.Event()
    listening: list[socket.socket] = []

    def serve(first: bytes, again: bytes) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        listening.append(listener)

        def answer() -> None:
            connection, _ = listener.accept()
            with connection:
                try:
                    connection.recv(65536)
                    connection.sendall(first)
                    while not stop.wait(0.02):
                        connection.sendall(again)
                except OSError:
                    return

        threading.Thread(target=answer, daemon=True).start()
        return f"http://127.0.0.1:{listener.getsockname()[1]}/"

    yield serve
    stop.set()
    for listener in listening:
        listener.close()


@pytest.mark.parametrize(
    ("first", "again"),
    [
        (b"HT", b"T"),
        (b"HTTP/1.1 200 OK\r\nX: ", b"a"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"a"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0"),
    ],
)
def test_a_server_that_drips_is_left_at_the_deadline(
    first: bytes, again: bytes, dripping: Callable[[bytes, bytes], str]
) -> None:
    """It never times out, as it always says something."""
    start = time.monotonic()
    with pytest.raises(OSError, match="no end after"):
        http_fetch(timeout=20, deadline=0.4)(dripping(first, again), {})
    assert time.monotonic() - start < 15
    assert not [
        thread
        for thread in threading.enumerate()
        if isinstance(thread, threading.Timer) and not thread.finished.is_set()
    ]


def test_a_handshake_that_drips_is_left_at_the_deadline(dripping: Callable[[bytes, bytes], str]) -> None:
    """Before TLS stands, the server can send one byte of its greeting now and then."""
    address = dripping(b"\x16\x03\x03\x40\x00", b"\x00").replace("http:", "https:")
    start = time.monotonic()
    with pytest.raises(OSError, match="no end after"):
        http_fetch(timeout=20, deadline=0.4)(address, {})
    assert time.monotonic() - start < 15


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    portals.portal(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(portals.CLOCK.timestamp())))
    assert main(["build"]) == 0
    return tmp_path


@pytest.mark.parametrize("epoch", ["-1", "5000000000", "253402300799", "-62135596800"])
def test_a_time_that_archives_cannot_hold_is_the_nearest_they_can(
    epoch: str, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert main(["package"]) == 0
    first = {path.name: path.read_bytes() for path in (built / "build").iterdir()}
    assert len(first) == 4
    assert main(["package"]) == 0
    assert {path.name: path.read_bytes() for path in (built / "build").iterdir()} == first


@pytest.mark.parametrize("epoch", ["abc", "1e5", "0x10", "9" * 5000, "-99999999999"])
def test_a_time_that_is_none_is_a_problem(
    epoch: str, built: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert main(["package"]) == 1
    assert "EN001" in capsys.readouterr().out


@pytest.mark.parametrize("place", ["site", "site/en", "site.manifest", "docs/goi", "docs/../site"])
def test_archives_do_not_lie_in_what_is_published(place: str, built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(built.rglob("*"))
    assert main(["package", "--output", place]) == 1
    assert "PB023" in capsys.readouterr().out
    assert sorted(built.rglob("*")) == before
    assert main(["verify", "site", "--manifest", "site.manifest"]) == 0


@pytest.mark.parametrize("name", ["{}.zip", "{}.tar.gz.new", "{}.zip.sha256"])
def test_a_folder_in_the_place_of_an_archive(name: str, built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["package"]) == 0
    archive = next((built / "build").glob("*.zip")).name.removesuffix(".zip")
    (built / "other" / name.format(archive)).mkdir(parents=True)
    capsys.readouterr()
    assert main(["package", "--output", "other"]) == 1
    assert "PB001" in capsys.readouterr().out


@pytest.mark.parametrize("sums", [b"x\n", SUM + b"  ../x\n"])
def test_a_damaged_manifest_before(sums: bytes, built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = built / "old"
    old.mkdir()
    for name in ("SHA256SUMS", "manifest.json"):
        (old / name).write_bytes((built / "site.manifest" / name).read_bytes())
    bound(old, sums)
    assert main(["package", "--since", "old"]) == 1
    assert "MF003" in capsys.readouterr().out
    assert not list((built / "build").glob("*.zip"))


def test_a_manifest_before_with_thousands_of_damaged_lines(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = built / "old"
    old.mkdir()
    (old / "manifest.json").write_bytes((built / "site.manifest/manifest.json").read_bytes())
    bound(old, b"x\n" * 5000)
    capsys.readouterr()
    assert main(["package", "--since", "old"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 21
    assert "4980" in lines[20]
