"""A plan that is a draft leaves no trace: its tables, charts, downloads, deadlines and search entries are not there."""

from __future__ import annotations

import re
from pathlib import Path

import canaries
import portals
import pytest
from plans.plan_samples import AGENCIES, PLANS

from ttdn_site.engine.compose import compose
from ttdn_site.engine.outputs import outputs
from ttdn_site.problems import Severity

TEXT = PLANS / "cao-bang-2023.yml"


_TEXT = re.compile(r'^( *(?:- )?(?:vi|en|zh|ja): )("?)([^"{[|>\n]+)("?)$', re.MULTILINE)


def plan(word: str, status: str) -> str:
    """A plan as it is published, with the word behind every text in a language of the site."""
    text, count = _TEXT.subn(rf"\g<1>\g<2>\g<3> {word}\g<4>", TEXT.read_text(encoding="utf-8"))
    assert count > 50
    text = text.replace("id: cao-bang-2023\n", f"id: {word}-2023\n")
    return re.sub(r"(?m)^status: .*$", f"status: {status}", text)


@pytest.mark.parametrize("gate", ["status", "record"])
def test_a_draft_of_a_plan_leaves_no_trace(tmp_path: Path, gate: str) -> None:
    """The same for a plan in force that nobody approved, where records are asked for."""
    config = portals.MKDOCS.replace("  - ttdn\n", f"  - ttdn:\n      gate: {gate}\n      approvers: [{{name: a}}]\n")
    word, control = canaries.CANARY, canaries.CONTROL
    files = {
        "mkdocs.yml": config,
        "docs/data/agencies.yml": AGENCIES.read_text(encoding="utf-8"),
        f"docs/data/plans/{word}-2023.yml": plan(word, "draft" if gate == "status" else "ended"),
    }
    if gate == "status":
        files[f"docs/data/plans/{control}-2023.yml"] = plan(control, "ended")
    composition = compose(portals.portal(tmp_path, files), portals.CLOCK)
    errors = [found for found in composition.problems if found.severity is Severity.ERROR]
    # The plan names a document of the whole portal; records are asked for the settings too.
    assert {found.code.id for found in errors} <= {"TB003", "AP010"}
    site = {output.path: output.data for output in outputs(composition)}
    assert [trace for path, data in site.items() for trace in canaries.traces(path, data, word)] == []
    seen = {trace.partition(":")[0] for path, data in site.items() for trace in canaries.traces(path, data, control)}
    assert (gate == "record") == (not seen)
    if seen:
        suffixes = {path.rpartition(".")[2] for path in seen}
        assert suffixes >= {"html", "csv", "json", "xlsx"}
