"""The words by which office files name columns, units, totals and documents; capitals do not count."""

from __future__ import annotations

import re
import unicodedata

from ttdn_site.plans.agency_names import fold
from ttdn_site.plans.dates import PartialDate

NUMBER_HEADS = frozenset(("tt", "stt", "số tt", "số thứ tự", "no", "no."))
NOTE_HEADS = ("ghi chú",)
TITLE_HEADS = ("nội dung", "nhiệm vụ", "hoạt động", "tên công việc", "hạng mục", "danh mục", "công việc")
ROLE_HEADS = (
    ("coordinate", ("phối hợp",)),
    ("lead", ("chủ trì",)),
    ("advise", ("tham mưu",)),
    ("implement", ("đơn vị thực hiện", "cơ quan thực hiện")),
)
SCHEDULE_HEADS = ("thời gian", "tiến độ", "thời hạn")
TOTAL_HEADS = ("tổng kinh phí", "tổng cộng", "tổng số", "tổng", "cộng", "tổng mức")
TOTAL_ROWS = frozenset(("cộng", "tổng cộng", "tổng số", "tổng", "tổng kinh phí", "tổng cộng kinh phí"))
GROUP_TOTAL = re.compile(r"(?:cộng|tổng)\s+(?:nhóm|mục|phần)\b")

YEAR_HEAD = re.compile(r"(?:năm\s*)?((?:19|20)\d\d)\Z")
UNIT_LINE = re.compile(r"(?:đơn vị(?: tính)?|đvt)\s*:\s*([^()\n]+)", re.IGNORECASE)
SCALES = (
    ("tỷ đồng", 10**9),
    ("tỉ đồng", 10**9),
    ("triệu đồng", 10**6),
    ("nghìn đồng", 10**3),
    ("ngàn đồng", 10**3),
    ("đồng", 1),
)
WORDS_LINE = re.compile(r"\(?\s*(?:bằng chữ|số tiền bằng chữ)\s*:\s*(.+?)\s*\)?\s*\Z", re.IGNORECASE)

_NUMBER_AND_DATE = re.compile(
    r"(?P<kind>quyết\s+định|quyết|kế\s+hoạch|nghị\s+quyết)?\s*số:?\s*(?P<number>\d+\s*/\s*(?:\d{4}\s*/\s*)?[A-ZĐ][A-ZĐ\-]*[A-ZĐ])"
    r"(?:\s*,?\s*ngày\s+(?P<date>\d{1,2}(?:/\d{1,2}/|\s+tháng\s+\d{1,2}\s+năm\s+)\d{4}))?",
    re.IGNORECASE,
)
_PLACED_DATE = re.compile(r",\s*ngày\s+(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})", re.IGNORECASE)
_PERIOD = re.compile(r"((?:19|20)\d\d)年?\s*[-–—~～〜－]\s*((?:19|20)\d\d)")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_QUARTER = re.compile(r"quý\s+(IV|III|II|I|[1-4])\s*(?:/|năm|\s)\s*((?:19|20)\d\d)", re.IGNORECASE)
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def heading(text: str) -> str:
    """A header cell, ready to compare."""
    return fold(text.replace("\n", " ")).strip(" .:*")


def unit_of(text: str) -> tuple[str, int] | None:
    """The unit of a line such as “Đơn vị tính: Triệu đồng”: the words and how many đồng they mean."""
    match = UNIT_LINE.search(text)
    if match is None:
        return None
    words = match[1].strip(" .")
    for name, scale in SCALES:
        if name in fold(words):
            return words, scale
    return None


def document_of(text: str, carrying: bool = False) -> tuple[str, PartialDate | None] | None:
    """Number and date of the document that a line is about.

    carrying: only lines such as “(Kèm theo Quyết định số 281/QĐ-UBND ngày 12/4/2018)” or “Số: 93/KH-UBND” count, not
    references to other documents.
    """
    folded = fold(text)
    own = folded.startswith("số") or "kèm theo" in folded or "ban hành theo" in folded
    match = _NUMBER_AND_DATE.search(text)
    if match is None or (carrying and not own):
        return None
    number = re.sub(r"\s+", "", match["number"])
    return number, _date(match["date"] or "")


def placed_date(text: str) -> PartialDate | None:
    """The date of “Lai Châu, ngày 23 tháng 01 năm 2015”."""
    match = _PLACED_DATE.search(text)
    return None if match is None else PartialDate(int(match[3]), month=int(match[2]), day=int(match[1]))


def _date(text: str) -> PartialDate | None:
    parts = [int(part) for part in re.findall(r"\d+", text)]
    return PartialDate(parts[2], month=parts[1], day=parts[0]) if len(parts) == 3 else None


def period_of(text: str) -> tuple[int, int] | None:
    """The years of “giai đoạn 2018-2020” or, failing that, the one year named."""
    if match := _PERIOD.search(text):
        return int(match[1]), int(match[2])
    if match := _YEAR.search(text):
        return int(match[1]), int(match[1])
    return None


def schedule_of(text: str) -> dict[str, str] | None:
    """The fields of a schedule cell; None when it is in no known form (the words are then kept as printed)."""
    folded = fold(text)
    if match := _QUARTER.search(text):
        return {"when": f"{match[2]}-Q{_QUARTERS[match[1].lower()]}"}
    if match := _PERIOD.search(text):
        return {"from": match[1], "to": match[2]}
    if "thường xuyên" in folded or folded in ("hàng năm", "hằng năm"):
        return {"regular": "true"}
    if match := _YEAR.search(text):
        return {"when": match[1]}
    return None


def slug(text: str) -> str:
    """An id out of words: no marks, lower case, hyphens."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
