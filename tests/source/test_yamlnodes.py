from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ttdn_site.source.yamlnodes import DEPTH_LIMIT, Mapping, Node, Scalar, Sequence, ambiguity, parse_yaml


def plain(node: Node | None) -> Any:
    if node is None:
        return None
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.entries}


def codes(text: str) -> list[str]:
    return [found.code.id for found in parse_yaml(text, "x.yml")[1]]


def test_every_value_knows_its_place() -> None:
    node, problems = parse_yaml('title: Tin\nlist:\n  - a\n  - "b"\n', "x.yml", first_line=2)
    assert problems == []
    assert isinstance(node, Mapping)
    values = node.get("list")
    assert isinstance(values, Sequence)
    second = values.items[1]
    assert isinstance(second, Scalar)
    assert str(second.at) == "x.yml:5:5"
    assert second.quoted
    assert str(node.key_at("list")) == "x.yml:3:1"
    assert str(node.key_at("none")) == str(node.at)


@pytest.mark.parametrize(
    "text", ["no", "Yes", "ON", "off", "y", "012", "0x1F", "1.990", "1,990", "8.8", "1_000", "1e5", ".5", "1.1.2"]
)
def test_what_readers_disagree_on_is_refused(text: str) -> None:
    assert ambiguity(text)
    assert codes(f"a: {text}") == ["YM004"]
    node, problems = parse_yaml(f'a: "{text}"', "x.yml")
    assert problems == []
    assert plain(node) == {"a": text}


@pytest.mark.parametrize(
    "text", ["2025-12-19", "08:30", "93/KH-UBND", "Lai Châu", "1990", "-5", "true", "none", "v1", "10%"]
)
def test_ordinary_values_need_no_quotes(text: str) -> None:
    assert codes(f"a: {text}") == []


def test_depth_is_limited_exactly() -> None:
    assert codes("[" * DEPTH_LIMIT + "]" * DEPTH_LIMIT) == []
    assert codes("[" * (DEPTH_LIMIT + 1) + "]" * (DEPTH_LIMIT + 1)) == ["YM006"]


def test_a_bomb_costs_nothing() -> None:
    bomb = "a: &a [x]\n" + "".join(f"b{i}: &b{i} [*a, *a]\n" for i in range(30))
    assert codes(bomb) == ["YM005"]
    assert codes("[" * 500_000) == ["YM006"]
    assert codes("- " * 500_000) == ["YM006"]


def test_tags_are_refused_or_opaque() -> None:
    assert codes("a: !ENV X") == ["YM005"]
    node, problems = parse_yaml("a: !ENV X\nb: !!python/name:os.system\n", "x.yml", opaque_tags=True)
    assert problems == []
    assert plain(node) == {"a": "X", "b": ""}


def test_an_empty_document_is_nothing() -> None:
    for text in ("", "\n\n", "# only a remark\n", "---\n", "~"):
        assert parse_yaml(text, "x.yml") == (None, [])


TEXT = st.text(
    st.characters(
        categories=("Lu", "Ll", "Lo", "Nd", "Zs"), include_characters=" -:#,'\"", exclude_characters="\x85\u2028\u2029"
    ),
    max_size=12,
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**12), 10**12) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(TEXT, VALUES, min_size=1, max_size=5))
def test_it_reads_what_a_yaml_writer_writes(data: dict[str, Any]) -> None:
    """The writer quotes whatever is ambiguous in YAML 1.1; what it leaves plain, both readers read alike."""
    text = yaml.safe_dump(data, allow_unicode=True)
    node, problems = parse_yaml(text, "x.yml")
    # The writer's base 60 numbers and dates are text for us; nothing else may come out otherwise.
    assert {found.code.id for found in problems} <= {"YM004"}
    if not problems:
        assert plain(node) == yaml.safe_load(text)


@given(st.text(max_size=200))
def test_no_text_raises(text: str) -> None:
    node, problems = parse_yaml(text, "x.yml")
    assert node is None or isinstance(node, Scalar | Sequence | Mapping)
    assert all(found.location.path == "x.yml" for found in problems)
