"""SECURITY.md names tests: each of them is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`((?:tests|tools|requirements|ttdn_site)/[^`]*|engine/[^`]*)`", TEXT)))


@pytest.mark.parametrize("name", NAMED)
def test_what_the_threat_model_names_is_there(name: str) -> None:
    path = f"ttdn_site/{name}" if name.startswith("engine/") else name
    assert list(ROOT.glob(path.rstrip("/")))


def test_each_defence_names_a_test() -> None:
    table = TEXT.partition("| Danger |")[2].partition("\n\n")[0]
    rows = [line for line in table.splitlines()[2:] if line.startswith("|")]
    assert len(rows) > 20
    # Two rows rest on checks of every built site and on the lock files.
    assert [row for row in rows if "`" not in row.rpartition(" | ")[2] and "checks of a built site" not in row] == []
