"""Stamps of secret and internal documents, left in a text that was copied from one.

The degrees are those of the Law on Protection of State Secrets. A stamp stands alone on its
line, or behind “Độ mật:”; words in a sentence (bí mật, mật ong, “dấu TỐI MẬT”) are no stamp. Nothing is quoted.
"""

from __future__ import annotations

import re

from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.source.text import position

MARKED = declare(
    "SF006",
    Severity.ERROR,
    "The text bears the mark of a secret or internal document",
    "Do not publish it; tell the officer in charge of state secrets. If no document is meant, rewrite the line",
    wrong="(a line with nothing but the stamp)",
    right="(a text that was written for the public)",
)

_STAMPS = (
    "MẬT|TỐI MẬT|TUYỆT MẬT|LƯU HÀNH NỘI BỘ|TÀI LIỆU MẬT|KHÔNG PHỔ BIẾN|"
    "SECRET|TOP SECRET|CONFIDENTIAL|STRICTLY CONFIDENTIAL|INTERNAL USE ONLY|FOR INTERNAL USE ONLY|"
    "FOR OFFICIAL USE ONLY|绝密|机密|秘密|内部资料|内部文件|極秘|機密|秘|部外秘|取扱注意"
)
# What may surround a stamp on its line: marks of Markdown, brackets, a key of front matter, cells of a table.
_FRAME = r"[ \t>#*_|\[\](){}【】《》\"'“”!=~.:-]{0,40}"
_ALONE = re.compile(rf"^(?:[a-z_-]+:)?{_FRAME}({_STAMPS}){_FRAME}$", re.MULTILINE)
_LABELLED = re.compile(
    r"(?:(?:mức )?độ mật|dấu độ mật|密级|秘密区分)\**[ \t]*[:：][ \t]*[*_\"“]*"
    r"((?:tuyệt |tối )?mật|绝密|机密|秘密|極秘|秘)(?=[*_\"”\s]*(?:$|[.;,)|]))",
    re.IGNORECASE | re.MULTILINE,
)
SIGNS = (
    *("MẬT", "Mật", "mật", "NỘI BỘ", "PHỔ BIẾN", "SECRET", "CONFIDENTIAL", "USE ONLY"),
    *("密", "秘", "内部", "取扱注意"),
)


def scan(text: str, path: str) -> list[Problem]:
    """A problem for each stamp, where it stands."""
    found = {match.start(1) for pattern in (_ALONE, _LABELLED) for match in pattern.finditer(text)}
    return [problem(MARKED, Location(path, *position(text, offset))) for offset in sorted(found)]
