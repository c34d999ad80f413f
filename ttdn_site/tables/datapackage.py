"""A Data Package (version 2) of a plan: CSV tables with a Table Schema, made for programs.

Column names are the same in every language; titles and descriptions are in the view's. “-” (none), a blank (not
stated) and “?” (not readable) are labelled missing values. Columns carry the types of the Fiscal Data Package
(specs.frictionlessdata.io/fiscal-data-package). `fieldsMatch` is left out on purpose: specification, profile and
implementations disagree on its type.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from typing import Any

from ttdn_site.plans.model import Role
from ttdn_site.tables import sheets, words
from ttdn_site.tables.csv import csv_bytes
from ttdn_site.tables.sheets import Kind, Sheet, SheetColumn, Value, amount_value
from ttdn_site.tables.view import PlanView

Node = dict[str, Any]

_PROFILES = "https://datapackage.org/profiles/2.0"
_TYPES: dict[Kind, str] = {"text": "string", "integer": "integer", "number": "number", "year": "year"}
_FISCAL = {
    "value": "value",
    "currency": "value-currency:code",
    "year": "date:fiscal-year",
    "phase": "phase:id",
    "row_id": "activity:generic:project:code",
    "parent_id": "activity:generic:program:code",
    "title": "activity:generic:project:label",
    "agency_id": "administrative-classification:generic:level1:code",
    "name": "administrative-classification:generic:level1:label",
}
_KEYS: dict[str, list[str]] = {
    "lines": ["row_id"],
    "tasks": ["row_id"],
    "columns": ["column_id"],
    "agencies": ["agency_id"],
    "amounts": ["row_id", "column_id"],
    "responsibilities": ["table", "row_id", "role", "agency_id"],
}


# Tables of ids, figures and what the document prints.
_NEUTRAL = ("amounts", "responsibilities")


def package_files(view: PlanView, shared: dict[str, bytes] | None = None) -> tuple[tuple[str, bytes], ...]:
    """`datapackage.json` and the tables it describes, by their paths relative to it.

    shared: tables of the same plan without a word of any language, to which those made here are added.
    """
    kept = {} if shared is None else shared
    tables = _tables(view, kept)
    files: list[tuple[str, bytes]] = []
    for table in tables:
        data = kept.get(table.name) or csv_bytes(table, named=True, mark=False)
        if table.name in _NEUTRAL:
            kept[table.name] = data
        files.append((f"data/{table.name}.csv", data))
    names = {table.name for table in tables}
    resources = [_resource(table, path, data, names, view) for table, (path, data) in zip(tables, files, strict=True)]
    text = json.dumps(_package(view, resources), ensure_ascii=False, indent=1) + "\n"
    return (("datapackage.json", text.encode("utf-8")), *files)


def _tables(view: PlanView, kept: Collection[str]) -> tuple[Sheet, ...]:
    """The tables in order; without rows those that are kept."""
    found: list[Sheet] = []
    if view.columns and view.rows:
        found += [_lines(view), sheets.columns(view, "neutral"), _amounts(view, kept)]
    if view.task_rows:
        found.append(sheets.tasks(view, "neutral"))
    if view.bodies:
        found += [sheets.agencies(view), _responsibilities(view, kept)]
    return tuple(table for table in found if table.rows or table.name in kept)


def _heads(view: PlanView, names: tuple[tuple[str, Kind], ...]) -> tuple[SheetColumn, ...]:
    say = view.edition.say
    return tuple(
        SheetColumn(name, say(words.FIELDS[name][0]), kind, say(words.FIELDS[name][1])) for name, kind in names
    )


def _lines(view: PlanView) -> Sheet:
    names: tuple[tuple[str, Kind], ...] = (
        ("row_id", "text"),
        ("parent_id", "text"),
        ("level", "integer"),
        ("row_kind", "text"),
        ("number", "text"),
        ("title", "text"),
        ("title_lang", "text"),
        ("note", "text"),
    )
    tag = view.edition.language.tag
    rows = tuple(
        (
            row.id,
            row.parent or None,
            row.level,
            row.kind,
            row.number or None,
            row.title.text,
            row.title.lang or tag,
            row.note.text or None,
        )
        for row in view.rows
    )
    return Sheet("lines", view.edition.say("Budget"), _heads(view, names), rows)


def _amounts(view: PlanView, kept: Collection[str]) -> Sheet:
    names: tuple[tuple[str, Kind], ...] = (
        ("row_id", "text"),
        ("column_id", "text"),
        ("year", "year"),
        ("phase", "text"),
        ("value", "number"),
        ("amount", "number"),
        ("currency", "text"),
        ("printed", "text"),
        ("state", "text"),
    )
    rows: list[tuple[Value, ...]] = []
    for row in view.rows if "amounts" not in kept else ():
        for column, amount in zip(view.columns, row.amounts, strict=True):
            full = None if amount.value is None else amount.value * column.scale
            rows.append(
                (
                    row.id,
                    column.id,
                    column.year,
                    column.phase.value,
                    amount_value(amount),
                    amount_value(amount) if full is None else full,
                    column.currency or None,
                    amount.printed or None,
                    amount.state.value,
                )
            )
    return Sheet("amounts", view.edition.say("Amounts"), _heads(view, names), tuple(rows))


def _responsibilities(view: PlanView, kept: Collection[str]) -> Sheet:
    say = view.edition.say
    heads = (
        SheetColumn("table", say("Sheet or file"), "text", ""),
        *_heads(view, (("row_id", "text"),)),
        SheetColumn("role", say("Responsibility"), "text", ", ".join(say(words.ROLES[role]) for role in Role)),
        *_heads(view, (("agency_id", "text"), ("printed", "text"))),
    )
    rows = tuple(
        (table, row.id, entry.role.value, body.id, entry.printed.text or None)
        for table, members in (("tasks", view.task_rows), ("lines", view.rows))
        if "responsibilities" not in kept
        for row in members
        for entry in row.roles
        for body in dict.fromkeys(entry.bodies)
    )
    return Sheet("responsibilities", say("Responsibility"), heads, rows)


def _package(view: PlanView, resources: list[Node]) -> Node:
    plan, document = view.plan, view.plan.document
    node: Node = {
        "$schema": f"{_PROFILES}/datapackage.json",
        "name": plan.id,
        "title": view.title.text,
        "description": view.summary.text or view.source.text or view.title.text,
        "version": f"{plan.version}.0.0",
        "language": view.edition.language.tag,
    }
    if view.source.text:
        node["sources"] = [{"title": view.source.text}]
    if document.number:
        node["documentNumber"] = document.number
    if plan.period[0]:
        node["fiscalPeriod"] = {"start": f"{plan.period[0]}-01-01", "end": f"{plan.period[1]}-12-31"}
    node["resources"] = resources
    return node


def _resource(table: Sheet, path: str, data: bytes, names: set[str], view: PlanView) -> Node:
    schema: Node = {
        "$schema": f"{_PROFILES}/tableschema.json",
        "fields": [_field(column, table) for column in table.columns],
        "missingValues": _missing(view, table),
        "primaryKey": _KEYS[table.name],
    }
    if foreign := _foreign_keys(table, names):
        schema["foreignKeys"] = foreign
    return {
        "$schema": f"{_PROFILES}/dataresource.json",
        "name": table.name,
        "type": "table",
        "title": table.title,
        "path": path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": schema,
    }


def _field(column: SheetColumn, table: Sheet) -> Node:
    node: Node = {"name": column.name, "type": _TYPES[column.kind], "title": column.title}
    if column.meaning:
        node["description"] = column.meaning
    if column.name in _KEYS[table.name]:
        node["constraints"] = {"required": True}
    if column.name in _FISCAL:
        node["columnType"] = _FISCAL[column.name]
    return node


def _missing(view: PlanView, table: Sheet) -> list[Node]:
    say = view.edition.say
    missing = [{"value": "", "label": say("not stated")}]
    if table.name == "amounts":
        missing.append({"value": sheets.NONE, "label": say("none")})
        missing.append({"value": sheets.UNREADABLE, "label": say("Not readable in the document")})
    return missing


def _foreign_keys(table: Sheet, names: set[str]) -> list[Node]:
    """A row's parent is a row of the same table; amounts and responsibilities point at what they are about."""
    found: list[tuple[str, str]] = []
    if table.name in ("lines", "tasks"):
        found.append(("parent_id", ""))
    if table.name == "amounts":
        found += [("row_id", "lines"), ("column_id", "columns")]
    if table.name == "responsibilities":
        found.append(("agency_id", "agencies"))
    return [
        {
            "fields": [field],
            "reference": {"resource": target, "fields": ["row_id" if field == "parent_id" else field]},
        }
        for field, target in found
        if not target or target in names
    ]
