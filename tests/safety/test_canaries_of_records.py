"""Canaries behind the gate `record`: what has no valid record leaves no trace, in any field of any type."""

from __future__ import annotations

import zlib
from pathlib import Path

import canaries
import portals
import pytest

from ttdn_site.cli.main import main
from ttdn_site.content.attachments import published
from ttdn_site.content.project import read_project
from ttdn_site.content.types import ALL
from ttdn_site.engine.compose import compose
from ttdn_site.engine.outputs import outputs

MKDOCS = portals.MKDOCS.replace("  - ttdn\n", "  - ttdn:\n      gate: record\n      approvers: [{name: a}]\n")
WHO = ("--approver", "a", "--author", "b", "--role", "c", "--reference", "1/QĐ")
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c636800000082008177cd72b60000000049454e44ae426082"
)


def test_what_has_no_valid_record_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(portals.CLOCK.timestamp())))
    word, control = canaries.CANARY, canaries.CONTROL
    files: dict[str, str | bytes | None] = {"mkdocs.yml": MKDOCS}
    for name in (word, control):
        files[f"docs/assets/{name}.png"] = PICTURE
    never, edited, open_to_all = [], [], [path for path in portals.FILES if path.endswith(".md")]
    open_to_all += [path for path in portals.FILES if path.startswith("docs/data/")]
    for kind in ALL:
        for slug, mark, paths in (
            (f"{word}-never", word, never),
            (f"{word}-edited", word, edited),
            (control, control, open_to_all),
        ):
            path = canaries.path_of(kind, slug)
            files[path] = canaries.record(kind, slug, "status: approved\n", mark)
            paths.append(path)
    portals.portal(tmp_path, files)
    config = ("--config-file", str(tmp_path / "mkdocs.yml"))
    for path in (*open_to_all, *edited):
        assert main(["approve", str(tmp_path / path), *config, *WHO]) == 0
    for path in edited:
        with (tmp_path / path).open("a", encoding="utf-8", newline="\n") as file:
            file.write("\n# " if path.endswith(".yml") else "\n")
            file.write("Sửa sau khi duyệt.\n")
    project, _ = read_project(tmp_path / "mkdocs.yml")
    assert project is not None
    composition = compose(project, portals.CLOCK)
    reasons = {found.code.id for found in composition.problems}
    assert reasons >= {"AP002", "AP003"}
    assert not [found for found in composition.problems if found.severity.value == "error"]
    site = {output.path: output.data for output in outputs(composition)}
    assert [trace for path, data in site.items() for trace in canaries.traces(path, data, word)] == []
    seen = {trace.split(":")[0] for path, data in site.items() for trace in canaries.traces(path, data, control)}
    assert {f"news/{control}/index.html", "feed.rss.xml", f"assets/{control}.png"} <= seen


def test_what_a_picture_tells_of_its_author_leaves_no_trace() -> None:
    """A canary in the metadata of a picture that is public."""
    note = bytes.fromhex("0000001f74455874") + b"Author\0" + canaries.CANARY.encode().ljust(24, b"x")
    chunk = note + zlib.crc32(note[4:]).to_bytes(4, "big")
    data = PICTURE[:33] + chunk + PICTURE[33:]
    assert canaries.CANARY.encode() in data
    assert published(data, "a.png") == PICTURE
