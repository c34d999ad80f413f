"""The tables of a plan as HTML that a screen reader can walk and a phone can show.

Every amount names its header cells (`headers`/`id`, WCAG technique H43), the level of a row is said in words, and
each row has an id for links. No inline style. On phones, where the style sheet changes `display`, the theme's script
gives the table its roles back: written into the page they would be noise to every checker.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from ttdn_site.locales.numbers import series
from ttdn_site.plans.model import AmountState, Role, TaskStatus
from ttdn_site.tables.edition import Edition, Phrase
from ttdn_site.tables.headers import ids_over
from ttdn_site.tables.view import BudgetRow, Footnote, PlanView, ResponsibilityView, TaskRow
from ttdn_site.tables.words import ROLES


def separator(edition: Edition) -> str:
    """What parts names that may hold a comma of their own."""
    return series(("\0", "\0"), edition.language).strip("\0")


def phrase_html(phrase: Phrase, edition: Edition, *, mark: bool = False) -> str:
    """Words with their language where it is another one; `mark` says in a small sign which one."""
    text = escape(phrase.text)
    if not phrase.lang:
        return text
    sign = ""
    if mark:
        name = escape(edition.endonym(phrase.lang))
        sign = f' <small class="other" lang="{phrase.lang}">{name}</small>'
    return f'<span lang="{phrase.lang}">{text}</span>{sign}'


class _Writer:
    """What the rows of one table share. Lives for one table."""

    def __init__(self, view: PlanView, prefix: str, roles: Sequence[Role], body_links: bool) -> None:
        self.view = view
        self.edition = view.edition
        self.prefix = prefix
        self.roles = roles
        self.body_links = body_links
        self.none = escape(self.edition.say("none"))
        self.not_stated = escape(self.edition.say("not stated"))
        # Each asks every row, so each is asked once.
        self.has_notes = view.has_notes
        self.has_schedule = view.has_schedule
        self.has_status = view.has_status
        self.link = escape(self.edition.say("Link to this row"))
        self.by = separator(self.edition)
        self._cells: dict[int, str] = {}
        self._labels = {role: escape(self.edition.say(ROLES[role])) for role in Role}

    def title(self, row: BudgetRow | TaskRow, above: str, kind: str) -> str:
        """The row header: its level and what it is part of for those who hear it, then the title."""
        told = (
            self.edition.say("Level {level}, part of {parent}.", level=row.level, parent=above)
            if above
            else self.edition.say("Level {level}.", level=row.level)
        )
        heard = f'<span class="vh">{escape(told)} </span>' if row.level > 1 or row.has_parts else ""
        marks = "".join(self.mark(mark) for column, mark in row.marks if not column)
        return (
            f'<th scope="row" class="what" id="{self.prefix}r-{escape(row.id)}" '
            f'headers="{self.prefix}what">{heard}{phrase_html(row.title, self.edition, mark=True)}{marks}{kind}</th>'
        )

    def number(self, row: BudgetRow | TaskRow, anchor: str) -> str:
        shown = escape(row.number) or '<span aria-hidden="true">#</span>'
        return (
            f'<td class="no" headers="{self.prefix}no">'
            f'<a href="#{escape(anchor)}"><span class="vh">{self.link} </span>{shown}</a></td>'
        )

    def mark(self, mark: str) -> str:
        label = escape(self.edition.say("Note {mark}", mark=mark))
        return f'<a class="fn" href="#{self.prefix}note-{mark}" aria-label="{label}">{mark}</a>'

    def bodies(self, row: BudgetRow | TaskRow) -> str:
        given = {entry.role: entry for entry in row.roles}
        cells: list[str] = []
        for role in self.roles:
            entry = given.get(role)
            shown = self.names(entry) if entry is not None else ""
            blank = "" if shown else " blank"
            heard = shown or f'<span class="vh">{self.not_stated}</span>'
            cells.append(
                f'<td class="body {role.value}{blank}" headers="{self.prefix}{role.value}" '
                f'data-label="{self._labels[role]}">{heard}</td>'
            )
        return "".join(cells)

    def names(self, entry: ResponsibilityView) -> str:
        found = self._cells.get(id(entry))
        if found is None:
            parts = []
            for body in entry.bodies:
                name = phrase_html(body.name, self.edition)
                linked = self.body_links and body.now
                parts.append(f'<a class="then" href="#body-{escape(body.id)}">{name}</a>' if linked else name)
            parts += [phrase_html(part, self.edition) for part in entry.unknown]
            found = self._cells[id(entry)] = self.by.join(parts)
        return found


class _AmountCells:
    """The cells of amounts. What is the same in all rows of a column is written once."""

    def __init__(self, writer: _Writer) -> None:
        view, prefix = writer.view, writer.prefix
        self.writer = writer
        self.ids = [column.id for column in view.columns]
        self.heads: list[str] = []
        self.tails: list[str] = []
        self.starts: list[str] = []
        over = ids_over(view.headers, len(view.columns))
        for column, ids in zip(view.columns, over, strict=True):
            year = f' data-year="{column.year}"' if column.year else ""
            self.starts.append(f'<td class="num k-{column.kind.value}')
            self.heads.append('" headers="' + escape("".join(f"{prefix}{id} " for id in ids)))
            self.tails.append(f'" data-label="{escape(column.title.text)}"{year}>')

    def write(self, row: BudgetRow, above: str) -> str:
        """above: ids of the row headers, escaped."""
        marks = dict(row.marks) if row.marks else {}
        parts: list[str] = []
        for position, amount in enumerate(row.amounts):
            text = row.texts[position]
            odd = mark = ""
            if marks and (letter := marks.get(self.ids[position])):
                odd, mark = " mismatch", self.writer.mark(letter)
            if amount.value is not None:
                shown = f'<data value="{amount.value:f}">{text}</data>'
            elif amount.state is AmountState.NONE:
                shown = f'<span aria-hidden="true">{text}</span><span class="vh">{self.writer.none}</span>'
            elif amount.state is AmountState.NOT_STATED:
                odd += " blank"
                shown = f'<span class="vh">{self.writer.not_stated}</span>'
            else:
                shown = escape(text)
            parts.append(
                f"{self.starts[position]}{odd}{self.heads[position]}{above}{self.tails[position]}{shown}{mark}</td>"
            )
        return "".join(parts)


def budget_table(view: PlanView, *, prefix: str = "", caption: str = "", body_links: bool = True) -> str:
    """The budget table of a view; empty for a plan without columns. prefix: makes ids unique on the page."""
    if not view.columns or not view.rows:
        return ""
    edition, roles = view.edition, view.row_roles
    writer = _Writer(view, prefix, roles, body_links)
    cells = _AmountCells(writer)
    titles = {row.id: f"{row.number} {row.title.text}".strip() for row in view.rows}
    bodies: list[str] = []
    for group, rows in groupby(view.rows, key=lambda row: (row.group, row.kind == "grand_total")):
        written: list[str] = []
        for row in rows:
            at = f"{prefix}r-{row.id}"
            above = escape(f"{prefix}r-{group[0]} {at}" if group[0] and group[0] != row.id else at)
            note = _note_cell(writer, row)
            anchor = f"{prefix}line-{row.id}"
            written.append(
                f'<tr id="{escape(anchor)}" class="{_row_class(row)}"{_data(row, group[0])}>'
                f"{writer.number(row, anchor)}{writer.title(row, titles.get(row.parent, ''), '')}"
                f"{writer.bodies(row)}{cells.write(row, above)}{note}</tr>\n"
            )
        kind = ' class="group"' if group[0] else ""
        bodies.append(f"<tbody{kind}>\n{''.join(written)}</tbody>\n")
    told = caption or edition.say("Funding: {title}", title=view.title.text)
    lang = f' lang="{view.title.lang}"' if view.title.lang and not caption else ""
    unit = edition.say("Unit: {unit}", unit=view.unit) if view.unit else ""
    return (
        f'<table class="data budget">\n<caption><span{lang}>{escape(told)}</span>'
        f'<span class="unit">{escape(unit)}</span></caption>\n'
        f"{_budget_head(view, prefix, roles)}{''.join(bodies)}</table>\n"
    )


def _budget_head(view: PlanView, prefix: str, roles: Sequence[Role]) -> str:
    edition = view.edition
    depth = len(view.headers)
    down = f' rowspan="{depth}"' if depth > 1 else ""

    def plain(id: str, title: str, kind: str) -> str:
        said = escape(edition.say(title))
        return f'<th scope="col" class="{kind}" id="{prefix}{id}"{down}>{said}</th>'

    rows: list[str] = []
    for level, cells in enumerate(view.headers):
        written = []
        if not level:
            written = [plain("no", "No.", "no"), plain("what", "Content", "what")]
            written += [plain(role.value, ROLES[role], "body") for role in roles]
        for cell in cells:
            span = f' colspan="{len(cell.columns)}"' if len(cell.columns) > 1 else ""
            reach = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
            scope = "col" if cell.leaf else "colgroup"
            column = view.columns[cell.columns[0]]
            year = f' data-year="{column.year}"' if cell.leaf and column.year else ""
            own = column.unit if cell.leaf and column.unit != view.unit else ""
            unit = f' <small class="unit">{escape(own)}</small>' if own else ""
            phase = ""
            if cell.leaf and len({one.phase for one in view.columns}) > 1:
                phase = f' <small class="unit">{escape(column.phase_text)}</small>'
            kind = "num" if cell.leaf else "span"
            at = f'id="{prefix}{escape(cell.id)}"'
            written.append(
                f'<th scope="{scope}" class="{kind}" {at}{span}{reach}{year}>'
                f"{phrase_html(cell.title, edition)}{unit}{phase}</th>"
            )
        if not level and view.has_notes:
            written.append(plain("note", "Note", "note"))
        rows.append(f"<tr>{''.join(written)}</tr>\n")
    return f"<thead>\n{''.join(rows)}</thead>\n"


def _note_cell(writer: _Writer, row: BudgetRow) -> str:
    if not writer.has_notes:
        return ""
    label = escape(writer.edition.say("Note"))
    blank = "" if row.note.text else " blank"
    return (
        f'<td class="note{blank}" headers="{writer.prefix}note" data-label="{label}">'
        f"{phrase_html(row.note, writer.edition, mark=True)}</td>"
    )


def _row_class(row: BudgetRow | TaskRow) -> str:
    kinds = {"grand_total": "total", "group_total": "sum"}
    names = [f"l{min(row.level, 6)}"]
    if isinstance(row, BudgetRow) and row.kind in kinds:
        names.append(kinds[row.kind])
    elif row.level == 1 and row.has_parts:
        names.append("head")
    elif row.level > 2 or (row.level == 2 and not row.group):
        names.append("sub")
    return " ".join(names)


def _data(row: BudgetRow | TaskRow, group: str) -> str:
    """What filters ask for."""
    bodies = dict.fromkeys(body.id for entry in row.roles for body in entry.bodies)
    values = {
        "row": row.id,
        "parent": row.parent,
        "group": group,
        "bodies": " ".join(bodies),
    }
    if isinstance(row, TaskRow):
        values["years"] = " ".join(map(str, row.years))
        values["status"] = row.status.value if row.kind == "task" else ""
    return "".join(f' data-{name}="{escape(value)}"' for name, value in values.items() if value)


def task_table(view: PlanView, *, prefix: str = "t-", caption: str = "", body_links: bool = True) -> str:
    """The list of tasks; empty for a plan without one of its own."""
    rows = view.task_rows
    if not rows:
        return ""
    edition, roles = view.edition, view.task_roles
    writer = _Writer(view, prefix, roles, body_links)
    columns = [("no", "No.", "no"), ("what", "Content", "what")]
    columns += [(role.value, ROLES[role], "body") for role in roles]
    if writer.has_schedule:
        columns.append(("when", "Schedule", "when"))
    if writer.has_status:
        columns.append(("state", "Task status", "state"))
    head = "".join(
        f'<th scope="col" class="{kind}" id="{prefix}{id}">{escape(edition.say(title))}</th>'
        for id, title, kind in columns
    )
    titles = {row.id: f"{row.number} {row.title.text}".strip() for row in rows}
    bodies: list[str] = []
    for group, members in groupby(rows, key=lambda row: row.group):
        written = [_task(writer, row, titles, group) for row in members]
        kind = ' class="group"' if group else ""
        bodies.append(f"<tbody{kind}>\n{''.join(written)}</tbody>\n")
    told = caption or edition.say("Tasks: {title}", title=view.title.text)
    lang = f' lang="{view.title.lang}"' if view.title.lang and not caption else ""
    return (
        f'<table class="data budget tasks">\n<caption><span{lang}>{escape(told)}</span></caption>\n'
        f"<thead>\n<tr>{head}</tr>\n</thead>\n{''.join(bodies)}</table>\n"
    )


def _task(writer: _Writer, row: TaskRow, titles: dict[str, str], group: str) -> str:
    edition, prefix = writer.edition, writer.prefix
    cells = [writer.bodies(row)]
    if writer.has_schedule:
        label = escape(edition.say("Schedule"))
        blank = "" if row.schedule.text else " blank"
        cells.append(
            f'<td class="when{blank}" headers="{prefix}when" data-label="{label}">'
            f"{phrase_html(row.schedule, edition, mark=True)}</td>"
        )
    if writer.has_status:
        label = escape(edition.say("Task status"))
        said = row.status_text if row.status is not TaskStatus.NOT_STATED else ""
        notes = "".join(
            f'<span class="report"><time datetime="{note.iso}">{escape(note.date)}</time> '
            f"{phrase_html(note.note, edition, mark=True)}</span>"
            for note in row.progress
        )
        cells.append(
            f'<td class="state s-{row.status.value}{"" if said or notes else " blank"}" headers="{prefix}state" '
            f'data-label="{label}">{escape(said)}{notes}</td>'
        )
    anchor = f"{prefix}task-{row.id}"
    title = writer.title(row, titles.get(row.parent, ""), _more(row, edition))
    return (
        f'<tr id="{escape(anchor)}" class="{_row_class(row)}"{_data(row, group)}>'
        f"{writer.number(row, anchor)}{title}{''.join(cells)}</tr>\n"
    )


def _more(row: TaskRow, edition: Edition) -> str:
    """What else the document says of a task: its text, its targets, its note."""
    parts = []
    if row.detail.text:
        parts.append(f'<span class="detail">{phrase_html(row.detail, edition, mark=True)}</span>')
    for indicator in row.indicators:
        target = " · ".join(part for part in (indicator.target, indicator.due) if part)
        parts.append(f'<span class="detail">{phrase_html(indicator.title, edition)}: {escape(target)}</span>')
    if row.note.text:
        parts.append(f'<span class="detail">{phrase_html(row.note, edition, mark=True)}</span>')
    return "".join(parts)


def footnote_list(notes: Iterable[Footnote], edition: Edition, *, prefix: str = "") -> str:
    """The notes below a table, each with a way back to its row."""
    items = [
        f'<li id="{prefix}note-{note.mark}"><b>{note.mark}</b>'
        f"<span>{phrase_html(note.text, edition, mark=True)}</span></li>"
        for note in notes
    ]
    return f'<ul class="footnotes">{"".join(items)}</ul>' if items else ""
