"""New files: right from the first moment, right again with every commented line opened, and never over an old one."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from pathlib import Path

import portals
import pytest

from ttdn_site.content.load import load
from ttdn_site.content.model import ContentType
from ttdn_site.content.project import Project
from ttdn_site.content.scaffold import NewFile, new_file, scalar
from ttdn_site.content.scans.left_placeholders import scan
from ttdn_site.content.types import ALL
from ttdn_site.content.wording import editor_words
from ttdn_site.engine.compose import compose
from ttdn_site.problems import Problem, has_errors
from ttdn_site.source.yamlnodes import Mapping, Scalar, parse_yaml

TODAY = dt.date(2026, 1, 5)
BY_NAME = {kind.name: kind for kind in ALL}


def new(project: Project, kind: str, slug: str, locale: str | None = None) -> tuple[NewFile | None, list[Problem]]:
    library, _ = load(project)
    return new_file(project, library, ALL, BY_NAME[kind], slug, locale, TODAY, editor_words("vi"))


def written(project: Project, kind: str, slug: str, locale: str | None = None) -> NewFile:
    made, problems = new(project, kind, slug, locale)
    assert made is not None, problems
    portals.write(project.root, {made.path: made.text})
    return made


def of_content(problems: Iterable[Problem]) -> list[Problem]:
    return [item for item in problems if item.location.path.startswith("docs/")]


def codes(problems: list[Problem]) -> list[str]:
    return [item.code.id for item in problems]


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_a_new_file_has_no_problem(kind: ContentType, tmp_path: Path) -> None:
    project = portals.portal(tmp_path)
    made = written(project, kind.name, "about/moi" if kind.name == "page" else "moi")
    assert "status: draft" in made.text
    composition = compose(project, portals.CLOCK)
    assert of_content(composition.problems) == []
    assert all(item.source.path != made.path for item in composition.site.library.items), "a draft is not public"
    assert any(item.source.path == made.path for item in composition.whole.items)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_every_line_is_right_once_it_is_opened(kind: ContentType, tmp_path: Path) -> None:
    project = portals.portal(tmp_path)
    made = written(project, kind.name, "about/moi" if kind.name == "page" else "moi")
    # Comments that explain are sentences; lines to open are keys, or stand below one.
    opened = re.sub(r"^# (?=(?:[a-z_]+: |[a-z_]+:$|  ))", "", made.text, flags=re.MULTILINE)
    assert opened != made.text
    portals.write(tmp_path, {made.path: opened})
    _, problems = load(project)
    # The examples name a section and pages that only a real portal has.
    assert set(codes(problems)) <= {"LD005"}
    item = next(item for item in load(project)[0].items if item.source.path == made.path)
    given = {field.name for field in kind.fields} - {"translation", "source_locale"}
    assert given <= {*item.shared, *item.source.values, "body"}


def test_comments_are_vietnamese_and_required_keys_are_ready(tmp_path: Path) -> None:
    made, _ = new(portals.portal(tmp_path), "article", "khoi-cong-ham")
    assert made is not None
    assert made.path == "docs/vi/news/khoi-cong-ham.md"
    assert "# Tiêu đề. Bắt buộc.\ntitle: Viết tiêu đề ở đây\n" in made.text
    assert "date: 2026-01-05\n" in made.text
    assert "# place: Lai Châu\n" in made.text


def test_a_translation_starts_as_a_pinned_copy(tmp_path: Path) -> None:
    project = portals.portal(tmp_path)
    made = written(project, "article", "tunnel", "ja")
    assert made.path == "docs/ja/news/tunnel.md"
    assert "title: Khởi công hầm\n" in made.text
    assert 'value: "8,8 km"' in made.text
    for shared in ("date:", "topics:", "sources:", "related:"):
        assert shared not in made.text
    assert made.text.endswith("## Quy mô\n\nDài 8,8 km.\n")
    composition = compose(project, portals.CLOCK)
    assert of_content(composition.problems) == []
    text = next(item for item in composition.whole.items if item.key == "news/tunnel").texts["ja"]
    assert text.values["translation"] == {
        "of": composition.whole.of_type("article")[0].source.fingerprint,
        "awaiting_review": True,
    }
    assert text.values["status"] == "draft"


def test_a_source_in_another_language_stays_the_source(tmp_path: Path) -> None:
    project = portals.portal(
        tmp_path, {"docs/en/about/trade.md": "---\ntitle: Trade\nstatus: approved\norder: 3\n---\n\nText.\n"}
    )
    made = written(project, "page", "about/trade")
    assert made.path == "docs/vi/about/trade.md"
    assert "source_locale: en" in made.text
    assert of_content(compose(project, portals.CLOCK).problems) == []


@pytest.mark.parametrize(
    ("kind", "slug", "locale", "code"),
    [
        ("article", "tunnel", None, "SC001"),
        ("article", "tunnel", "zh", "SC001"),
        ("event", "opening", None, "SC001"),
        ("event", "opening", "ja", "SC003"),
        ("page", "news/tunnel-2", None, "SC002"),
        ("article", "Khởi công", None, "FD009"),
        ("article", "../x", None, "FD009"),
        ("article", "a/b", None, "FD009"),
        ("event", "a/b", None, "FD009"),
        ("page", "about//x", None, "FD009"),
        ("article", "x", "fr", "FD010"),
        ("page", "about/con", None, "FL003"),
        ("event", "nul", None, "FL003"),
        ("article", "a" * 170, None, "FL007"),
    ],
)
def test_what_must_not_be_written(kind: str, slug: str, locale: str | None, code: str, tmp_path: Path) -> None:
    made, problems = new(portals.portal(tmp_path), kind, slug, locale)
    assert made is None
    assert codes(problems) == [code]
    assert has_errors(problems)


def test_a_broken_source_is_not_translated(tmp_path: Path) -> None:
    project = portals.portal(tmp_path)
    library, _ = load(project)
    made, problems = new_file(
        project, library, ALL, BY_NAME["article"], "tunnel", "ja", TODAY, editor_words("vi"), lambda path: b"---\nx"
    )
    assert made is None
    assert codes(problems) == ["FM002", "SC004"]


@pytest.mark.parametrize(
    "text",
    [
        "Lai Châu",
        "8,8 km",
        "Ảnh: Báo",
        "no",
        "1.990",
        "012",
        "a # b",
        "a #b",
        "-x",
        "+84 213",
        "“x”",
        "[x]",
        'a"b',
        "c:\\d",
        "a: b",
        "x:",
        "…",
        " x",
    ],
)
def test_a_value_is_read_as_the_text_it_is(text: str) -> None:
    node, problems = parse_yaml(f"key: {scalar(text)}\nlist: [{scalar(text)}]\n", "x.yml")
    assert problems == []
    assert isinstance(node, Mapping)
    value = node.get("key")
    assert isinstance(value, Scalar)
    assert value.text == text


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_what_nobody_wrote_is_not_handed_in(kind: ContentType, tmp_path: Path) -> None:
    project = portals.portal(tmp_path)
    made = written(project, kind.name, "about/moi" if kind.name == "page" else "moi")
    assert scan(made.text, made.path) == []
    for status in ("review", "approved"):
        found = scan(made.text.replace("status: draft", f"status: {status}"), made.path)
        assert [item.code.id for item in found] == ["SC005"] * made.text.count("Viết ")
        assert found[0].location.line > 1


def test_what_was_written_is_handed_in() -> None:
    assert scan("---\ntitle: Viết tiêu đề\nstatus: approved\n---\n\nViết.\n", "x.md") == []
    assert len(scan("---\ntitle: Write the title here\nstatus: approved\n---\n", "x.md")) == 1
