"""Files as Windows programs save them say the same as any other."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import portals

from ttdn_site.content.load import load
from ttdn_site.content.model import Library


def test_a_mark_at_the_beginning_and_line_ends_of_windows_change_nothing(tmp_path: Path) -> None:
    def library(folder: str, start: bytes, end: bytes) -> Library:
        files = {
            name: start + text.encode().replace(b"\n", end) if name.startswith("docs/") else text
            for name, text in portals.FILES.items()
        }
        read, problems = load(portals.portal(tmp_path / folder, files))
        assert problems == []
        return read

    usual = library("usual", b"", b"\n")
    assert usual.items
    for start, end in ((b"\xef\xbb\xbf", b"\n"), (b"", b"\r\n"), (b"\xef\xbb\xbf", b"\r\n"), (b"", b"\r")):
        other = library(f"other{len(start)}{len(end)}{end[0]}", start, end)
        assert dataclasses.asdict(other) == dataclasses.asdict(usual)
