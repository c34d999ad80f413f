"""What an imported document says about itself: number, date, kind, title, province, unit, period, words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ttdn_site.plans.agencies import AgencyRegister
from ttdn_site.plans.agency_names import fold
from ttdn_site.plans.dates import PartialDate
from ttdn_site.plans.importers.sheet import SourceDocument
from ttdn_site.plans.importers.words import WORDS_LINE, document_of, placed_date, unit_of

_KINDS = (("QĐ", "decision"), ("KH", "plan"), ("NQ", "resolution"), ("CTr", "programme"), ("TB", "notice"))
_HEADINGS = {"quyết định": "decision", "kế hoạch": "plan", "đề án": "scheme", "chương trình": "programme"}
_ISSUER = "uy-ban-nhan-dan"


@dataclass(frozen=True, slots=True)
class Facts:
    """What was found; empty or None where nothing was."""

    number: str
    date: PartialDate | None
    kind: str
    title: str
    place: str
    issuer: str
    unit: tuple[str, int] | None
    words: str


def facts_of(document: SourceDocument, register: AgencyRegister) -> Facts:
    """Read the paragraphs and the cells outside the tables of tasks and amounts."""
    lines = [line for part in document.parts for line in _lines(part)]
    number, date = _number(lines)
    place = _place(lines, date, register)
    issuer = f"{place}-{_ISSUER}"
    heading, title = _title(lines)
    kind = kind_of(number, heading or "other")
    return Facts(
        number=number,
        date=date,
        kind=kind,
        title=title,
        place=place,
        issuer=issuer if issuer in register else "",
        unit=next((unit for line in lines if (unit := unit_of(line)) is not None), None),
        words=next((match[1] for line in lines if (match := WORDS_LINE.match(line))), ""),
    )


def kind_of(number: str, default: str) -> str:
    """The kind of document that the symbol of a number stands for (`281/QĐ-UBND`: a decision)."""
    return next((kind for mark, kind in _KINDS if f"/{mark}-" in number), default)


def _lines(part: object) -> list[str]:
    """Lines of a paragraph; for a table the cells of its first rows, where a letterhead or a unit may stand."""
    if isinstance(part, str):
        return [line.strip() for line in part.split("\n") if line.strip()]
    rows = getattr(part, "rows", ())[:3]
    return [line.strip() for row in rows for cell in row for line in cell.text.split("\n") if line.strip()]


def _number(lines: list[str]) -> tuple[str, PartialDate | None]:
    """The document's own number: from its letterhead or from “kèm theo …”, never from its legal bases."""
    number, date = "", None
    for line in lines:
        found = document_of(line, carrying=True)
        if found is not None and (not number or (date is None and found[0] == number)):
            number, date = found
    if date is None:
        date = next((placed for line in lines[:40] if (placed := placed_date(line)) is not None), None)
    return number, date


def _place(lines: list[str], date: PartialDate | None, register: AgencyRegister) -> str:
    """The province named most often as “tỉnh …”; of two records of one name, the one valid on the day."""
    text = fold(" ".join(lines))
    best, most = "", 0
    for place in register.places:
        if date is not None and (
            (place.valid_to is not None and date.first > place.valid_to.last)
            or (place.valid_from is not None and date.last < place.valid_from.first)
        ):
            continue
        name = fold(place.name.get(register_language(register)))
        count = len(re.findall(rf"\btỉnh {re.escape(name)}\b", text))
        if count > most:
            best, most = place.id, count
    return best


def register_language(register: AgencyRegister) -> str:
    """The language of the register's official names: the first one of its first place."""
    return register.places[0].name.segments[0] if register.places and register.places[0].name else ""


def _title(lines: list[str]) -> tuple[str, str]:
    """The heading (“KẾ HOẠCH”) and the line after it."""
    for position, line in enumerate(lines[:-1]):
        kind = _HEADINGS.get(fold(line))
        if kind and line.isupper():
            return kind, lines[position + 1]
    return "", ""
