"""Inputs that hypothesis composes: YAML, front matter, Markdown and catalogs as people write them, nearly."""

from __future__ import annotations

from hypothesis import strategies as st
from safety.mutations import ODD

from ttdn_site.content.types import ALL

_ODD = [data.decode("utf-8", "replace") for data in ODD]
_WORD = st.one_of(
    st.sampled_from(["Lai Châu", "莱州", "ライチャウ", "1.990", "2026-01-01", "true", "x", "a: b", "- a", "# a", "%"]),
    st.sampled_from(_ODD),
    st.text(max_size=12),
)
_KEYS = sorted({field.name for kind in ALL for field in kind.fields})


def _indented(text: str) -> str:
    return text.replace("\n", "\n  ")


_NODE = st.recursive(
    st.one_of(_WORD, _WORD.map(lambda text: f'"{text}"'), _WORD.map(lambda text: f"|\n  {_indented(text)}")),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4).map(lambda items: "[" + ", ".join(items) + "]"),
        st.lists(inner, max_size=4).map(lambda items: "".join(f"\n  - {_indented(item)}" for item in items)),
        st.lists(
            st.tuples(st.one_of(st.sampled_from(["vi", "en", "url", "title", "file", "alt"]), _WORD), inner), max_size=4
        ).map(lambda pairs: "".join(f"\n  {key}: {_indented(value)}" for key, value in pairs)),
    ),
    max_leaves=12,
)
_MAPPING = st.lists(st.tuples(st.one_of(st.sampled_from(_KEYS), _WORD), _NODE), max_size=10).map(
    lambda pairs: "".join(f"{key}: {value}\n" for key, value in pairs)
)
_INLINE = st.recursive(
    _WORD,
    lambda inner: st.one_of(
        inner.map(lambda text: f"**{text}**"),
        inner.map(lambda text: f"_{text}_"),
        inner.map(lambda text: f"`{text}`"),
        st.tuples(inner, _WORD).map(lambda pair: f"[{pair[0]}]({pair[1]})"),
        st.tuples(inner, _WORD).map(lambda pair: f'![{pair[0]}](../../assets/cho.png "{pair[1]}")'),
        st.tuples(inner, _WORD).map(lambda pair: f"{pair[0]}{{{pair[1]}}}"),
        inner.map(lambda text: f"{text}[^1]"),
        inner.map(lambda text: f"<{text}>"),
        st.lists(inner, max_size=4).map(" ".join),
    ),
    max_leaves=8,
)
_BLOCK = st.recursive(
    st.one_of(
        _INLINE,
        _INLINE.map(lambda text: f"## {text}"),
        _INLINE.map(lambda text: f"[^1]: {text}"),
        st.tuples(_WORD, _WORD).map(lambda pair: f"*[{pair[0]}]: {pair[1]}"),
        st.tuples(_WORD, _INLINE).map(lambda pair: f"```{pair[0]}\n{pair[1]}\n```"),
        st.lists(_INLINE, min_size=1, max_size=4).map(
            lambda cells: "|" + "|".join(cells) + "|\n" + "|-" * len(cells) + "|\n|" + "|".join(cells) + "|"
        ),
        st.tuples(_WORD, _INLINE).map(lambda pair: f"{pair[0]}\n:   {pair[1]}"),
    ),
    lambda inner: st.one_of(
        inner.map(lambda text: "> " + text.replace("\n", "\n> ")),
        st.lists(inner, max_size=3).map(lambda items: "\n".join(f"- {item}".replace("\n", "\n    ") for item in items)),
        st.lists(inner, max_size=3).map(
            lambda items: "\n".join(f"1. {item}".replace("\n", "\n    ") for item in items)
        ),
        st.tuples(_WORD, inner).map(lambda pair: f"!!! {pair[0]}\n\n    " + pair[1].replace("\n", "\n    ")),
        st.lists(inner, max_size=4).map("\n\n".join),
    ),
    max_leaves=10,
)


def _encoded(strategy: st.SearchStrategy[str]) -> st.SearchStrategy[bytes]:
    return strategy.map(lambda text: text.encode("utf-8", "surrogatepass"))


_PAGE = st.tuples(_MAPPING, _BLOCK).map(lambda pair: f"---\n{pair[0]}---\n\n{pair[1]}\n")
_ENTRY = st.tuples(_WORD, _WORD, st.sampled_from(["", "#, fuzzy\n", "#~ ", 'msgctxt "a"\n', "# x\n"])).map(
    lambda parts: f'{parts[2]}msgid "{parts[0]}"\nmsgstr "{parts[1]}"\n'
)
_HEAD = 'msgid ""\nmsgstr ""\n"Language: zh\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
GRAMMARS: dict[str, st.SearchStrategy[bytes]] = {
    "front matter": _encoded(_PAGE),
    "yaml": st.one_of(_encoded(_MAPPING), st.binary(max_size=200)),
    "markdown": _encoded(_BLOCK),
    "configuration": _encoded(
        st.tuples(_MAPPING, _NODE).map(
            lambda pair: (
                "site_url: https://a.b/\nplugins:\n"
                f"  - ttdn: {_indented(pair[1])}\n  - i18n: {_indented(pair[1])}\n{pair[0]}"
            )
        )
    ),
    "settings": _encoded(st.tuples(st.sampled_from(["portal: x\n", "- lead: x\n", ""]), _MAPPING).map("".join)),
    "catalog": _encoded(
        st.tuples(st.sampled_from([_HEAD, ""]), st.lists(_ENTRY, max_size=5)).map(
            lambda pair: pair[0] + "\n".join(pair[1])
        )
    ),
    "whole portal": st.tuples(
        st.binary(min_size=2, max_size=2).filter(lambda data: b"\n" not in data), _encoded(st.one_of(_PAGE, _MAPPING))
    ).map(b"\n".join),
}
