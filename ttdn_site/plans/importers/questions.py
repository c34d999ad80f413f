"""What an import could not decide, or decided by guessing: one problem each, for a person to look at."""

from __future__ import annotations

from dataclasses import replace

from ttdn_site.plans.agency_names import NamedBody
from ttdn_site.problems import Location, Problem, Severity, declare, problem

NO_TABLE = declare(
    "IM010",
    Severity.ERROR,
    "No table of tasks or amounts was found",
    "A plan told in prose is written by hand: copy a published plan of that kind and replace its rows",
    wrong="a plan whose tasks are paragraphs",
    right="a plan with a table “TT | Nội dung | Đơn vị chủ trì | Đơn vị phối hợp”",
)
MIXED_STYLE = declare(
    "IM011",
    Severity.WARNING,
    "The figures separate thousands in more than one way: {styles}",
    "Decide from the signed document and write “number_style” into the imported file",
    wrong="1.990 and 2,150 in one table",
    right="1.990 and 2.150",
)
NO_UNIT = declare(
    "IM012",
    Severity.WARNING,
    "No unit was found (“Đơn vị tính: …”)",
    "Write “unit” into the imported file: currency, scale and the words as printed",
    wrong="a table without its unit line",
    right="Đơn vị tính: Triệu đồng",
)
NO_NUMBER = declare(
    "IM013",
    Severity.WARNING,
    "The number and date of the document were not found",
    "Write them into the imported file under “document”",
    wrong="an annex without its first page",
    right="(Kèm theo Quyết định số 281/QĐ-UBND ngày 12/4/2018)",
)
UNKNOWN_BODY = declare(
    "IM014",
    Severity.WARNING,
    "{where}: “{printed}” is not a body of the agency register",
    "The known name most like it: {suggestion}. Name the body under “bodies”, or add it to docs/data/agencies.yml",
    wrong="Sở Thông tin và Truyền",
    right="Sở Thông tin và Truyền thông",
)
# The same question where the register knows no name that is alike.
NOTHING_ALIKE = replace(UNKNOWN_BODY, hint="Name the body under “bodies”, or add it to docs/data/agencies.yml")
UNNAMED_COLUMN = declare(
    "IM015",
    Severity.WARNING,
    "{where}: column {column} has no heading that is known; it was taken for “{role}”",
    "Check the column in the imported file",
    wrong="a heading lost in a merged cell",
    right="Tổng kinh phí",
)
TABLE_LEFT_OUT = declare(
    "IM016",
    Severity.WARNING,
    "{where} was left out: the plan already has a table of this kind",
    "If it belongs to the plan, import it alone and put its rows into the file",
    wrong="two different budget tables",
    right="one budget table",
)
UNSURE_PLACE = declare(
    "IM017",
    Severity.WARNING,
    "{where}: the row has no number; it was put under “{parent}”",
    "Check the place of the row in the imported file",
    wrong="an unnumbered row after a numbered one",
    right="1.1 after 1",
)
NO_PROVINCE = declare(
    "IM018",
    Severity.WARNING,
    "It is not clear which province the plan belongs to",
    "Write “place” and “issuer” into the imported file",
    wrong="a document that names no province",
    right="ỦY BAN NHÂN DÂN TỈNH ĐIỆN BIÊN",
)
NO_TITLE = declare(
    "IM019",
    Severity.WARNING,
    "The title of the plan was not found; the file's name was taken",
    "Write the title into the imported file as the document prints it",
    wrong="an annex without its first page",
    right="KẾ HOẠCH / Triển khai hoạt động thông tin đối ngoại",
)
SHORT_ROW = declare(
    "IM021",
    Severity.WARNING,
    "{where}: the row has {cells} cells, the table {columns}",
    "Check that its cells came under the right columns",
    wrong="a header row of which one cell is left",
    right="a row with all its cells",
)
UNREAD_SCHEDULE = declare(
    "IM022",
    Severity.NOTE,
    "{where}: the time “{printed}” was kept as printed, without dates",
    "Add “from”, “to”, “when” or “regular” to its schedule if it can be told",
    wrong="sau khi có hướng dẫn",
    right="Quý III/2023",
)
NO_STYLE = declare(
    "IM023",
    Severity.NOTE,
    "No figure has a thousands separator, so the number style is not known",
    "Nothing needs to be done unless a figure with a separator is added later",
    wrong="562 | 90 | 40",
    right="1.990 | 2.150",
)


def ask_unknown_body(name: str, where: str, body: NamedBody) -> Problem:
    """Who a printed name is that the register does not know. name: the file; where: table and row."""
    code = UNKNOWN_BODY if body.suggestion else NOTHING_ALIKE
    return problem(code, Location(name), where=where, printed=body.printed, suggestion=body.suggestion)
