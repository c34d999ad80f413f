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


def row(cell: st.SearchStrategy[str], least: int, most: int) -> st.SearchStrategy[str]:
    return st.lists(cell, min_size=least, max_size=most).map(lambda cells: f"| {' | '.join(cells)} |")


def table(phrase: st.SearchStrategy[str], count: int) -> st.SearchStrategy[str]:
    cell = phrase.map(lambda text: text.replace("\n", " "))
    rule = one("---", ":-:", "--:", ":--", " - ", "")
    rows = st.lists(row(cell | phrase, 1, 3).map(lambda text: "\n" + text), max_size=3).map("".join)
    return built(row(cell, count, count), st.just("\n"), row(rule, count, count), rows)


def blocks(phrase: st.SearchStrategy[str], tidy: bool) -> st.SearchStrategy[str]:
    """One block. tidy: marks as the handbook shows them; else also as people write them."""
    levels = ("## ", "### ", "#### ")
    heading = built(
        one(*levels, *(() if tidy else ("##", "# ", "####### "))), phrase, one("", "", " ##", " {#ab}", "\nb")
    )
    items = one("- ", "1. ", "3. ").flatmap(lambda mark: lines(phrase.map(lambda text: mark + text), 3))
    nested = built(
        items, one("\n    - a\n    - ", "\n    1. a\n    2. ", "\n    - "), phrase, one("", "\n- z", "\n1. z")
    )
    whole = (
        lines(phrase, 3)
        | lines(phrase, 3)
        | heading
        | items
        | nested
        | st.integers(1, 3).flatmap(lambda count: table(phrase, count))
    )
    if not tidy:
        item = built(
            one("", "", "", "", " ", "  ", "   ", "    ", "    ", "     "),
            one("- ", "- ", "- ", "* ", "-  ", "-", "1. ", "2. ", "10.  ", "1.", "- - ", "- 1. ", "- ## "),
            phrase,
            one("", "", "", "\n  b", "\nb", "\n    b", "\n  - c"),
        )
        whole = whole | lines(item, 4)
    quote = st.tuples(st.lists(whole, min_size=1, max_size=2), one("> ", "> ", ">", *(() if tidy else (">  ",)))).map(
        lambda both: "\n".join(both[1] + line for line in "\n\n".join(both[0]).split("\n"))
    )
    rule = one("---", "***", "___", *(() if tidy else ("- - -", "* * *", "--", "==", "---\na", "a\n---", "a\n***\nb")))
    return whole | whole | quote | rule


TIDY_BETWEEN = one("\n\n", "\n\n", "\n\n\n", "\n \n")
BETWEEN = one("\n\n", "\n\n", "\n\n", "\n", "\n\n\n", "\n \n", "\n    \n", "\n\n    ")
TIDY = st.lists(built(blocks(joined(COMMON, 5), True), TIDY_BETWEEN), min_size=1, max_size=4).map("".join)
PHRASE = joined(COMMON, 5) | joined((*COMMON, *COMMON, *WILD), 4)
UNTIDY = st.lists(built(blocks(PHRASE, False), BETWEEN), min_size=1, max_size=5).map("".join)
SOUP = joined((*COMMON, *WILD), 25)
TEXTS = TIDY | TIDY | UNTIDY | SOUP


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
