"""Plain texts do without Python-Markdown and look the same."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markup import texts

from ttdn_site.markup.headings import AtxHeading, outline, own_ids
from ttdn_site.markup.plain import plain
from ttdn_site.markup.render import Body, Gather, Known, Place, Renderer
from ttdn_site.problems import Problem

PLACE = Place("news/x", "news", "docs/vi/news/x.md", 10)
KNOWN = Known({"news/x", "news/y", "about"}, {"news/x", "news/y", "about", "news/draft"}, {"a.pdf", "cho.jpg"})


class Everything(frozenset[str]):
    """A portal in which every link leads somewhere."""

    def __contains__(self, item: object) -> bool:
        return True


QUICK = Renderer()
SLOW = Renderer()
SLOW.extended = True
OUTLINES = st.sampled_from([None, None, outline("## Quy mô\n"), outline("## a\n\n### b\n"), outline("## a {#zz}\n")])


def both(
    text: str, known: Known = KNOWN, source: tuple[AtxHeading, ...] | None = None
) -> tuple[tuple[Body, list[Problem]], tuple[Body, list[Problem]]]:
    return QUICK.render(text, PLACE, known, source), SLOW.render(text, PLACE, known, source)


def is_plain(text: str) -> bool:
    headings = outline(text)
    return plain(text, headings, own_ids(headings), Gather(text, PLACE, KNOWN)) is not None


def assert_same(text: str, known: Known = KNOWN, source: tuple[AtxHeading, ...] | None = None) -> None:
    quick, slow = both(text, known, source)
    assert quick == slow


@pytest.mark.parametrize("known", [KNOWN, Known(Everything(), Everything(), Everything())], ids=["few", "all"])
def test_the_own_pages_are_plain_and_look_the_same(known: Known) -> None:
    for path, body in texts.real().items():
        quick, slow = both(body, known)
        assert quick == slow, path
        assert is_plain(body), path


def test_the_texts_of_the_benchmark_are_plain_and_look_the_same() -> None:
    for text in texts.corpus(60):
        assert is_plain(text)
        assert_same(text)


PLAIN = {
    "paragraphs": "Một.\n\nHai\nba  \nbốn.\n",
    "headings": "Mở đầu.\n\n## Quy mô\nNgay sau.\n\n### Hầm **chính** ##\n\n## 2025 {#nam}\n",
    "emphasis": "*a* và **b**, 中**重要**な, 5 * 3, a_b_c.\n",
    "emphasis around a link": "**xem [y](y.md) và `c`** rồi *thôi*.\n",
    "links": '[y](y.md), [**b** c](y.md "Tiêu đề"), [ra](http://e.org/?a=1&b=2), <https://e.org/a_b>.\n',
    "brackets": "Theo [1] và [sic], 3 > 1 & x < 5.\n",
    "pictures": "![Chợ phiên](../../assets/cho.jpg)\n",
    "code": "`a*b` và `<b> & c`.\n",
    "lists": "- a\n- b\n  tiếp\n\nRồi:\n\n3. c\n4. d\n",
    "loose lists": "- a\n\n- b\n- c\n\n- d\n",
    "lists in lists": "- a\n    - b\n    - c\n- d\n    1. e\n\n- f\n",
    "tables": "| a | b | c |\n|---|:-:|--:|\n| 1 | *2* |\n| [y](y.md) | | 3 | 4 |\n",
    "quotations": "> a\n> b\n>\n> - c\n\n> d\n\nRồi > e.\n",
    "rules": "a\n\n---\n\nb\n\n***\n",
    "wide spaces": "\u3000\u3000本省。\n\n\u00a0a\u00a0b\n",
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_these_are_plain(text: str) -> None:
    assert is_plain(text)
    assert_same(text)


# Each was, or would be, rendered otherwise without its rule.
NOT_PLAIN = (
    *("a[^1]\n\n[^1]: b\n", "AB\n\n*[AB]: c d\n", "[a][b]\n\n[b]: y.md\n", "[b]\n\n[b]: y.md\n", "a\n:   b\n"),
    *("!!! note\n    a\n", "```\na\n```\n", "~~~\na\n~~~\n", "    a\n", "- a\n\n    b\n", "a\n===\n", "a\n---\n"),
    *("- a\n-  \nb\n", "1.  \n    b\n", "- a\n---\n", "- a\n## b\n", "- > a\n", "- - a\n", "- 1. a\n", "- a | b\n"),
    *(
        "\\*a\\*\n",
        "&copy; a\n",
        "a&#x27;\n",
        "[a](y.md){.b}\n",
        "a {: .b}\n",
        "## a {.b}\n",
        "***a***\n",
        "**a *b***\n",
    ),
    *(
        "*a\n",
        "*a **b*\n",
        "_a_ b\n",
        "``a`b``\n",
        "`a\n",
        "[a]( y.md )\n",
        "[a](y(z).md)\n",
        "[a](<y.md>)\n",
        "[a]()\n",
    ),
    *(
        "[![a](../../assets/cho.jpg)](y.md)\n",
        "[a](y.md 'b')\n",
        "<a@b.vn>\n",
        "<b>\n",
        "a\tb\n",
        "a\x02b\n",
        "\x1ca\n",
    ),
    *("| a | b\n|---|---\n", "| a |\n", "a | b\n", "| a | b |\n|---|---|\n| `|` | c |\n", "> a\nb\n", "> ## a\n"),
    *("> " * 9 + "a\n", "a  \n  `b`\n", "１. a\n", " a\n", "* * *\n", "# \n"),
)


@pytest.mark.parametrize("text", NOT_PLAIN)
def test_these_are_left_to_python_markdown(text: str) -> None:
    assert not is_plain(text)
    assert_same(text)


def test_extensions_of_the_project_see_every_text() -> None:
    with_own = Renderer((("nl2br", {}),))
    body, _ = with_own.render("a\nb\n", PLACE, KNOWN)
    assert "<br>" in body.html


def assert_same_if_plain(text: str, source: tuple[AtxHeading, ...] | None = None) -> None:
    if text.strip() and is_plain(text):
        assert_same(text, source=source)


CHANGED = texts.changed([*texts.real().values(), *texts.corpus(2)])
LARGE = [HealthCheck.large_base_example]


@settings(max_examples=250, deadline=None)
@given(texts.TEXTS, OUTLINES)
def test_whatever_is_plain_looks_the_same(text: str, source: tuple[AtxHeading, ...] | None) -> None:
    assert_same_if_plain(text, source)


@settings(max_examples=100, deadline=None, suppress_health_check=LARGE)
@given(CHANGED)
def test_changed_pages_look_the_same(text: str) -> None:
    assert_same_if_plain(text)


@pytest.mark.soak
@settings(max_examples=50_000, deadline=None, database=None)
@given(texts.TEXTS, OUTLINES)
def test_whatever_is_plain_looks_the_same_for_long(text: str, source: tuple[AtxHeading, ...] | None) -> None:
    assert_same_if_plain(text, source)


@pytest.mark.soak
@settings(max_examples=20_000, deadline=None, suppress_health_check=LARGE, database=None)
@given(CHANGED)
def test_changed_pages_look_the_same_for_long(text: str) -> None:
    assert_same_if_plain(text)
