from __future__ import annotations

from ttdn_site.markup.headings import AtxHeading, aligned, outline, own_ids, translated_ids, with_ids

SOURCE = """\
Mở đầu.

## Quy mô công trình

```
## không phải
```

### Hầm chính ##

## Quy mô công trình

## 2025 {#nam-2025}
"""


def test_an_outline_leaves_code_out() -> None:
    assert outline(SOURCE) == (
        AtxHeading(2, 2, "Quy mô công trình", ""),
        AtxHeading(8, 3, "Hầm chính", ""),
        AtxHeading(10, 2, "Quy mô công trình", ""),
        AtxHeading(12, 2, "2025", "nam-2025"),
    )


def test_ids_come_from_words_and_are_unique() -> None:
    assert own_ids(outline(SOURCE)) == ("quy-mo-cong-trinh", "ham-chinh", "quy-mo-cong-trinh-2", "nam-2025")
    assert own_ids(outline("## 规模\n\n## 2024\n\n## 规模\n")) == ("section-1", "section-2024", "section-3")


def test_a_translation_takes_the_ids_of_its_source_by_position() -> None:
    source = outline("## Quy mô\n\n### Hầm\n")
    assert translated_ids(source, outline("## 规模\n\n### 隧道\n")) == ("quy-mo", "ham")


def test_outlines_that_differ_keep_explicit_ids() -> None:
    source = outline("## Quy mô\n\n### Hầm\n")
    other = outline("## Scale\n\n## Tunnel {#ham}\n")
    assert not aligned(source, other)
    assert translated_ids(source, other) == ("scale", "ham")


def test_ids_are_written_without_moving_lines() -> None:
    headings = outline(SOURCE)
    changed = with_ids(SOURCE, headings, own_ids(headings))
    assert changed.count("\n") == SOURCE.count("\n")
    assert outline(changed) == tuple(
        AtxHeading(heading.line, heading.level, heading.text, id)
        for heading, id in zip(headings, own_ids(headings), strict=True)
    )


def test_an_unclosed_fence_hides_the_rest() -> None:
    assert outline("```\n## a\n") == ()
    assert outline("````\n```\n## a\n````\n## b\n") == (AtxHeading(4, 2, "b", ""),)
