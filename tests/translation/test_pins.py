"""A pin changes one line of a file; every other byte stays."""

from __future__ import annotations

from pathlib import Path

import portals
import pytest

from ttdn_site.content.load import load
from ttdn_site.problems import Problem
from ttdn_site.translation.pins import Pin, current_pin, pinned, pins
from ttdn_site.translation.status import translation_status

MARK = "3f9ab0c4d5e6"
HEAD = "---\ntitle: Tin\nstatus: approved\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{HEAD}---\n\nText.\n", f'{HEAD}translation: {{of: "{MARK}"}}\n---\n\nText.\n'),
        (f"{HEAD}...\n\nText. \n\n", f'{HEAD}translation: {{of: "{MARK}"}}\n...\n\nText. \n\n'),
        (f"{HEAD}translation: {{of: 111}}  # old\n---\n", f'{HEAD}translation: {{of: "{MARK}"}}  # old\n---\n'),
        (f"{HEAD}translation: {{of: '1a'}}\n---\n", f'{HEAD}translation: {{of: "{MARK}"}}\n---\n'),
        (
            f'{HEAD}translation: {{awaiting_review: true, of: "1a"}}\n---\n',
            f'{HEAD}translation: {{awaiting_review: true, of: "{MARK}"}}\n---\n',
        ),
        (
            f"{HEAD}translation: {{awaiting_review: true}}\n---\n",
            f'{HEAD}translation: {{of: "{MARK}", awaiting_review: true}}\n---\n',
        ),
        (f"{HEAD}translation: {{}}\n---\n", f'{HEAD}translation: {{of: "{MARK}"}}\n---\n'),
        (f"{HEAD}translation:\n---\n", f'{HEAD}translation: {{of: "{MARK}"}}\n---\n'),
        (
            f"{HEAD}translation:\n  of: 1a\n  awaiting_review: true\nplace: X\n---\n",
            f'{HEAD}translation:\n  of: "{MARK}"\n  awaiting_review: true\nplace: X\n---\n',
        ),
        (
            f"{HEAD}translation:\n    awaiting_review: true\n---\n",
            f'{HEAD}translation:\n    of: "{MARK}"\n    awaiting_review: true\n---\n',
        ),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_only_the_pin_changes(before: str, after: str, ends: str, mark: str) -> None:
    given = (mark + before.replace("\n", ends)).encode()
    made = pinned(given, "x.md", MARK)
    assert made == (mark + after.replace("\n", ends)).encode()
    assert current_pin(given, "x.md") != MARK
    assert current_pin(made, "x.md") == MARK
    assert pinned(made, "x.md", MARK) == made


def test_decomposed_letters_and_odd_spaces_stay_as_they_were() -> None:
    given = "---\ntitle: Lai Cha\u0302u \nstatus: approved\t\n---\n\nCha\u0302u  \n\n\n".encode()
    made = pinned(given, "x.md", MARK)
    assert made is not None
    assert made.replace(f'translation: {{of: "{MARK}"}}\n'.encode(), b"") == given


def test_a_fingerprint_that_looks_like_a_number_is_read_as_text() -> None:
    for mark in ("012345678901", "123456789012", "12345678e901"):
        made = pinned(f"{HEAD}---\n".encode(), "x.md", mark)
        assert made is not None
        assert current_pin(made, "x.md") == mark


@pytest.mark.parametrize("line", ["translation: 3f9a", "translation: [1a]", "translation: {of: [1a]}"])
def test_a_form_that_cannot_be_changed_in_place_is_refused(line: str) -> None:
    assert pinned(f"{HEAD}{line}\n---\n".encode(), "x.md", MARK) is None


def test_a_file_without_front_matter_is_refused() -> None:
    assert pinned(b"# Tin\n", "x.md", MARK) is None


def run(root: Path, *paths: str, **changes: str) -> tuple[list[Pin], list[Problem]]:
    project = portals.portal(root, {name.replace("__", "/"): text for name, text in changes.items()})
    return pins(project, load(project)[0], paths)


def test_a_pinned_translation_is_current_until_the_source_changes(tmp_path: Path) -> None:
    project = portals.portal(tmp_path)
    path = "docs/en/about/land.md"

    def state() -> str:
        rows = translation_status(load(project)[0], project.languages)
        row = next(row for row in rows if row.key == "about/land")
        return next(each.state for each in row.standings if each.locale == "en")

    assert state() == "unpinned"
    made, problems = pins(project, load(project)[0], [path])
    assert problems == []
    portals.write(tmp_path, {path: made[0].data})
    assert made[0].changed
    assert state() == "current"
    assert not pins(project, load(project)[0], [path])[0][0].changed
    source = portals.FILES["docs/vi/about/land.md"]
    portals.write(tmp_path, {"docs/vi/about/land.md": source.replace("order: 1", "order: 2")})
    assert state() == "current", "what a translator does not translate does not make a translation old"
    portals.write(tmp_path, {"docs/vi/about/land.md": source.replace("ba con sông", "bốn con sông")})
    assert state() == "stale"


def test_what_is_no_translation_is_refused(tmp_path: Path) -> None:
    made, problems = run(
        tmp_path, "docs/en/none.md", "docs/vi/about/land.md", "docs/data/documents/qd-1.yml", "docs/zh/news/tunnel.md"
    )
    assert [item.code.id for item in problems] == ["TR001", "TR002", "TR003"]
    assert [pin.path for pin in made] == ["docs/zh/news/tunnel.md"]


def test_a_form_that_cannot_be_changed_is_reported(tmp_path: Path) -> None:
    project = portals.portal(tmp_path)
    made, problems = pins(
        project, load(project)[0], ["docs/zh/news/tunnel.md"], lambda path: b"---\ntranslation: x\n---\n"
    )
    assert made == []
    assert [item.code.id for item in problems] == ["TR004"]
