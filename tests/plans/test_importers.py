import io
import re
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from plans.office_files import (
    as_csv,
    as_docx,
    as_pasted,
    as_tabbed,
    as_xlsx,
    cell,
    docx,
    packed,
    paragraph,
    table,
)
from plans.plan_samples import PLANS, real_register

from ttdn_site.plans.importers import import_plan
from ttdn_site.plans.importers.tabbed import read_tabbed
from ttdn_site.plans.loader import load_plan
from ttdn_site.plans.model import Plan
from ttdn_site.plans.yaml_text import scalar
from ttdn_site.source.yamlnodes import Scalar, parse_yaml

REGISTER = real_register()


def published(name: str) -> Plan:
    path = f"docs/data/plans/{name}.yml"
    plan, _ = load_plan((PLANS / f"{name}.yml").read_text(encoding="utf-8"), path, REGISTER)
    assert plan is not None
    return plan


DIEN_BIEN, LAM_DONG = published("dien-bien-2018-2020"), published("lam-dong-2017-2020")
BINH_PHUOC = published("binh-phuoc-2014-2020")


def imported(data: bytes, name: str, id: str = "") -> tuple[Plan, str, list[str]]:
    text, problems = import_plan(data, name, REGISTER, id)
    assert text, problems
    stem = id or name.rpartition(".")[0]
    plan, mistakes = load_plan(text, f"docs/data/plans/{stem}.yml", REGISTER)
    assert plan is not None
    assert mistakes == [], text
    return plan, text, [problem.code.id for problem in problems]


def content(plan: Plan, tasks: bool = True) -> list[object]:
    """What an import must reproduce: numbers, titles, cells, bodies, hierarchy; not translations or editors' notes."""
    rows: list[object] = [(column.id, column.kind, column.year, column.sums, column.phase) for column in plan.columns]
    for row in (*(plan.task_rows if tasks else ()), *plan.lines, *plan.totals):
        amounts = tuple((a.state, a.value, a.printed) for a in getattr(row, "amounts", ()))
        printed = tuple((entry.role, entry.printed) for entry in getattr(row, "responsibilities", ()))
        rows.append((row.id, getattr(row, "parent", ""), row.number, row.title.get("vi"), amounts, printed))
    rows.append((plan.unit, plan.number_style, plan.tasks_from_lines))
    return rows


@pytest.mark.parametrize("plan", [DIEN_BIEN, LAM_DONG], ids=lambda plan: plan.id)
@pytest.mark.parametrize("form", ["docx", "txt", "word", "excel", "xlsx", "typed"])
def test_every_form_of_a_published_plan_gives_its_rows(plan: Plan, form: str) -> None:
    data, suffix = {
        "docx": lambda: (as_docx(plan), ".docx"),
        "txt": lambda: (as_pasted(plan), ".txt"),
        "word": lambda: (as_tabbed(plan, "word"), ".txt"),
        "excel": lambda: (as_tabbed(plan, "excel"), ".txt"),
        "xlsx": lambda: (as_xlsx(plan), ".xlsx"),
        "typed": lambda: (as_xlsx(plan, typed=True), ".xlsx"),
    }[form]()
    result, text, codes = imported(data, plan.id + suffix)
    assert content(result) == content(plan)
    assert result.document.number == plan.document.number
    assert result.document.date == plan.document.date
    assert (result.document.kind, result.place, result.period) == ("decision", plan.place, plan.period)
    assert set(codes) <= {"IM014"}
    assert "# table" in text or "# Kinh phí" in text


@pytest.mark.parametrize("plan", [LAM_DONG, BINH_PHUOC], ids=lambda plan: plan.id)
def test_csv_gives_the_rows_of_one_table(plan: Plan) -> None:
    result, _, _ = imported(as_csv(plan), f"{plan.id}.csv")
    assert content(result) == content(plan)


LETTERHEAD = """\
QUYẾT ĐỊNH
PHÊ DUYỆT KẾ HOẠCH NĂM 2018
(Kèm theo Quyết định số 1/QĐ-UBND ngày 12/4/2018 của UBND tỉnh Điện Biên)
Đơn vị tính: Triệu đồng
"""
PASTED = """\
TT\tNội dung\tĐơn vị
chủ trì\tNăm 2018\tTổng cộng\tGhi chú
I\tNhóm một
1\tViệc có
hai đoạn
và ba\tSở Nội vụ\t1.500\t1.500\t
2\t"Việc có ""tên"" trong ngoặc
và xuống dòng"\tSở Tài chính\t-\t-\tkinh phí thường xuyên
Tổng cộng\t1.500\t1.500\t
Nơi nhận: như trên
"""


def test_rows_broken_by_paragraphs_and_shortened_by_merged_cells() -> None:
    plan, text, _ = imported((LETTERHEAD + PASTED).encode(), "a.txt")
    assert [(line.id, line.title.get("vi")) for line in plan.lines] == [
        ("I", "Nhóm một"),
        ("I.1", "Việc có\nhai đoạn\nvà ba"),
        ("I.2", 'Việc có "tên" trong ngoặc\nvà xuống dòng'),
    ]
    assert [[amount.printed for amount in row.amounts] for row in (*plan.lines, *plan.totals)] == [
        ["", ""], ["1.500", "1.500"], ["-", "-"], ["1.500", "1.500"],
    ]  # fmt: skip
    assert [line.note.get("vi") for line in plan.lines] == ["", "", "kinh phí thường xuyên"]
    assert [entry.printed for entry in plan.lines[1].responsibilities] == ["Sở Nội vụ"]
    assert plan.unit is not None
    assert plan.unit.scale == 10**6
    assert "# table 1, row 3" in text


@pytest.mark.parametrize("over", ["Kinh phí", "Kinh phí\t"], ids=["word", "excel"])
def test_a_header_of_two_rows_among_tabs(over: str) -> None:
    head = f"TT\tNội dung\tĐơn vị chủ trì\t{over}\tGhi chú\n\t\t\tNăm 2018\tNăm 2019\t"
    rows = "1\tMột\tSở Nội vụ\t1.500\t2\t\n2\tHai\t\t1\t2\tx\n"
    plan, _, _ = imported(f"{LETTERHEAD}{head}\n{rows}".encode(), "a.txt")
    assert [(column.id, [over.get("vi") for over in column.over]) for column in plan.columns] == [
        ("y2018", ["Kinh phí"]),
        ("y2019", ["Kinh phí"]),
    ]
    assert [line.note.get("vi") for line in plan.lines] == ["", "x"]


@given(st.text(st.sampled_from('a1I\t\n" -'), max_size=60))
def test_any_tabs_and_quotation_marks_are_read_as_something(text: str) -> None:
    document = read_tabbed(text)
    for found in document.tables:
        assert len({len(row) for row in found.rows}) <= 1
    cells = (cell.text for found in document.tables for row in found.rows for cell in row)
    words = "".join((*document.paragraphs, *cells))
    assert {character for character in text if character in "a1I"} == {c for c in words if c in "a1I"}


def test_bodies_are_resolved_and_slips_asked_about() -> None:
    result, text, codes = imported(as_docx(DIEN_BIEN), "dien-bien-2018-2020.docx")
    assert codes == ["IM014"]
    assert "# ? unknown body: “Sở Thông tin và Truyền”; is it “Sở Thông tin và Truyền thông”?" in text
    other = {line.id: line for line in DIEN_BIEN.lines}
    for line in result.lines:
        if line.id != "IV.6":
            assert [e.bodies for e in line.responsibilities] == [e.bodies for e in other[line.id].responsibilities]


def test_rows_keep_their_place_in_the_source() -> None:
    _, text, _ = imported(as_docx(DIEN_BIEN), "dien-bien-2018-2020.docx")
    assert re.search(r"- id: IV\.5 +# table 2, row 25\n", text)


def letter(body: str, **parts: str) -> bytes:
    """A Word file with everything before its table that a plan needs."""
    front = ("QUYẾT ĐỊNH", "PHÊ DUYỆT KẾ HOẠCH NĂM 2018", "Đơn vị tính: Triệu đồng")
    annex = "(Kèm theo Quyết định số 1/QĐ-UBND ngày 12/4/2018 của UBND tỉnh Điện Biên)"
    return docx("".join(paragraph(text) for text in (*front, annex)) + body, **parts)


HEAD = ["TT", "Nội dung", "Đơn vị chủ trì", "Năm 2018", "Tổng cộng"]


def rows_of(*rows: list[str], head: list[str] = HEAD) -> str:
    return table([[cell(text) for text in row] for row in ([head, *rows] if head else rows)])


def test_two_level_header_with_vertical_merges() -> None:
    body = table(
        [
            [
                cell("TT", merge="restart"),
                cell("Nội dung", merge="restart"),
                cell("Kinh phí", 2),
                cell("Ghi chú", merge="restart"),
            ],
            [cell("", merge="c"), cell("", merge="c"), cell("Năm 2018"), cell("Năm 2019"), cell("", merge="c")],
            [cell("1"), cell("Một"), cell("1.500"), cell("-"), cell("")],
        ]
    )
    plan, _, _ = imported(letter(body), "a.docx")
    assert [(column.id, column.over[0].get("vi")) for column in plan.columns] == [
        ("y2018", "Kinh phí"),
        ("y2019", "Kinh phí"),
    ]
    assert [amount.printed for amount in plan.lines[0].amounts] == ["1.500", "-"]


def test_a_table_split_over_pages_with_its_header_repeated() -> None:
    body = (
        rows_of(["I", "Nhóm", "", "5", "5"], ["1", "Một", "Sở Nội vụ", "2", "2"])
        + paragraph("")
        + rows_of(["2", "Hai", "Sở Nội vụ", "3", "3"])
    )
    plan, _, _ = imported(letter(body), "a.docx")
    assert [line.id for line in plan.lines] == ["I", "I.1", "I.2"]
    without = rows_of(["1", "Một", "", "2", "2"]) + rows_of(["2", "Hai", "", "3", "3"], head=[])
    plan, _, _ = imported(letter(without), "a.docx")
    assert [line.id for line in plan.lines] == ["1", "2"]


def test_a_header_repeated_inside_a_table_is_no_row() -> None:
    plan, _, _ = imported(letter(rows_of(["1", "Một", "", "2", "2"], HEAD, ["2", "Hai", "", "3", "3"])), "a.docx")
    assert [line.id for line in plan.lines] == ["1", "2"]


NUMBERING = """<w:numbering NS>
<w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum>
<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""


def test_automatic_numbers_are_those_that_word_shows() -> None:
    def row(level: int, title: str) -> list[str]:
        return [cell("", number=("7", level)), cell(title), cell("Sở Nội vụ" if level else ""), cell("1"), cell("1")]

    body = table([[cell(text) for text in HEAD], row(0, "A"), row(1, "B"), row(1, "C"), row(0, "D"), row(1, "E")])
    plan, _, _ = imported(letter(body, numbering=NUMBERING), "a.docx")
    assert [(line.id, line.number) for line in plan.lines] == [
        ("I", "I"), ("I.1", "1."), ("I.2", "2."), ("II", "II"), ("II.1", "1."),
    ]  # fmt: skip


def test_letters_under_digits_under_roman_numbers() -> None:
    rows = [
        ["I", "Nhóm"],
        ["1", "Một"],
        ["a)", "Ý"],
        ["b)", "Ý hai"],
        ["2", "Hai"],
        ["2.1", "Nhỏ"],
        ["II", "Nhóm hai"],
        ["1", "Một"],
    ]
    plan, _, _ = imported(letter(rows_of(*([n, t, "", "1", "1"] for n, t in rows))), "a.docx")
    assert [line.id for line in plan.lines] == ["I", "I.1", "I.1.a", "I.1.b", "I.2", "I.2.1", "II", "II.1"]


def test_schedules_are_read_where_they_can_be() -> None:
    head = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian thực hiện"]
    times = ["Quý III/2023", "2014 - 2020", "Thường xuyên", "Năm 2015", "Sau khi có hướng dẫn"]
    body = rows_of(*([str(n), f"Việc {n}", "Sở Nội vụ", time] for n, time in enumerate(times, 1)), head=head)
    plan, _, codes = imported(letter(body), "a.docx")
    schedules = [task.schedule for task in plan.tasks]
    assert [(str(s.start or ""), str(s.end or ""), s.regular) for s in schedules if s is not None] == [
        ("2023-Q3", "2023-Q3", False),
        ("2014", "2020", False),
        ("", "", True),
        ("2015", "2015", False),
        ("", "", False),
    ]
    assert "IM022" in codes


def test_mixed_separators_are_asked_about_not_guessed() -> None:
    text, problems = import_plan(docx(rows_of(["1", "Một", "", "1.990", "2,150"])), "a.docx", REGISTER)
    assert "IM011" in {problem.code.id for problem in problems}
    assert "number_style: " not in re.sub(r"#.*", "", text)


def test_a_formula_is_never_left_out_in_silence() -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["TT", "Nội dung", "Đơn vị chủ trì", "2018", "Tổng cộng"])
    sheet.append([1, "Một", "Sở Nội vụ", 990, "=SUM(D2:D2)"])
    data = io.BytesIO()
    book.save(data)
    text, problems = import_plan(data.getvalue(), "a.xlsx", REGISTER)
    told = [dict(problem.parameters) for problem in problems if problem.code.id == "IM024"]
    assert told == [{"cell": "E2", "sheet": sheet.title}]
    assert "amounts: {y2018: 990}" in text
    # The same after a program has calculated it.
    kept = data.getvalue()
    with zipfile.ZipFile(io.BytesIO(kept)) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    main = "xl/worksheets/sheet1.xml"
    parts[main] = (
        parts[main]
        .replace("<f>SUM(D2:D2)</f><v></v>", "<f>SUM(D2:D2)</f><v>990</v>")
        .replace("<f>SUM(D2:D2)</f><v/>", "<f>SUM(D2:D2)</f><v>990</v>")
    )
    text, problems = import_plan(packed(parts), "a.xlsx", REGISTER)
    assert [problem.code.id for problem in problems if problem.code.id in ("IM020", "IM024")] == ["IM020"]
    assert "total: 990}" in text


def test_everything_that_is_missing_is_asked() -> None:
    _, problems = import_plan(docx(rows_of(["1", "Một", "", "990", "990"])), "a.docx", REGISTER)
    assert {"IM012", "IM013", "IM018", "IM019"} <= {problem.code.id for problem in problems}


def broken(**files: str) -> bytes:
    return packed({"[Content_Types].xml": "<Types/>"} | files)


TCVN3 = "Céng hoµ x· héi chñ nghÜa ViÖt Nam §éc lËp Tù do H¹nh phóc"
VNI = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam Ñoäc laäp Töï do Haïnh phuùc"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"%PDF-1.7", "a.docx", "IM002"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.docx", "IM003"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xlsx", "IM003"),
        (as_xlsx(DIEN_BIEN), "a.docx", "IM002"),
        (as_docx(DIEN_BIEN), "a.xlsx", "IM002"),
        (docx("") [:200], "a.docx", "IM008"),
        (docx("<w:p>"), "a.docx", "IM008"),
        (broken(**{"word/document.xml": "<a/>", "word/vbaProject.bin": "x"}), "a.docx", "IM004"),
        (broken(**{"[Content_Types].xml": "<T>macroEnabled</T>", "word/document.xml": "<a/>"}), "a.docx", "IM004"),
        (docx("<w:p><w:ins w:id='1'><w:r><w:t>mới</w:t></w:r></w:ins></w:p>"), "a.docx", "IM005"),
        (docx("<w:p><w:del w:id='1'><w:r><w:delText>cũ</w:delText></w:r></w:del></w:p>"), "a.docx", "IM005"),
        (docx('<w:p><w:r><w:rPr><w:rFonts w:ascii=".VnTime"/></w:rPr><w:t>x</w:t></w:r></w:p>'), "a.docx", "IM006"),
        (docx(rows_of(["1", TCVN3, "", "1", "1"])), "a.docx", "IM006"),
        (docx(paragraph(VNI) + rows_of(["1", "Mot", "", "1", "1"])), "a.docx", "IM006"),
        (TCVN3.encode(), "a.txt", "IM006"),
        (VNI.encode(), "a.csv", "IM006"),
        ("Tỉnh".encode("utf-16-be"), "a.csv", "IM009"),
        (b"\xff\xffabc", "a.txt", "IM009"),
        (packed({"xl/revisions/revisionLog1.xml": "<x/>", "xl/workbook.xml": "<a/>"}), "a.xlsx", "IM005"),
        (b"x", "a.pdf", "IM001"),
        (b"x", "noname", "IM001"),
        ("Kế hoạch bằng văn xuôi".encode(), "a.txt", "IM010"),
        (broken(**{"word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}), "a.docx", "IM008"),
        (broken(**{f"word/{number}.xml": "" for number in range(2100)}), "a.docx", "IM007"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_refused_with_a_reason(data: bytes, name: str, code: str) -> None:
    text, problems = import_plan(data, name, REGISTER)
    assert text == ""
    assert [problem.code.id for problem in problems] == [code]


def test_unicode_vietnamese_is_never_taken_for_an_old_encoding() -> None:
    for path in sorted(PLANS.glob("*.yml")):
        _, problems = import_plan(path.read_bytes(), "a.txt", REGISTER)
        assert "IM006" not in {problem.code.id for problem in problems}


def test_a_word_table_of_200_rows_is_read_whole() -> None:
    rows = [
        [str(n), f"Tuyên truyền số {n}", "Sở Thông tin và Truyền thông; Sở Nội vụ", "1.500", "1.500"]
        for n in range(1, 201)
    ]
    data = letter(rows_of(*rows))
    plan, _, _ = imported(data, "a.docx")
    assert len(plan.lines) == 200


@given(
    st.text(
        st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t'\"#:-{}[]\\"), min_size=1, max_size=30
    )
)
def test_what_is_written_is_read_back(text: str) -> None:
    node, problems = parse_yaml(f"a: {scalar(text)}\n", "a.yml")
    assert problems == []
    assert node is not None
    value = node.get("a")  # type: ignore[union-attr]  # the document is a mapping
    assert isinstance(value, Scalar)
    assert value.text == text


def test_same_file_same_text() -> None:
    data = as_docx(DIEN_BIEN)
    assert import_plan(data, "a.docx", REGISTER) == import_plan(data, "a.docx", REGISTER)
