from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ttdn_site.source.frontmatter import split


def test_head_and_body_are_parted() -> None:
    source, problems = split("---\ntitle: Tin\n---\n\nMột.\n\n---\n\nHai.\n", "x.md")
    assert problems == []
    assert source is not None
    assert source.body == "\nMột.\n\n---\n\nHai.\n"
    assert source.body_line == 4
    assert source.front_matter.keys() == ("title",)


def test_the_body_may_be_missing() -> None:
    source, problems = split("---\ntitle: Tin\n---", "x.md")
    assert problems == []
    assert source is not None
    assert source.body == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "FM001"),
        ("title: Tin\n", "FM001"),
        (" ---\ntitle: Tin\n---\n", "FM001"),
        ("---\ntitle: Tin\n", "FM002"),
        ("---\ntitle: Tin\n ---\n", "FM002"),
        ("---\n---\nBody\n", "FM003"),
        ("---\n- a\n---\n", "FM003"),
        ("---\ntitle: [\n---\n", "YM001"),
    ],
)
def test_front_matter_that_cannot_be_trusted_gives_nothing(text: str, code: str) -> None:
    source, problems = split(text, "x.md")
    assert source is None
    assert [found.code.id for found in problems] == [code]


@given(st.text(max_size=100))
def test_no_text_raises_and_nothing_is_lost_in_silence(text: str) -> None:
    source, problems = split(text, "x.md")
    assert source is not None or problems
