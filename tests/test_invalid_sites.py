"""One broken site per kind of mistake, with its exact messages in both languages.

A case is a data file in `sites_invalid/`: what is changed in the small portal (`changes`; `hex` for bytes that are not
text) and the lines that come out. `--update-cases` writes the lines found into the files; read them before you commit.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import portals
import pytest
import yaml

from ttdn_site.content.project import read_project
from ttdn_site.engine.build import build
from ttdn_site.engine.compose import compose
from ttdn_site.locales.messages import as_text
from ttdn_site.problems import Problem, declared, has_errors, ordered

CASES = sorted((Path(__file__).parent / "sites_invalid").glob("*.yml"))


def problems_of(root: Path, case: dict[str, Any]) -> list[Problem]:
    changes: dict[str, str | bytes | None] = dict(case.get("changes") or {})
    changes.update({name: bytes.fromhex(text) for name, text in (case.get("hex") or {}).items()})
    for name, (letter, count) in (case.get("fill") or {}).items():
        changes[name] = (changes.get(name) or "") + letter * count
    portals.write(root, {name: text for name, text in portals.FILES.items() if changes.get(name, "") is not None})
    portals.write(root, {name: text for name, text in changes.items() if text is not None})
    for link, target in (case.get("links") or {}).items():
        (root / link).symlink_to(target)
    project, problems = read_project(root / "mkdocs.yml")
    if project is None:
        return ordered(problems)
    return list(compose(project, portals.CLOCK, extra_problems=tuple(problems)).problems)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_mistake_has_its_message(path: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    found = problems_of(tmp_path, case)
    lines = {locale: as_text(found, locale).splitlines() for locale in ("vi", "en")}
    if request.config.getoption("--update-cases"):
        case.update(lines)
        text = yaml.safe_dump(case, allow_unicode=True, sort_keys=False, width=1000)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert case["vi"], "a case without a message proves nothing"
    assert lines["vi"] == case["vi"]
    assert lines["en"] == case["en"]


def _in_data(path: Path) -> bool:
    """Whether a case changes records or settings: what pages of the whole portal are made of."""
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    return any(name.startswith("docs/data/") for name in (*(case.get("changes") or ()), *(case.get("hex") or ())))


@pytest.mark.parametrize(
    "path", [pytest.param(path, id=path.stem, marks=() if _in_data(path) else pytest.mark.soak) for path in CASES]
)
def test_a_mistake_ends_a_build_in_a_problem(path: Path, tmp_path: Path) -> None:
    """Rendering looks at what composing leaves; `make soak` builds the others too."""
    problems_of(tmp_path, yaml.safe_load(path.read_text(encoding="utf-8")))
    project, problems = read_project(tmp_path / "mkdocs.yml")
    if project is None:
        return
    result = build(project, portals.CLOCK, durable=False, workers=1, extra_problems=tuple(problems))
    assert result.published != has_errors(result.problems)


def test_every_kind_of_mistake_of_content_has_a_case() -> None:
    shown = {
        word
        for path in CASES
        for line in yaml.safe_load(path.read_text(encoding="utf-8"))["en"]
        for word in re.findall(r": (?:error|warning|note) ([A-Z]{2}\d{3}) ", line)
    }
    prefixes = (
        "TX",
        "YM",
        "FM",
        "FD",
        "FL",
        "CT",
        "LD",
        "GT",
        "TM",
        "MK",
        "LK",
        "PG",
        "PJ",
        "CP",
        "SF",
        "AT",
        "AP",
        "LC",
    )
    missing = {code.id for code in declared() if code.id.startswith(prefixes)} - shown
    # A file another program holds open, extensions that raise or write HTML: `safety/test_faults.py`, `markup/`.
    assert missing <= {"LD001", "MK009", "MK010"}


def test_the_small_portal_has_no_problem(tmp_path: Path) -> None:
    assert problems_of(tmp_path, {}) == []
