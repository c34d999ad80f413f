"""The reference pages of the handbook say what the declarations say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from ttdn_site.cli.main import parser
from ttdn_site.cli.reference import all_codes, generated_pages
from ttdn_site.content.fields import Field, ListOf, PerLanguage, Record
from ttdn_site.content.kinds import BAD_DATE, Text
from ttdn_site.content.model import ContentType
from ttdn_site.content.reference import escaped, fenced, field_table, problems_page, reference_pages, type_page
from ttdn_site.content.types import ALL
from ttdn_site.content.wording import editor_words
from ttdn_site.plans.audit import RULES
from ttdn_site.source.yamlnodes import Mapping, parse_yaml

HANDBOOK = Path(__file__).resolve().parents[2] / "handbook"
PAGES = generated_pages(parser)


@pytest.mark.parametrize("name", PAGES)
def test_a_committed_page_is_current(name: str) -> None:
    path = HANDBOOK / name
    assert path.is_file(), "run: ttdn reference"
    assert path.read_text(encoding="utf-8") == PAGES[name], "run: ttdn reference"


def test_no_page_of_a_past_declaration_is_left() -> None:
    written = {path.relative_to(HANDBOOK).as_posix() for path in HANDBOOK.glob("*/reference/*.md")}
    assert written == {name for name in PAGES if "/reference/" in name}


def test_every_code_stands_there_with_its_examples() -> None:
    for locale in ("vi", "en"):
        text = PAGES[f"{locale}/problems.md"]
        for code in all_codes():
            assert f"\n## {code.id}\n" in text
            assert f"[{code.id}](#{code.id.lower()})" in text
            assert code.wrong in text
            assert code.right in text


def test_a_page_in_vietnamese_has_no_english_word_of_ours() -> None:
    page = PAGES["vi/reference/event.md"]
    for word in ("Required", "Meaning", "per language", "at most", "when left out"):
        assert word not in page


def test_every_rule_of_the_audit_is_explained_with_its_examples() -> None:
    for locale in ("vi", "en"):
        text = PAGES[f"{locale}/reference/audit.md"]
        for rule in RULES:
            assert f"\n## {rule.code.id}\n" in text
            assert rule.passing in text
            assert rule.failing in text
            assert (rule.explanation in text) is (locale == "en"), f"{rule.code.id}: the explanation is not translated"


def test_a_new_type_has_its_page_without_a_line_elsewhere() -> None:
    kind = ContentType(
        name="speech",
        label="Speech",
        plural="Speeches",
        storage="data",
        folder="speeches",
        template="record",
        doc="A speech.",
        fields=(Field("title", Text(), "The title.", required=True, localized=True),),
    )
    pages = reference_pages((*ALL, kind), ())
    assert "docs/data/speeches/TÊN.yml" in pages["vi/reference/speech.md"]
    assert "`title`" in type_page(kind, editor_words("en"))


def test_inner_keys_are_named_by_their_way() -> None:
    fields = (Field("a", ListOf(Record((Field("b", PerLanguage(Text(9)), "B."),))), "A."),)
    table = field_table(fields, editor_words("en"))
    assert "`a[].b`" in table
    assert "per language: text, at most 9 characters" in table


def test_a_table_and_a_fence_hold_what_they_are_given() -> None:
    assert fenced("```\nx\n```", "text").startswith("````text\n")
    assert escaped("a *b* <c> {{d}}") == r"a \*b\* \<c\> {d}"
    assert "FD006" in problems_page([BAD_DATE], editor_words("en"))


def every_field(fields: Iterable[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        for kind in (field.kind, getattr(field.kind, "kind", None)):
            if isinstance(kind, Record):
                yield from every_field(kind.fields)


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_a_hint_can_be_followed(kind: ContentType) -> None:
    """“Add a line …” has to be a line that holds the key and is accepted."""
    for field in every_field(kind.fields):
        line = f"{field.name}: {field.kind.example}"
        node, problems = parse_yaml(line, "x.md")
        assert isinstance(node, Mapping), line
        assert [key.text for key, _ in node.entries] == [field.name], line
        assert not problems, line
