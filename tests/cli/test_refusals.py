"""What cannot be read, written or served is told in a sentence; nothing ends in a traceback."""

from __future__ import annotations

import json
import pstats
import socket
from pathlib import Path

import portals
import pytest

from ttdn_site.cli.main import main

WHO = ["--author", "a@example.gov.vn", "--role", "Chánh Văn phòng", "--reference", "01/TB"]


@pytest.fixture
def portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A portal in a folder as an editor calls it, with spaces and marks."""
    root = tmp_path / "Cổng thông tin 2026"
    portals.portal(root)
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(portals.CLOCK.timestamp())))
    return root


def shown(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 1) -> str:
    assert main(arguments) == code
    return capsys.readouterr().out


@pytest.mark.parametrize("option", ["--timings", "--profile"])
def test_the_site_is_published_though_a_report_of_it_cannot_be_written(
    option: str, portal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "PB001" in shown(capsys, "build", option, "docs")
    assert (portal / "site" / "index.html").is_file()


def test_reports_of_a_build_are_written(portal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, "build", "--timings", "đo/t.json", "--profile", "đo/p", "--workers", "1", code=0) == ""
    assert json.loads((portal / "đo/t.json").read_text(encoding="utf-8"))["total"]["seconds"] > 0
    assert pstats.Stats(str(portal / "đo/p")).total_calls > 0  # type: ignore[attr-defined]  # set when it is read


def test_a_folder_that_is_a_file(portal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["build"])
    for arguments in (
        ["package", "-o", "mkdocs.yml"],
        ["schema", "-o", "mkdocs.yml"],
        ["reference", "-o", "mkdocs.yml"],
    ):
        assert "mkdocs.yml" in shown(capsys, *arguments).split(": error PB001")[0]


def test_paths_may_have_spaces_and_marks(portal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(capsys, "build", "-d", "Bản xem thử/trang", code=0) == ""
    assert (portal / "Bản xem thử" / "trang" / "index.html").is_file()
    assert shown(capsys, "check", "--site", "Bản xem thử/trang", code=0) == ""


def test_approve_says_who_may_not(portal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page, own = "docs/vi/about/land.md", ["--approver", "a@example.gov.vn"]
    other = ["--approver", "b@example.gov.vn"]
    assert "AP004 a@example.gov.vn is named as author" in shown(capsys, "approve", page, *own, *WHO)
    assert "mkdocs.yml: error CL011" in shown(capsys, "approve", "mkdocs.yml", *other, *WHO)
    plugin = "- ttdn: {{gate: {gate}, approvers: [{{name: {name}}}]}}\n"
    for gate, name, code in (("record", "c@example.gov.vn", "CL012"), ("signed", "b@example.gov.vn", "CL013")):
        settings = portals.MKDOCS.replace("- ttdn\n", plugin.format(gate=gate, name=name))
        portals.write(portal, {"mkdocs.yml": settings})
        assert code in shown(capsys, "approve", page, *other, *WHO)
    assert not (portal / "approvals").exists()


def test_json_is_one_document_whatever_is_wrong(
    portal: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every command that speaks JSON has its problems under one key, in one shape."""
    explained = json.loads(shown(capsys, "gate", "explain", "khong-co.md", "--format", "json"))
    assert explained["decisions"] == []
    assert [(each["code"], each["path"]) for each in explained["problems"]] == [("CL011", "khong-co.md")]
    portals.write(portal, {"docs/vi/news/bai.md": "---\ntitel: Bài\nstatus: approved\n---\n\nXong.\n"})
    found = [json.loads(shown(capsys, command, "--format", "json")) for command in ("check", "build")]
    assert found[0] == found[1]
    monkeypatch.chdir(portal.parent)
    for arguments in (["check"], ["build"], ["new", "article", "x"], ["gate", "explain"], ["translation", "status"]):
        (one,) = json.loads(shown(capsys, *arguments, "--format", "json"))["problems"]
        assert one["code"] == "PJ001"


def test_an_address_that_is_taken(portal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"CL014 Nothing can be served at 127.0.0.1:{port}" in shown(capsys, "serve", "--port", str(port))


def test_what_the_system_says_is_said_in_vietnamese(
    portal: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    told = shown(capsys, "verify", "khong-co", "--manifest", "khong-co")
    assert "Không đọc được khong-co: không có tệp hay thư mục này" in told


def test_a_note_that_cannot_be_kept(portal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["build"])
    assert main(["verify", "site", "--manifest", "site.manifest", "--seen", "khong-co/seen", "--format", "json"]) == 1
    printed = capsys.readouterr()
    assert json.loads(printed.out)["ok"] is True
    assert "PB001" in printed.err


def test_wildcards_are_filled_in_where_no_shell_does(portal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one = shown(capsys, "gate", "explain", "docs/en/about/*.md", code=0)
    assert one == "docs/en/about/land.md (en): is published\n"
    assert shown(capsys, "gate", "explain", "docs/*/about/l?nd.md", code=0).count("land.md") == 2
    assert "docs/ko/*.md: error CL011" in shown(capsys, "gate", "explain", "docs/ko/*.md")
    pinned = shown(capsys, "translation", "pin", "docs/en/**/*.md", code=0)
    assert "docs/en/about/land.md: made from docs/vi/about/land.md" in pinned
    assert "LD001" in shown(capsys, "plan", "audit", "docs/data/plans/*.yml")


@pytest.mark.parametrize("host", ["a..b", "é" * 80, "300.1.1.1", "nosuch.invalid"])
def test_an_address_to_listen_on_that_is_none(host: str, portal: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert f"CL014 Nothing can be served at {host}:0" in shown(capsys, "serve", "--host", host, "--port", "0")
