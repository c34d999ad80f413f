"""Office files made by hand for the import tests: the least XML that Word and Excel would open."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty

from ttdn_site.plans.amounts import parse_amount
from ttdn_site.plans.model import AmountState, Line, NumberStyle, Plan, Responsibility, Role, Task, TaskGroup
from ttdn_site.problems import Location

_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
Rows = list[list[str]]


def paragraph(text: str, number: tuple[str, int] | None = None) -> str:
    listed = ""
    if number is not None:
        listed = f'<w:pPr><w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr></w:pPr>'
    return f'<w:p>{listed}<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def cell(text: str, span: int = 1, merge: str = "", number: tuple[str, int] | None = None) -> str:
    properties = (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "") + (
        "" if not merge else '<w:vMerge w:val="restart"/>' if merge == "restart" else "<w:vMerge/>"
    )
    lines = "".join(paragraph(line, number) for line in text.split("\n"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{lines}</w:tc>"


def table(rows: list[list[str]]) -> str:
    """Rows of ready cells."""
    return "<w:tbl>" + "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows) + "</w:tbl>"


def merged(texts: list[str]) -> list[str]:
    """Cells of one row; a long text repeated beside itself becomes one cell over several columns."""
    cells: list[str] = []
    position = 0
    while position < len(texts):
        span = 1
        text = texts[position]
        while len(text) > 3 and not text[0].isdigit() and texts[position + span : position + span + 1] == [text]:
            span += 1
        cells.append(cell(text, span))
        position += span
    return cells


def docx(body: str, **parts: str) -> bytes:
    """A .docx with this body; `parts` adds or replaces parts of `word/` (numbering, styles)."""
    files = {
        "[Content_Types].xml": _TYPES,
        "word/document.xml": f"<w:document {_NAMESPACE}><w:body>{body}</w:body></w:document>",
    }
    files.update({f"word/{name}.xml": content.replace("NS", _NAMESPACE, 1) for name, content in parts.items()})
    return packed(files)


def packed(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return buffer.getvalue()


def front(plan: Plan) -> list[str]:
    """The paragraphs before the tables: letterhead, title, what the annex belongs to."""
    place = plan.document.issuer
    date = plan.document.date
    assert date is not None
    name = {"dien-bien": "Điện Biên", "lam-dong": "Lâm Đồng", "binh-phuoc": "Bình Phước"}[plan.place]
    assert place
    day = f"{date.day:02d}/{date.month}/{date.year}"
    return [
        "QUYẾT ĐỊNH",
        plan.title.get("vi").upper(),
        f"ỦY BAN NHÂN DÂN TỈNH {name.upper()}",
        "Căn cứ Nghị định số 72/2015/NĐ-CP ngày 07 tháng 9 năm 2015 của Chính phủ;",
        f"(Kèm theo Quyết định số {plan.document.number} ngày {day} của UBND tỉnh {name})",
    ]


def _printed(responsibilities: tuple[Responsibility, ...], role: Role) -> str:
    return next((entry.printed for entry in responsibilities if entry.role is role), "")


def task_rows(plan: Plan) -> Rows:
    rows = [["TT", "Nội dung thực hiện", "Đơn vị chủ trì", "Đơn vị phối hợp"]]
    for row in plan.task_rows:
        title = row.title.get("vi")
        if isinstance(row, TaskGroup):
            rows.append([row.number, title, title, title])
        else:
            assert isinstance(row, Task)
            lead = _printed(row.responsibilities, Role.LEAD)
            rows.append([row.number, title, lead, _printed(row.responsibilities, Role.COORDINATE)])
    return rows


def budget_rows(plan: Plan) -> Rows:
    """Two header rows, the lines and the grand total, merged cells repeating their words."""
    over = [column.over[0].get("vi") if column.over else column.title.get("vi") for column in plan.columns]
    titles = [column.title.get("vi") for column in plan.columns]
    rows = [
        ["TT", "Nội dung thực hiện", "Đơn vị chủ trì", "Đơn vị phối hợp", *over, "Ghi chú"],
        ["", "", "", "", *(title if title != above else "" for title, above in zip(titles, over, strict=True)), ""],
    ]
    for line in plan.lines:
        rows.append(_budget_row(plan, line))
    total = plan.grand_total
    assert total is not None
    title = total.title.get("vi")
    rows.append(["", title, "", "", *(amount.printed for amount in total.amounts), ""])
    return rows


def _budget_row(plan: Plan, line: Line) -> list[str]:
    title = line.title.get("vi")
    lead = _printed(line.responsibilities, Role.LEAD)
    coordinate = _printed(line.responsibilities, Role.COORDINATE)
    if not line.responsibilities and not line.parent:
        lead = coordinate = title
    return [line.number, title, lead, coordinate, *(a.printed for a in line.amounts), line.note.get("vi")]


def after(plan: Plan) -> list[str]:
    total = plan.grand_total
    return [f"Bằng chữ: {total.words.text}"] if total is not None and total.words is not None else []


def as_docx(plan: Plan) -> bytes:
    body = [paragraph(text) for text in front(plan)]
    if plan.task_rows and not plan.tasks_from_lines:
        body.append(table([merged(row) for row in task_rows(plan)]))
    if plan.lines:
        body.append(paragraph("Đơn vị tính: Triệu đồng"))
        first, second, *rest = budget_rows(plan)
        heads = [
            cell(text, merge="restart") if not below else cell(text) for text, below in zip(first, second, strict=True)
        ]
        upper = merged(first) if any(second) else heads
        lower = [cell(text) if text else cell("", merge="continue") for text in second]
        body.append(table([upper, lower, *(merged(row) for row in rest)]))
    body.extend(paragraph(text) for text in after(plan))
    return docx("".join(body))


def as_pasted(plan: Plan) -> bytes:
    def pasted(rows: Rows) -> list[str]:
        return [line for row in rows for line in (*(f"\t{text or ' '}" for text in row), "")]

    lines = front(plan)
    if plan.task_rows and not plan.tasks_from_lines:
        lines += [*pasted(task_rows(plan)), ""]
    if plan.lines:
        lines += ["Đơn vị tính: Triệu đồng", *pasted(budget_rows(plan)), ""]
    return "\n".join([*lines, *after(plan)]).encode()


def as_tabbed(plan: Plan, program: str) -> bytes:
    """Rows as a program puts them on the clipboard, one a line: Excel leaves merged cells blank and quotes line breaks,
    Word gives a merged cell once and every paragraph of a cell a line of its own."""

    def pasted(rows: Rows) -> list[str]:
        lines = []
        for row in rows:
            same = [
                position > 0 and len(text) > 3 and not text[0].isdigit() and text == row[position - 1]
                for position, text in enumerate(row)
            ]
            if program == "excel":
                cells = ["" if copy else text for text, copy in zip(row, same, strict=True)]
                cells = ['"' + cell.replace('"', '""') + '"' if "\n" in cell or '"' in cell else cell for cell in cells]
            else:
                cells = [text for text, copy in zip(row, same, strict=True) if not copy]
            lines.append("\t".join(cells))
        return lines

    lines = front(plan)
    if plan.task_rows and not plan.tasks_from_lines:
        lines += pasted(task_rows(plan))
    if plan.lines:
        lines += ["Đơn vị tính: Triệu đồng", *pasted(budget_rows(plan))]
    return "\r\n".join([*lines, *after(plan)]).encode()


def as_csv(plan: Plan) -> bytes:
    """One table; a CSV file cannot hold two."""
    rows = budget_rows(plan) if plan.lines else task_rows(plan)
    quoted = [";".join('"' + text.replace('"', '""') + '"' for text in row) for row in rows]
    head = [f'"{text}"' for text in front(plan)]
    return ("\ufeff" + "\r\n".join([*head, '"Đơn vị tính: Triệu đồng"', *quoted])).encode()


def as_xlsx(plan: Plan, typed: bool = False) -> bytes:
    """A workbook with a sheet per table; `typed`: figures as numbers, with the style declared in the properties."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Nhiệm vụ"
    for text in front(plan):
        sheet.append([text])
    if plan.task_rows and not plan.tasks_from_lines:
        for row in task_rows(plan):
            sheet.append([text or None for text in row])
    if plan.lines:
        sheet = book.create_sheet("Kinh phí")
        sheet.append(["Đơn vị tính: Triệu đồng"])
        for row in budget_rows(plan):
            sheet.append([_value(text, position, plan) if typed else text or None for position, text in enumerate(row)])
    if typed and plan.number_style is not None:
        declared = StringProperty(name="plan.number_style", value=plan.number_style.value)
        book.custom_doc_props.append(declared)  # type: ignore[attr-defined]  # the stubs do not know this attribute
    for text in after(plan):
        book.create_sheet("Bằng chữ").append([text])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _value(text: str, position: int, plan: Plan) -> str | int | None:
    if 4 <= position < 4 + len(plan.columns):
        amount = parse_amount(text, plan.number_style or NumberStyle.DOT, Location(""))
        if amount.state is AmountState.STATED and amount.value is not None:
            return int(amount.value)
    return text or None
