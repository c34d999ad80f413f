"""Archives for whoever runs the web server: the same bytes each time, checked by the tools of that side."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest
from publish import publications, serving

from ttdn_site.publish.manifest import Sums, make_manifest, sum_tree, write_manifest
from ttdn_site.publish.package import PackageRequest, changes, link_report, make_package
from ttdn_site.publish.signing import sign_manifest

_EPOCH = 1_788_249_600
_NO_WINDOWS = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")


def unpack(archive: tarfile.TarFile, folder: Path) -> None:
    """As Python 3.12 does it, and 3.11 where it is not too old to know how."""
    archive.extractall(folder, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))


def _request(site: Path, folder: Path, previous: Sums | None = None) -> PackageRequest:
    return PackageRequest(
        site,
        folder,
        "thongtindoingoai",
        "https://laichau.gov.vn/thongtindoingoai/",
        serving.BASE,
        "/srv/www/thongtindoingoai",
        _EPOCH,
        serving.REDIRECTS,
        previous,
    )


def _package(folder: Path, request: PackageRequest) -> tuple[Path, Path]:
    folder.mkdir(exist_ok=True)
    paths, problems = make_package(request, folder)
    assert [found.code.id for found in problems] in ([], ["PB022"])
    assert [path.name for path in folder.iterdir() if path.name.endswith(".new")] == []
    return paths[0], paths[1]


def test_archives_are_the_same_each_time(tmp_path: Path) -> None:
    site, manifest, _ = publications.publish(tmp_path)
    first = _package(tmp_path / "a", _request(site, manifest))
    moved = tmp_path / "elsewhere"
    # Another folder, other times, other modes, another order of creation.
    shutil.copytree(manifest, moved / "site.manifest")
    for path in sorted(serving.FILES, reverse=True):
        (moved / "site" / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(site / path, moved / "site" / path)
        (moved / "site" / path).chmod(0o600)
    second = _package(tmp_path / "b", _request(moved / "site", moved / "site.manifest"))
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()
        assert one.name == other.name
    assert [path.name for path in first] == ["thongtindoingoai-1.zip", "thongtindoingoai-1.tar.gz"]


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_both_kinds_unpack_to_the_same_tree(tmp_path: Path, kind: str) -> None:
    site, manifest, _ = publications.publish(tmp_path)
    archive = next(path for path in _package(tmp_path / "out", _request(site, manifest)) if path.name.endswith(kind))
    names: dict[str, tuple[int, int]]
    if kind == "zip":
        with zipfile.ZipFile(archive) as opened:
            assert opened.testzip() is None
            opened.extractall(tmp_path / "unpacked")
            names = {info.filename: (info.external_attr >> 16 & 0o777, 0) for info in opened.infolist()}
            assert {info.date_time for info in opened.infolist()} == {(2026, 9, 1, 8, 0, 0)}
    else:
        with tarfile.open(archive) as opened_tar:
            unpack(opened_tar, tmp_path / "unpacked")
            names = {info.name: (info.mode, info.uid) for info in opened_tar.getmembers()}
            assert {info.mtime for info in opened_tar.getmembers()} == {_EPOCH}
    assert set(names.values()) == {(0o644, 0)}
    top = tmp_path / "unpacked/thongtindoingoai-1"
    for path, text in serving.FILES.items():
        assert (top / "site" / path).read_text(encoding="utf-8") == text
    assert sorted(path.name for path in top.iterdir()) == [
        "README.en.md",
        "README.vi.md",
        "links.tsv",
        "servers",
        "site",
        "site.manifest",
    ]
    assert (top / "servers/iis/web.config").is_file()
    assert not list((top / "site").rglob("web.config")) + list((top / "site").rglob(".htaccess"))


def test_the_receiver_checks_with_standard_tools(tmp_path: Path) -> None:
    site, manifest, _ = publications.publish(tmp_path)
    (tmp_path / "keys").mkdir()
    key = publications.make_key(tmp_path / "keys")
    assert sign_manifest(manifest, key) == []
    (manifest / "allowed_signers").write_text("not ours to send", encoding="utf-8")
    paths, problems = make_package(_request(site, manifest), tmp_path, ("tar.gz",))
    assert problems == []
    check = [serving.program("sha256sum"), "--check", "--strict", "--quiet"]
    subprocess.run([*check, f"{paths[0].name}.sha256"], cwd=tmp_path, check=True, timeout=60)
    with tarfile.open(paths[0]) as opened:
        unpack(opened, tmp_path / "there")
    top = tmp_path / "there/thongtindoingoai-1"
    subprocess.run([*check, "../site.manifest/SHA256SUMS"], cwd=top / "site", check=True, timeout=60)
    assert sorted(path.name for path in (top / "site.manifest").iterdir()) == [
        "SHA256SUMS",
        "SHA256SUMS.sig",
        "manifest.json",
        "manifest.json.sig",
    ]
    # The commands of the README, as they are printed there.
    allowed = publications.allow(key)
    starts = ("    signers=", "    cd ../site.manifest", "    who=", "    ssh-keygen")
    for name in ("README.en.md", "README.vi.md"):
        readme = (top / name).read_text(encoding="utf-8")
        commands = [line.strip() for line in readme.splitlines() if line.startswith(starts)]
        assert len(commands) == 5
        script = "set -e\n" + "\n".join(commands).replace("/etc/ttdn/allowed_signers", f"'{allowed}'")
        done = subprocess.run(["sh", "-c", script], cwd=top / "site", capture_output=True, timeout=60, check=False)
        assert done.returncode == 0, done.stderr
        assert done.stdout.count(b'Good "ttdn-site" signature for') == 2
    (top / "site/index.html").write_text("x", encoding="utf-8")
    failed = subprocess.run([*check, "../site.manifest/SHA256SUMS"], cwd=top / "site", capture_output=True, timeout=60)
    assert failed.returncode == 1


def test_instructions_are_complete(tmp_path: Path) -> None:
    site, manifest, sums = publications.publish(tmp_path)
    request = dataclasses.replace(_request(site, manifest), previous=sums)
    archive, _ = _package(tmp_path / "out", request)
    with zipfile.ZipFile(archive) as opened:
        texts = {name: opened.read(name).decode() for name in opened.namelist() if name.endswith(".md")}
    assert sorted(name.rpartition("/")[2] for name in texts) == [
        "CHANGES.en.md",
        "CHANGES.vi.md",
        "README.en.md",
        "README.vi.md",
    ]
    for text in texts.values():
        assert "{{" not in text
        assert "/srv/www/thongtindoingoai" in text


def _change(tmp_path: Path) -> tuple[Path, Path, Sums, Path]:
    """A second publication: one page changed, one added, one removed; and the folder of the first one."""
    site, manifest, before = publications.publish(tmp_path)
    live = tmp_path / "live"
    shutil.copytree(site, live)
    (site / "en/index.html").write_text('<a href="https://mofa.gov.vn/">new</a>', encoding="utf-8")
    (site / "ja").mkdir()
    (site / "ja/ニュース.html").write_text("日本語", encoding="utf-8")
    shutil.rmtree(site / "empty")
    sums, _ = sum_tree(site)
    header = make_manifest(sums, publications.provenance(), (manifest / "manifest.json").read_bytes())
    write_manifest(manifest, sums, header)
    return site, manifest, before, live


def test_changes_hold_only_what_differs(tmp_path: Path) -> None:
    site, manifest, before, _ = _change(tmp_path)
    archive, _ = _package(tmp_path / "out", _request(site, manifest, before))
    assert archive.name == "thongtindoingoai-2-changes.zip"
    with zipfile.ZipFile(archive) as opened:
        names = [name.partition("/")[2] for name in opened.namelist()]
        removed = opened.read("thongtindoingoai-2-changes/removed.txt").decode()
        links = opened.read("thongtindoingoai-2-changes/links.tsv").decode()
    assert [name for name in names if name.startswith("site/")] == ["site/en/index.html", "site/ja/ニュース.html"]
    assert removed == "empty/below/file.pdf\n"
    # The report covers the whole site, not only what changed.
    assert links == "host\tpages\texample\nmofa.gov.vn\t1\ten/index.html\n"


@_NO_WINDOWS
def test_applied_changes_give_the_new_site(tmp_path: Path) -> None:
    site, manifest, before, live = _change(tmp_path)
    _, archive = _package(tmp_path / "out", _request(site, manifest, before))
    with tarfile.open(archive) as opened:
        unpack(opened, tmp_path / "there")
    script = tmp_path / "there/thongtindoingoai-2-changes/apply.sh"
    subprocess.run(["sh", str(script), f"{live}/"], check=True, capture_output=True, timeout=60)
    assert sum_tree(live)[0] == sum_tree(site)[0]
    assert not (live / "empty").exists()
    assert (tmp_path / "live.old/en/index.html").read_text(encoding="utf-8") == serving.FILES["en/index.html"]


@_NO_WINDOWS
@pytest.mark.parametrize("fault", ["added", "changed", "missing"])
def test_changes_on_a_wrong_site_change_nothing(tmp_path: Path, fault: str) -> None:
    site, manifest, before, live = _change(tmp_path)
    _, archive = _package(tmp_path / "out", _request(site, manifest, before))
    with tarfile.open(archive) as opened:
        unpack(opened, tmp_path / "there")
    if fault == "added":
        (live / "nha-cai.html").write_text("x", encoding="utf-8")
    elif fault == "changed":
        (live / "zh/index.html").write_text("x", encoding="utf-8")
    else:
        (live / "zh/index.html").unlink()
    state, _ = sum_tree(live)
    script = tmp_path / "there/thongtindoingoai-2-changes/apply.sh"
    done = subprocess.run(["sh", str(script), str(live)], check=False, capture_output=True, timeout=60)
    assert done.returncode == 1
    assert b"nothing was changed" in done.stderr
    assert sum_tree(live)[0] == state
    assert not (tmp_path / "live.new").exists()


def test_changes_are_new_different_and_gone() -> None:
    before = Sums((("a", "1"), ("b", "2"), ("c", "3")))
    now = Sums((("a", "1"), ("b", "9"), ("d", "4")))
    assert changes(before, now) == (("b", "d"), ("c",))


def test_links_are_counted() -> None:
    text = link_report({"b.vn": ("x.html", "y.html"), "a.vn": ("z.html",)})
    assert text == "host\tpages\texample\na.vn\t1\tz.html\nb.vn\t2\tx.html\n"


@pytest.mark.parametrize("fault", ["changed", "added", "missing"])
def test_a_site_that_is_not_the_signed_one_is_not_packed(tmp_path: Path, fault: str) -> None:
    site, manifest, _ = publications.publish(tmp_path)
    if fault == "changed":
        (site / "data/plan.csv").write_text("x", encoding="utf-8")
    elif fault == "added":
        (site / "extra.html").write_text("x", encoding="utf-8")
    else:
        (site / "data/plan.csv").unlink()
    paths, problems = make_package(_request(site, manifest), tmp_path)
    assert paths == ()
    assert [found.code.id for found in problems if found.code.id != "PB022"] == ["PB020"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site", "site.manifest"]


@_NO_WINDOWS
def test_names_that_do_not_unpack_everywhere_are_refused(tmp_path: Path) -> None:
    site = serving.make_site(tmp_path / "site")
    (site / "bao\\cao.pdf").write_bytes(b"x")
    (tmp_path / "m").mkdir()
    sums, _ = sum_tree(site)
    write_manifest(tmp_path / "m", sums, make_manifest(sums, publications.provenance()))
    assert [found.code.id for found in make_package(_request(site, tmp_path / "m"), tmp_path)[1]] == ["PB021"]


def test_a_bad_base_path_is_refused(tmp_path: Path) -> None:
    site, manifest, _ = publications.publish(tmp_path)
    request = dataclasses.replace(_request(site, manifest), base_path="x")
    assert [found.code.id for found in make_package(request, tmp_path)[1]] == ["SV001"]


def test_a_folder_that_cannot_be_written_is_a_problem(tmp_path: Path) -> None:
    site, manifest, _ = publications.publish(tmp_path)
    paths, problems = make_package(_request(site, manifest), tmp_path / "none")
    assert paths == ()
    assert [found.code.id for found in problems] == ["PB022", "PB001"]


def test_the_sum_beside_an_archive_is_its_own(tmp_path: Path) -> None:
    site, manifest, _ = publications.publish(tmp_path)
    archive, _ = _package(tmp_path / "out", _request(site, manifest))
    line = archive.with_name(f"{archive.name}.sha256").read_text(encoding="utf-8")
    assert line == f"{hashlib.sha256(archive.read_bytes()).hexdigest()}  {archive.name}\n"
