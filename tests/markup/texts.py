"""Markdown for properties: ordinary, nearly ordinary and wild texts in four languages."""

from __future__ import annotations

import importlib.util
import random
import sys
from functools import cache
from pathlib import Path
from types import ModuleType

from hypothesis import strategies as st

ROOT = Path(__file__).resolve().parents[2]

# What ordinary texts are made of.
COMMON = (
    *(
        "Lai Châu",
        "tỉnh ",
        "đ",
        "the ",
        "a ",
        "10 ",
        "重要",
        "の",
        "。",
        ", ",
        ". ",
        "（",
        "）",
        "x_y",
        '"',
        " & ",
        "  \n",
    ),
    *("*nghiêng*", "**đậm**", " **要** ", "**重**", "*の*", "`c`", "`c d` ", "[1]", " < ", " > ", "!", " * ", "** "),
    *("[y](y.md)", "[t](about/index.md#h)", "[**b** c](y.md)", '[t](y.md "t u")', "[x](x.md)", "[d](draft.md)"),
    *("![chợ](../../assets/cho.jpg)", "[tệp](../../assets/a.pdf)", "<https://e.org/a_b*c?d&e>", "[ra](http://a.b)"),
    *("*[y](y.md) z*", "**`c` d**"),
)
# What is special somewhere, to stand anywhere.
WILD = (
    *("*", "**", "***", "****", "_", "__", "_z_", "`", "``", "```", "[", "]", "(", ")", "](", "![", "![](x.jpg)"),
    *("<", ">", "<>", "<b>", "<a@b.vn>", "&", "&amp;", "&copy;", "&#x27;", "&lt", "&ſ;", "K;", "'", "\\", "\\*", "{"),
    *("}", "{ #a }", "{.c}", "{: a}", "#", "##", " #", "|", "-", "+", "=", ":", ": ", "!!!", "!!! note", "~~~", "---"),
    *("\u00a0", "\u3000", "\u200b", "\ufeff", "\t", "\x02", "\x03", "\x0b", "\x1c", "\x85", "\u2028", "e\u0301", "１"),
    *("１. ", "①", "3.", "1) ", "2025. ", "[^1]", "[^1]:", "*[AB]:", "[x]:", "[x] : y", "[a][b]", "[a] [b](y.md)"),
    *("[a](<y.md>)", "[a]( y.md )", "[a](y(z).md)", "[a](y.md 't')", "[a]()", "[](y.md)", "[ ](y.md)", "[a\nb](y.md)"),
    *("[![i](../../assets/cho.jpg)](y.md)", "[`c`](y.md)", "[a [b](y.md) c](y.md)", "javascript:x", "http://a.b", "//"),
    *("   \n", "\n", "\n\n", "\n\n\n", "\n \n", "\n    \n", "\n\u3000\n", "\n\u00a0\n", " ", "  ", "    ", "\n    "),
    *(
        "\n- ",
        "\n* ",
        "\n+ ",
        "\n1. ",
        "\n  - ",
        "\n    - ",
        "\n    1. ",
        "\n        - ",
        "\n\n- ",
        "\n\n1. ",
        "\n-  \n",
    ),
    *("\n## ", "\n\n## ", "\n> ", "\n\n> ", "\n>\n> ", "\n---\n", "\n===\n", "\n***\n", "\n\n| a | b |\n|---|--:|\n| "),
    *(
        " |\n| ",
        " | ",
        "[a *b](y.md) c*",
        "*a [b*](y.md)",
        "**a *b* c**",
        "a**b**c",
        "a*b",
        "5 * 3",
        "PLANTABLE0ELBATNALP",
    ),
)


def joined(parts: tuple[str, ...], most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(parts), min_size=1, max_size=most).map("".join)


def lines(line: st.SearchStrategy[str], most: int) -> st.SearchStrategy[str]:
    return st.lists(line, min_size=1, max_size=most).map("\n".join)


def built(*parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(*parts).map("".join)


def one(*parts: str) -> st.SearchStrategy[str]:
    return st.sampled_from(parts)


PHRASE = joined(COMMON, 5) | joined((*COMMON, *COMMON, *WILD), 4)
PARAGRAPH = lines(PHRASE, 3)
HEADING = built(
    one("## ", "### ", "##", "# ", "## ", "####### "), PHRASE, one("", "", " ##", " {#ab}", " { #ab }", "\nb")
)
ITEM = built(
    one("", "", "", "", " ", "  ", "   ", "    ", "    ", "     "),
    one("- ", "- ", "- ", "* ", "-  ", "-", "1. ", "2. ", "10.  ", "1.", "- - ", "- 1. ", "- ## "),
    PHRASE,
    one("", "", "", "\n  b", "\nb", "\n    b", "\n  - c"),
)
ITEMS = st.sampled_from(["- ", "1. ", "3. "]).flatmap(lambda mark: lines(PHRASE.map(lambda text: mark + text), 3))
NESTED = built(ITEMS, one("\n    - a\n    - ", "\n    1. a\n    2. ", "\n    - "), PHRASE, one("", "\n- z", "\n1. z"))
ROW = lines(joined(COMMON, 2), 1).map(lambda text: text.replace("\n", " "))
TABLE = st.integers(1, 3).flatmap(
    lambda count: built(
        st.lists(ROW, min_size=count, max_size=count).map(lambda cells: f"| {' | '.join(cells)} |\n"),
        st.lists(one("---", ":-:", "--:", ":--", " - ", ""), min_size=count, max_size=count).map(
            lambda cells: f"|{'|'.join(cells)}|"
        ),
        st.lists(st.lists(ROW | PHRASE, min_size=1, max_size=3), max_size=3).map(
            lambda rows: "".join(f"\n|{'|'.join(row)}|" for row in rows)
        ),
    )
)
RULE = one("---", "***", "___", "- - -", "* * *", "--", "==", "---\na", "a\n---", "a\n***\nb")
PLAIN_BLOCK = PARAGRAPH | HEADING | ITEMS | NESTED | lines(ITEM, 4) | TABLE
QUOTE = st.tuples(st.lists(PLAIN_BLOCK, min_size=1, max_size=2), one("> ", "> ", ">", ">  ")).map(
    lambda both: "\n".join(both[1] + line for line in "\n\n".join(both[0]).split("\n"))
)
BLOCK = PLAIN_BLOCK | QUOTE | RULE
BETWEEN = one("\n\n", "\n\n", "\n\n", "\n", "\n\n\n", "\n \n", "\n    \n", "\n\n    ")
DOCUMENTS = st.lists(built(BLOCK, BETWEEN), min_size=1, max_size=5).map("".join)
SOUP = joined((*COMMON, *WILD), 25)
TEXTS = DOCUMENTS | DOCUMENTS | SOUP


def changed(texts: list[str]) -> st.SearchStrategy[str]:
    """Real texts with pieces put in, taken out, replaced or doubled."""

    def change(text: str, place: int, length: int, piece: str, kind: int) -> str:
        place %= len(text) + 1
        end = place + length
        return text[:place] + ("", piece, piece, text[place:end] * 2)[kind] + text[place if kind == 1 else end :]

    pieces = joined((*COMMON, *WILD), 1)
    steps = st.lists(
        st.tuples(st.integers(0, 5000), st.sampled_from([1, 1, 2, 5, 40]), pieces, st.integers(0, 3)),
        min_size=1,
        max_size=4,
    )

    def all_changes(both: tuple[str, list[tuple[int, int, str, int]]]) -> str:
        text, todo = both
        for place, length, piece, kind in todo:
            text = change(text, place, length, piece, kind)
        return text

    return st.tuples(st.sampled_from(texts), steps).map(all_changes)


def body_of(text: str) -> str:
    """What stands below the front matter."""
    return text.split("---\n", 2)[2] if text.startswith("---\n") else text


@cache
def real() -> dict[str, str]:
    """The bodies of this repository's own pages by path."""
    paths = sorted((ROOT / "docs").rglob("*.md"))
    found = {path.relative_to(ROOT).as_posix(): body_of(path.read_text(encoding="utf-8")) for path in paths}
    return {path: body for path, body in found.items() if body.strip()}


def benchmark(name: str) -> ModuleType:
    """A script of the folder of benchmarks, as a module."""
    spec = importlib.util.spec_from_file_location(f"benchmark_{name}", ROOT / "benchmarks" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@cache
def corpus(count: int) -> list[str]:
    """Texts as the speed of builds is measured with, in each language."""
    script = benchmark("corpus")
    links = [("a", "../2026/00001-bus-about.md"), ("Đông: b", "../../about/index.md")]
    return [
        script.Prose(language, random.Random(f"{language}{number}")).body(links, number)
        for language in script.LANGS
        for number in range(count)
    ]
