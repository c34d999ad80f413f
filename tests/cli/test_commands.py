"""The commands from outside: what they print, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import portals
import pytest

from ttdn_site import __version__
from ttdn_site.cli.main import COMMANDS, main

BROKEN = {"docs/vi/news/bai.md": "---\ntitel: Bài\nstatus: approved\n---\n\nXong.\n"}


@pytest.fixture
def portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    portals.portal(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(portals.CLOCK.timestamp())))
    return tmp_path


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out.strip() == f"ttdn {__version__}"


@pytest.mark.parametrize("language", ["vi_VN.UTF-8", "en_US.UTF-8"])
def test_every_command_has_help(
    language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", language)
    for name in COMMANDS:
        with pytest.raises(SystemExit) as stop:
            main([name, "--help"])
        assert stop.value.code == 0
        shown = capsys.readouterr().out
        assert ("cách dùng" in shown) is language.startswith("vi")


def test_a_sound_portal_passes_in_silence(portal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("form", ["text", "json", "github", "gitlab"])
def test_problems_come_in_every_form(form: str, portal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    portals.write(portal, BROKEN)
    assert main(["check", "--format", form]) == 1
    shown = capsys.readouterr().out
    assert "FD001" in shown
    if form == "json":
        found = json.loads(shown)["problems"]
        assert {"FD001", "FD002"} == {one["code"] for one in found}
        assert found[0]["path"] == "docs/vi/news/bai.md"
    if form == "gitlab":
        assert {one["location"]["path"] for one in json.loads(shown)} == {"docs/vi/news/bai.md"}
    if form == "github":
        assert shown.startswith("::error file=docs/vi/news/bai.md,line=2")


def test_a_build_is_quiet_in_a_pipe(portal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build"]) == 0
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "")
    assert (portal / "site" / "index.html").is_file()


def test_a_broken_build_leaves_the_site_and_says_so(portal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build"]) == 0
    before = {path: path.read_bytes() for path in (portal / "site").rglob("*") if path.is_file()}
    portals.write(portal, BROKEN)
    assert main(["build"]) == 1
    assert "previous site is still in place" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in (portal / "site").rglob("*") if path.is_file()} == before


def test_a_preview_shows_what_waits_with_a_mark(portal: Path) -> None:
    draft = "---\ntitle: Nháp\nsummary: Chưa duyệt.\ndate: 2026-01-02\nstatus: draft\n---\n\nXong.\n"
    portals.write(portal, {"docs/vi/news/nhap.md": draft})
    assert main(["build", "--preview", "-d", "preview"]) == 0
    page = (portal / "preview" / "news" / "nhap" / "index.html").read_text(encoding="utf-8")
    assert "noindex" in page
    assert main(["build"]) == 0
    assert not (portal / "site" / "news" / "nhap").exists()


def test_a_malformed_epoch_is_a_problem(
    portal: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for value in ("today", "1e99", "99999999999999999999"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
        assert main(["build"]) == 1
        assert "EN001" in capsys.readouterr().out
    assert not (portal / "site").exists()


def test_the_gate_explains_itself(portal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft = "---\ntitle: Nháp\nsummary: S.\ndate: 2026-01-02\nstatus: draft\n---\n\nXong.\n"
    portals.write(portal, {"docs/vi/news/nhap.md": draft})
    assert main(["gate", "explain", "docs/vi/news/nhap.md"]) == 0
    assert capsys.readouterr().out == "docs/vi/news/nhap.md (vi): is held back: its status is draft\n"
    assert main(["gate", "explain", "docs/vi/news/khong-co.md"]) == 1
    assert main(["gate", "explain", "--format", "json"]) == 0
    shown = json.loads(capsys.readouterr().out.split("\n", 1)[1])
    assert {row["reason"] for row in shown["decisions"]} == {"public", "draft"}


UNREADABLE = "---\ntitel: Bài\nsummary: S.\ndate: 2026-01-02\nstatus: approved\n---\n\nXong.\n"


def test_the_gate_tells_what_is_wrong_with_a_file(portal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is in no list, because it cannot be read; that is why it is not published."""
    portals.write(portal, {"docs/vi/news/bai.md": UNREADABLE})
    assert main(["gate", "explain", "docs/vi/news/bai.md"]) == 1
    said = capsys.readouterr().out
    assert "docs/vi/news/bai.md:2:1" in said
    assert "CL011" not in said
    assert main(["gate", "explain", "docs/vi/about/land.md"]) == 0
    capsys.readouterr()
    portals.write(portal, {"mkdocs.yml": portals.MKDOCS.replace("  - ttdn\n", "  - ttdn: {page_size: 0}\n")})
    assert main(["gate", "explain", "docs/vi/about/land.md"]) == 1
    assert "mkdocs.yml:6" in capsys.readouterr().out


def test_a_file_that_cannot_be_read_is_not_approved(portal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    portals.write(portal, {"docs/vi/news/bai.md": UNREADABLE})
    people = ["--author", "a@example.gov.vn", "--approver", "b@example.gov.vn", "--role", "CVP", "--reference", "01"]
    assert main(["approve", "docs/vi/news/bai.md", *people]) == 1
    assert "docs/vi/news/bai.md:2:1" in capsys.readouterr().out
    assert not (portal / "approvals").exists()


def test_no_project_is_one_clear_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for command in ("build", "check", "serve"):
        assert main([command]) == 1
        assert capsys.readouterr().out.startswith("mkdocs.yml: error PJ001")
