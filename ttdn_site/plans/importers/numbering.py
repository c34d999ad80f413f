"""Word's automatic numbers: the text that Word shows before a numbered paragraph and does not store in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from ttdn_site.plans.numbering import to_roman

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class _Level:
    format: str
    text: str
    start: int


@dataclass(slots=True)
class Numbering:
    """The lists of one document and how far each has counted. Made per file, used in document order."""

    levels: dict[str, dict[int, _Level]]
    lists: dict[str, str]
    styles: dict[str, tuple[str, int]]
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)

    @staticmethod
    def read(numbering: bytes, styles: bytes) -> Numbering:
        """Read `numbering.xml` and the numbered styles of `styles.xml`; either may be missing."""
        levels: dict[str, dict[int, _Level]] = {}
        lists: dict[str, str] = {}
        if numbering:
            root = fromstring(numbering)
            for abstract in root.iter(f"{W}abstractNum"):
                levels[abstract.get(f"{W}abstractNumId", "")] = {
                    _int(level.get(f"{W}ilvl")): _Level(
                        _value(level, "numFmt") or "decimal", _value(level, "lvlText"), _int(_value(level, "start"), 1)
                    )
                    for level in abstract.iter(f"{W}lvl")
                }
            for item in root.iter(f"{W}num"):
                lists[item.get(f"{W}numId", "")] = _value(item, "abstractNumId")
        numbered: dict[str, tuple[str, int]] = {}
        if styles:
            for style in fromstring(styles).iter(f"{W}style"):
                properties = style.find(f"{W}pPr/{W}numPr")
                if properties is not None:
                    numbered[style.get(f"{W}styleId", "")] = (
                        _value(properties, "numId"),
                        _int(_value(properties, "ilvl")),
                    )
        return Numbering(levels, lists, numbered)

    def next(self, paragraph: Element) -> str:
        """The number that Word shows before a paragraph, empty for an unnumbered one. Counts on."""
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            return ""
        own = properties.find(f"{W}numPr")
        if own is not None:
            number, level = _value(own, "numId"), _int(_value(own, "ilvl"))
        else:
            number, level = self.styles.get(_value(properties, "pStyle"), ("", 0))
        abstract = self.lists.get(number, "")
        levels = self.levels.get(abstract, {})
        if number in ("", "0") or level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [key for key in counts if key > level]:
            del counts[deeper]
        text = levels[level].text
        if levels[level].format == "bullet":
            return "-"
        for above in range(level + 1):
            shown = levels.get(above, levels[level])
            text = text.replace(f"%{above + 1}", _shown(counts.get(above, shown.start), shown.format))
        return text.strip()


def _shown(value: int, format: str) -> str:
    if format in ("upperRoman", "lowerRoman"):
        roman = to_roman(value)
        return roman if format == "upperRoman" else roman.lower()
    if format in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (value - 1) % 26)
        return letter.upper() if format == "upperLetter" else letter
    return f"{value:02d}" if format == "decimalZero" else str(value)


def _value(parent: Element, tag: str) -> str:
    child = parent.find(f"{W}{tag}")
    return "" if child is None else child.get(f"{W}val", "")


def _int(text: str | None, default: int = 0) -> int:
    return int(text) if text and text.isdigit() else default
