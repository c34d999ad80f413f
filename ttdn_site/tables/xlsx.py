"""An Excel workbook (ECMA-376, SpreadsheetML): typed numbers, frozen headers, one sheet a table.

The parts are written here, not by a library: they are few, the bytes are then the same for the same input, and a plan
of thousands of lines takes a tenth of the time. Texts are inline strings, which no program evaluates; those that would
become formulas when a user edits them carry Excel's own quote prefix.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from ttdn_site.tables.archive import zip_bytes
from ttdn_site.tables.csv import harmless
from ttdn_site.tables.sheets import Kind, Sheet, Value

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# What XML 1.0 has no place for.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_NAME_LIMIT = 31
# Excel counts in doubles: a longer figure would be rounded, so it is written as text.
_DIGITS = 15
_HIDDEN = ' state="hidden"'

_TITLE, _WHOLE, _FRACTION, _TEXT, _YEAR, _QUOTED = range(1, 7)
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.0#####"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/><family val="2"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFEAEFE9"/><bgColor indexed="64"/></patternFill></fill>'
    "</fills>"
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="7">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="0" applyFont="1" applyFill="1" applyAlignment="1">'
    '<alignment vertical="bottom" wrapText="1"/></xf>'
    '<xf numFmtId="3" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">'
    '<alignment vertical="top"/></xf>'
    '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">'
    '<alignment vertical="top"/></xf>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="1" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">'
    '<alignment vertical="top"/></xf>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" '
    'applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    "</cellXfs>"
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
_WIDTHS: dict[str, int] = {"title": 60, "text": 90, "meaning": 60, "note": 30, "detail": 50, "name": 50, "now": 50}


def xlsx_bytes(
    sheets: Sequence[Sheet],
    *,
    title: str,
    language: str,
    created: dt.date,
    properties: Sequence[tuple[str, str]] = (),
) -> bytes:
    """The workbook. language: BCP 47 tag for its properties; created: the day they bear (the document's own).

    properties: what an import of the workbook needs beside its sheets, kept as custom properties of the file.
    """
    names = _sheet_names(sheets)
    numbers = range(1, len(sheets) + 1)
    parts: list[tuple[str, str]] = [
        ("[Content_Types].xml", _content_types(numbers)),
        (
            "_rels/.rels",
            _relations(
                (
                    (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
                    (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
                    (f"{_OFFICE}/extended-properties", "docProps/app.xml"),
                    (f"{_OFFICE}/custom-properties", "docProps/custom.xml"),
                )
            ),
        ),
        ("docProps/core.xml", _core(title, language, created)),
        ("docProps/app.xml", _app()),
        ("docProps/custom.xml", _custom(properties)),
        ("xl/workbook.xml", _workbook(names, sheets)),
        (
            "xl/_rels/workbook.xml.rels",
            _relations(
                (
                    *((f"{_OFFICE}/worksheet", f"worksheets/sheet{number}.xml") for number in numbers),
                    (f"{_OFFICE}/styles", "styles.xml"),
                )
            ),
        ),
        ("xl/styles.xml", _STYLES),
    ]
    parts += [
        (f"xl/worksheets/sheet{number}.xml", _sheet(sheet)) for number, sheet in zip(numbers, sheets, strict=True)
    ]
    return zip_bytes((name, text.encode("utf-8")) for name, text in parts)


def column_letters(position: int) -> str:
    """A, B … Z, AA: the name of the column at a position from 0."""
    text = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        text = chr(65 + rest) + text
    return text


def _sheet_names(sheets: Sequence[Sheet]) -> list[str]:
    """Titles as Excel allows them: at most 31 characters, some signs refused, none twice whatever the capitals."""
    names: list[str] = []
    for sheet in sheets:
        stem = _NO_SHEET_NAME.sub(" ", sheet.title).strip(" '") or sheet.name
        name, count = stem[:_NAME_LIMIT], 1
        while name.lower() in (other.lower() for other in names):
            count += 1
            name = f"{stem[: _NAME_LIMIT - 4]} ({count})"
        names.append(name)
    return names


def _content_types(numbers: range) -> str:
    overrides = [
        ("/xl/workbook.xml", f"{_TYPE}.sheet.main+xml"),
        ("/xl/styles.xml", f"{_TYPE}.styles+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml"),
        ("/docProps/custom.xml", "application/vnd.openxmlformats-officedocument.custom-properties+xml"),
        *((f"/xl/worksheets/sheet{number}.xml", f"{_TYPE}.worksheet+xml") for number in numbers),
    ]
    listed = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in overrides)
    return (
        f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _core(title: str, language: str, created: dt.date) -> str:
    moment = f"{created.isoformat()}T00:00:00Z"
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{_text(title)}</dc:title><dc:language>{_text(language)}</dc:language>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{moment}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{moment}</dcterms:modified></cp:coreProperties>'
    )


def _app() -> str:
    return (
        f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>ttdn_site</Application></Properties>"
    )


def _custom(properties: Sequence[tuple[str, str]]) -> str:
    # The set and the first number of user-defined properties ([MS-OLEPS] 2.21, ECMA-376 part 1, 22.3).
    listed = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{number}" name={quoteattr(name)}>'
        f"<vt:lpwstr>{_text(value)}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(properties, 2)
    )
    return (
        f'{_HEAD}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        f'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{listed}</Properties>'
    )


def _workbook(names: Sequence[str], sheets: Sequence[Sheet]) -> str:
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}"{_HIDDEN if sheet.hidden else ""} r:id="rId{number}"/>'
        for number, (name, sheet) in enumerate(zip(names, sheets, strict=True), 1)
    )
    # The header row is printed on every page, and filters need a hidden name for their range.
    titles = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{number}" hidden="1">'
        f"{_range(name, sheet)}</definedName>"
        f'<definedName name="_xlnm.Print_Titles" localSheetId="{number}">{_quoted(name)}!$1:$1</definedName>'
        for number, (name, sheet) in enumerate(zip(names, sheets, strict=True))
        if not sheet.hidden
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets>'
        f"<definedNames>{titles}</definedNames></workbook>"
    )


def _quoted(name: str) -> str:
    return escape("'" + name.replace("'", "''") + "'")


def _range(name: str, sheet: Sheet) -> str:
    return f"{_quoted(name)}!$A$1:${column_letters(len(sheet.columns) - 1)}${len(sheet.rows) + 1}"


def _sheet(sheet: Sheet) -> str:
    letters = [column_letters(position) for position in range(len(sheet.columns))]
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{_width(column.name, column.kind)}" customWidth="1"/>'
        for number, column in enumerate(sheet.columns, 1)
    )
    starts = [(f'<c r="{letter}', column) for letter, column in zip(letters, sheet.columns, strict=True)]
    head = "".join(f'{start}1"{_string(column.title, _TITLE)}' for start, column in starts)
    texts = _Texts()
    rows = [f'<row r="1">{head}</row>']
    for number, values in enumerate(sheet.rows, 2):
        cells = [
            f'{start}{number}"{texts[value] if value.__class__ is str else _figure(value, column.kind)}'
            for (start, column), value in zip(starts, values, strict=True)
            if value is not None
        ]
        rows.append(f'<row r="{number}">{"".join(cells)}</row>')
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><dimension ref="A1:{letters[-1]}{len(sheet.rows) + 1}"/>'
        '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" '
        'state="frozen"/><selection pane="bottomLeft"/></sheetView></sheetViews>'
        f"<cols>{widths}</cols><sheetData>{''.join(rows)}</sheetData>"
        + ("" if sheet.hidden else f'<autoFilter ref="A1:{letters[-1]}{len(sheet.rows) + 1}"/>')
        + "</worksheet>"
    )


def _width(name: str, kind: Kind) -> int:
    return _WIDTHS.get(name, 14 if kind != "text" else 24)


class _Texts(dict[Value, str]):
    """Cells of text behind their address. Most texts of a table stand in many rows, so each is looked at once."""

    def __missing__(self, value: Value) -> str:
        text = str(value)
        cell = self[value] = _string(text, _TEXT if harmless(text) is text else _QUOTED)
        return cell


def _figure(value: Value, kind: Kind) -> str:
    """A number behind the address of its cell."""
    if isinstance(value, Decimal):
        text = f"{value:f}"
        if not (text.isdigit() and len(text) <= _DIGITS):
            if len(value.as_tuple().digits) > _DIGITS:
                return _string(text, _TEXT)
            if value != value.to_integral_value():
                return f' s="{_FRACTION}"><v>{text}</v></c>'
        return f' s="{_WHOLE}"><v>{text}</v></c>'
    return f' s="{_YEAR if kind == "year" else _WHOLE}"><v>{value}</v></c>'


def _string(text: str, style: int) -> str:
    """A text behind the address of its cell."""
    space = ' xml:space="preserve"' if text != text.strip() or "\n" in text else ""
    return f' s="{style}" t="inlineStr"><is><t{space}>{_text(text)}</t></is></c>'


def _text(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))
