"""The commands that write for editors: new, translation, schema, reference."""

from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import Any

import portals
import pytest

from ttdn_site.cli.main import main


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    portals.portal(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    code = main(arguments)
    return code, capsys.readouterr().out


def test_new_writes_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "new", "article", "le-hoi") == (0, "docs/vi/news/le-hoi.md\n")
    first = (root / "docs/vi/news/le-hoi.md").read_bytes()
    assert b"date: 2026-01-01\n" in first
    code, shown = run(capsys, "new", "article", "le-hoi")
    assert code == 1
    assert shown == (
        "docs/vi/news/le-hoi.md: error SC001 docs/vi/news/le-hoi.md exists already; nothing was written · "
        "Open that file, or choose another name\n"
    )
    assert (root / "docs/vi/news/le-hoi.md").read_bytes() == first


def test_new_in_another_language_makes_the_folder(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "new", "page", "about/land", "--locale", "ja") == (0, "docs/ja/about/land.md\n")
    assert run(capsys, "new", "event", "hoi-cho") == (0, "docs/data/events/hoi-cho.yml\n")


def test_an_unknown_type_is_a_wrong_command_line(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "artikel", "x"]) == 2
    assert "CL004 “artikel” is not a value of TYPE" in capsys.readouterr().out


def test_commands_outside_a_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for arguments in (["new", "article", "x"], ["translation", "status"], ["schema"]):
        code, shown = run(capsys, *arguments)
        assert code == 1
        assert "PJ001" in shown
    assert list(tmp_path.iterdir()) == []


def test_pin_writes_only_what_it_is_asked(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path: path.read_bytes() for path in sorted(root.rglob("*.*")) if path.is_file()}
    monkeypatch.chdir(root / "docs")
    code, shown = run(capsys, "translation", "-f", "../mkdocs.yml", "pin", "en/about/land.md")
    assert code == 0
    assert shown.startswith("docs/en/about/land.md: made from docs/vi/about/land.md (")
    changed = [path.relative_to(root).as_posix() for path, data in before.items() if path.read_bytes() != data]
    assert changed == ["docs/en/about/land.md"]
    code, shown = run(capsys, "translation", "-f", "../mkdocs.yml", "pin", "vi/about/land.md")
    assert code == 1
    assert "TR002" in shown


def test_status_as_a_table(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, shown = run(capsys, "translation", "status")
    assert code == 0
    lines = shown.splitlines()
    assert lines[0].split() == ["Item", "vi", "en", "zh", "ja"]
    assert "news/tunnel        source  –           not pinned  –" in lines
    assert lines[-2].split() == ["=", "missing", "0", "1", "3", "4"]


def test_status_of_one_language_leaves_out_what_is_in_order(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, shown = run(capsys, "translation", "status", "--locale", "zh")
    assert "news/tunnel" in shown
    assert "events/opening" not in shown


def test_status_as_json(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, shown = run(capsys, "translation", "status", "--format", "json")
    found = json.loads(shown)
    item = next(item for item in found["items"] if item["key"] == "news/tunnel")
    assert item["languages"]["zh"] == {
        "state": "unpinned",
        "awaiting_review": False,
        "status": "approved",
        "path": "docs/zh/news/tunnel.md",
    }
    assert found["totals"]["ja"]["missing"] == 4


def test_words_are_vietnamese_on_a_vietnamese_system(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    _, shown = run(capsys, "translation", "status")
    assert "bản gốc" in shown
    assert "chưa ghim" in shown
    assert "source" not in shown


def test_schema_writes_and_says_where_they_belong(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, shown = run(capsys, "schema", "-o", "tools/schemas")
    assert code == 0
    assert json.loads(shown)["yaml.schemas"]["./tools/schemas/event.json"] == ["docs/data/events/*.yml"]
    written = json.loads((root / "tools/schemas/event.json").read_text(encoding="utf-8"))
    assert written["required"] == ["title", "starts", "status"]


def test_reference_writes_the_pages(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, "reference", "-o", "so-tay") == (0, "")
    assert (root / "so-tay/vi/problems.md").is_file()
    assert "## ttdn translation pin" in (root / "so-tay/en/reference/commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments",
    [
        ["new", "event", "hoi-cho"],
        ["schema", "-o", "docs/data/events/x"],
        ["reference", "-o", "docs/data/events/x"],
    ],
)
def test_a_folder_that_cannot_be_made_is_a_problem(
    arguments: list[str], root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = root / "docs/data/events"
    (folder / "opening.yml").unlink()
    folder.rmdir()
    folder.write_bytes(b"")
    code, shown = run(capsys, *arguments)
    assert code == 1
    assert "PB001" in shown


def test_a_translation_that_cannot_be_written_is_a_problem(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Path.open

    def locked(self: Path, mode: str = "r", *arguments: Any, **options: Any) -> Any:
        if mode == "wb":
            raise PermissionError(errno.EACCES, "in use")
        return plain(self, mode, *arguments, **options)

    monkeypatch.setattr(Path, "open", locked)
    code, shown = run(capsys, "translation", "pin", "docs/en/about/land.md")
    assert code == 1
    assert "PB001" in shown
    assert "made from" not in shown


def test_status_says_what_it_cannot_show(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "docs/vi/news/tunnel.md").write_text("---\ntitle: x\n", encoding="utf-8")
    assert main(["translation", "status"]) == 0
    assert "run “ttdn check”" in capsys.readouterr().err


def test_status_of_a_language_that_is_not_there(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, shown = run(capsys, "translation", "status", "--locale", "fr")
    assert code == 1
    assert shown == "--locale: error FD010 “fr” is not a configured language · Use one of: vi, en, zh, ja\n"
