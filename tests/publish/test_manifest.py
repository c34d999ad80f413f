"""Checksums as coreutils understand them, and the header."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from publish import publications, serving

from ttdn_site.publish.manifest import (
    Manifest,
    Sums,
    make_manifest,
    parse_manifest,
    parse_sums,
    read_manifest,
    sum_tree,
    sums_of,
)

_ODD = ["a b.html", "Lai Châu.html", "*star", "-dash", " lead", "q'uote\"", "b/ünter/x.html", "$(x)", "#", "%41"]
_POSIX_ODD = ["back\\slash", "new\nline", "carriage\rreturn", "\\n", "bad\udcff"]


def _odd_site(folder: Path) -> Path:
    for name in _ODD if os.name == "nt" else _ODD + _POSIX_ODD:
        path = folder / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.fsencode(name))
    return folder / "site"


def _check(site: Path, sums: bytes) -> subprocess.CompletedProcess[bytes]:
    (site.parent / "SHA256SUMS").write_bytes(sums)
    command = [serving.program("sha256sum"), "--check", "--strict", "--quiet", "../SHA256SUMS"]
    return subprocess.run(command, cwd=site, capture_output=True, timeout=60, check=False)


def test_sha256sum_checks_odd_names_and_sees_one_changed_byte(tmp_path: Path) -> None:
    site = _odd_site(tmp_path)
    sums, problems = sum_tree(site)
    assert problems == []
    assert _check(site, sums.to_bytes()).returncode == 0
    (site / "Lai Châu.html").write_bytes(b"Lai Chau.html")
    assert _check(site, sums.to_bytes()).returncode == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_our_lines_are_those_of_sha256sum(tmp_path: Path) -> None:
    site = _odd_site(tmp_path)
    command = f"find . -type f -print0 | sed -z 's,^\\./,,' | xargs -0 {serving.program('sha256sum')} --"
    theirs = subprocess.run(["sh", "-c", command], cwd=site, capture_output=True, timeout=60, check=True)
    assert sorted(sum_tree(site)[0].to_bytes().splitlines()) == sorted(theirs.stdout.splitlines())


def test_sums_survive_writing_and_reading(tmp_path: Path) -> None:
    sums, _ = sum_tree(_odd_site(tmp_path))
    assert parse_sums(sums.to_bytes()) == (sums, [])
    assert [path for path, _ in sums.entries] == sorted((path for path, _ in sums.entries), key=os.fsencode)


def test_known_digests_are_not_read_again(tmp_path: Path) -> None:
    site = serving.make_site(tmp_path / "site")
    sums, _ = sum_tree(site, {"index.html": "ab" * 32, "gone.html": "cd" * 32})
    assert sums.by_path()["index.html"] == "ab" * 32
    assert "gone.html" not in sums.by_path()
    assert sums.by_path()["en/index.html"] == hashlib.sha256(serving.FILES["en/index.html"].encode()).hexdigest()


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_are_problems(tmp_path: Path) -> None:
    site = serving.make_site(tmp_path / "site")
    (site / "link.html").symlink_to("/etc/hostname")
    (site / "folder").symlink_to("/etc")
    sums, problems = sum_tree(site)
    assert [(found.code.id, found.location.path) for found in problems] == [("MF001", "folder"), ("MF001", "link.html")]
    assert len(sums.entries) == len(serving.FILES)


def test_a_missing_folder_is_a_problem(tmp_path: Path) -> None:
    assert [found.code.id for found in sum_tree(tmp_path / "none")[1]] == ["MF002"]


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"ab  x",
        b"AB" * 32 + b"  x",
        b"ab" * 32 + b" x",
        b"ab" * 32 + b"  ",
        b"ab" * 32 + b"  ../x",
        b"ab" * 32 + b"  /x",
        b"ab" * 32 + b"  a//x",
        b"ab" * 32 + b"  good",
    ],
)
def test_damaged_lines_are_located(line: bytes) -> None:
    sums, problems = parse_sums(b"ab" * 32 + b"  good\n" + line + b"\n")
    assert sums.entries == (("good", "ab" * 32),)
    assert [(found.code.id, found.location.line) for found in problems] == [("MF003", 2)]


def test_headers_count_and_chain() -> None:
    sums = sums_of([("b", "00" * 32), ("a", "11" * 32)])
    first = make_manifest(sums, publications.provenance())
    second = make_manifest(sums, publications.provenance(), first.to_bytes())
    assert (first.sequence, first.previous) == (1, "")
    assert (second.sequence, second.previous) == (2, first.digest())
    assert second.sums == hashlib.sha256(b"11" * 32 + b"  a\n" + b"00" * 32 + b"  b\n").hexdigest()
    assert parse_manifest(second.to_bytes()) == (second, [])


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"sequence": 1', '"sequence": "one"'),
        ('"sequence": 1', '"sequence": true'),
        ('"sequence": 1', '"sequence": -1'),
        ("+00:00", ""),
        ("ttdn-manifest/1", "ttdn-manifest/2"),
        ('"hosts"', '"guests"'),
        ("{", "["),
        ('"inputs": "', '"inputs": 1, "x": "'),
        ('"inputs": "', '"inputs": "\\ud800'),
    ],
)
def test_damaged_headers_are_problems(old: str, new: str) -> None:
    text = make_manifest(Sums(()), publications.provenance()).to_bytes().decode()
    assert old in text
    manifest, problems = parse_manifest(text.replace(old, new).encode())
    assert manifest is None
    assert [found.code.id for found in problems] == ["MF004"]


def test_a_header_of_other_sums_is_a_problem(tmp_path: Path) -> None:
    _, folder, sums = publications.publish(tmp_path)
    read, problems = read_manifest(folder)
    assert problems == []
    assert read is not None
    assert isinstance(read[0], Manifest)
    assert read[1] == sums
    (folder / "SHA256SUMS").write_bytes(sums.to_bytes().replace(b"  en/", b"  zh/en/"))
    assert [found.code.id for found in read_manifest(folder)[1]] == ["MF005"]
    (folder / "SHA256SUMS").unlink()
    assert [found.code.id for found in read_manifest(folder)[1]] == ["MF002"]


def test_times_keep_their_offset() -> None:
    local = datetime.fromisoformat("2026-09-01T08:00:00+07:00")
    manifest = make_manifest(Sums(()), publications.provenance(built_at=local))
    assert b'"built_at": "2026-09-01T08:00:00+07:00"' in manifest.to_bytes()
