"""A plan as the text of its file: the inverse of `loader.py`.

`load_plan(plan_text(plan), …)` gives the same plan but for the places of its values. Every key is written that is not
at its default, texts in the order in which their languages were given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ttdn_site.plans.amounts import parse_amount
from ttdn_site.plans.model import (
    Acknowledgement,
    Amount,
    AmountInWords,
    AmountState,
    Column,
    DocumentReference,
    Line,
    NumberStyle,
    Phase,
    Plan,
    Responsibility,
    Schedule,
    StatedTotal,
    Task,
    TaskStatus,
    Total,
    TotalKind,
    Unit,
)
from ttdn_site.plans.text import LocalText
from ttdn_site.plans.tree import children_of
from ttdn_site.plans.yaml_text import comment, figure, quoted, scalar, scalar_id

# The sheet of a downloaded workbook that holds the plan as a file; the name is the same in every language.
PLAN_SHEET = "plan.yml"
_NO_REMARKS: Mapping[str, str] = {}


def plan_text(plan: Plan, head: Iterable[str] = (), remarks: Mapping[str, str] = _NO_REMARKS) -> str:
    """The file of a plan. head: comments for its first lines. remarks: a comment behind the id of a row."""
    return _Writer(plan, remarks).text(head)


@dataclass(slots=True)
class _Writer:
    """The lines written so far. Lives for one plan; `pad` is the indentation of a key."""

    plan: Plan
    remarks: Mapping[str, str]
    out: list[str] = field(default_factory=list)
    keys: tuple[str, ...] = ()

    def text(self, head: Iterable[str]) -> str:
        plan = self.plan
        self.out += map(comment, head)
        self.head()
        self.columns()
        self.keys = tuple(scalar_id(column.id) for column in plan.columns)
        if plan.tasks_from_lines:
            self.out.append("tasks_from_lines: true")
        elif plan.task_rows:
            self.out.append("tasks:")
            self.task_rows()
        if plan.lines:
            self.out.append("lines:")
            self.lines(children_of(plan), "", "  ")
        if plan.totals:
            self.out.append("totals:")
            for total in plan.totals:
                self.total(total)
        if plan.stated_totals:
            self.out.append("stated_totals:")
            for stated in plan.stated_totals:
                self.stated_total(stated)
        if plan.deadlines:
            self.out.append("deadlines:")
        for deadline in plan.deadlines:
            self.out.append(f"  - id: {scalar_id(deadline.id)}")
            if deadline.date is not None:
                self.put("    ", "date", quoted(deadline.date.isoformat()))
            if deadline.yearly is not None:
                self.put("    ", "yearly", quoted("{:02d}-{:02d}".format(*deadline.yearly)))
            self.local("    ", "title", deadline.title)
        if plan.notes:
            self.out.append("notes:")
            self.out += [f"  - {self.inline(note)}" for note in plan.notes]
        if plan.acknowledgements:
            self.out.append("acknowledged:")
            for entry in plan.acknowledgements:
                self.acknowledgement(entry)
        return "\n".join(self.out) + "\n"

    def put(self, pad: str, key: str, value: str) -> None:
        """A key whose value is finished YAML; nothing for an empty one."""
        if value:
            self.out.append(f"{pad}{key}: {value}")

    def local(self, pad: str, key: str, text: LocalText) -> None:
        entries = text.entries
        if len(entries) == 1 and entries[0][0] == self.plan.language:
            self.out.append(f"{pad}{key}: {scalar(entries[0][1])}")
        elif entries:
            self.out.append(f"{pad}{key}:")
            self.out += [f"{pad}  {language}: {scalar(words)}" for language, words in entries]

    def inline(self, text: LocalText) -> str:
        """A text in one line, for lists."""
        entries = text.entries
        if len(entries) == 1 and entries[0][0] == self.plan.language:
            return scalar(entries[0][1])
        return "{" + ", ".join(f"{language}: {scalar(words)}" for language, words in entries) + "}"

    def head(self) -> None:
        plan, document = self.plan, self.plan.document
        self.put("", "id", scalar_id(plan.id))
        self.put("", "language", plan.language)
        self.put("", "place", plan.place and scalar(plan.place))
        self.put("", "historical", "true" if plan.historical else "")
        self.put("", "status", plan.status.value)
        self.put("", "version", str(plan.version) if plan.version != 1 else "")
        self.put("", "previous", plan.previous and scalar_id(plan.previous))
        self.local("", "title", plan.title)
        self.local("", "summary", plan.summary)
        self.out.append("document:")
        self.put("  ", "number", document.number and scalar(document.number))
        self.put("  ", "kind", document.kind)
        self.put("  ", "date", quoted(str(document.date)) if document.date else "")
        self.put("  ", "issuer", document.issuer and scalar(document.issuer))
        self.local("  ", "title", document.title)
        self.put("  ", "signer", document.signer and scalar(document.signer))
        self.references("legal_bases", document.legal_bases)
        self.references("replaces", document.replaces)
        self.references("amends", document.amends)
        if document.attachments:
            self.out.append("  attachments:")
        for attachment in document.attachments:
            self.out.append(f"    - file: {scalar(attachment.file)}")
            self.local("      ", "title", attachment.title)
        self.local("", "source", plan.source)
        if plan.period[0]:
            self.put("", "period", f"{{from: {plan.period[0]}, to: {plan.period[1]}}}")
        self.put("", "unit", _unit(plan.unit))
        self.put("", "number_style", plan.number_style.value if plan.number_style else "")

    def references(self, key: str, entries: tuple[DocumentReference, ...]) -> None:
        if entries:
            self.out.append(f"  {key}:")
        for entry in entries:
            self.out.append(f"    - kind: {entry.kind}")
            self.put("      ", "number", entry.number and scalar(entry.number))
            self.put("      ", "date", quoted(str(entry.date)) if entry.date else "")
            self.put("      ", "issuer", entry.issuer and scalar(entry.issuer))
            self.put("      ", "document", entry.document and scalar(entry.document))
            self.local("      ", "title", entry.title)

    def columns(self) -> None:
        if self.plan.columns:
            self.out.append("columns:")
        for column in self.plan.columns:
            self.column(column)

    def column(self, column: Column) -> None:
        self.out.append(f"  - id: {scalar_id(column.id)}")
        self.put("    ", "kind", column.kind.value)
        self.put("    ", "phase", column.phase.value if column.phase is not Phase.PLANNED else "")
        self.put("    ", "year", str(column.year) if column.year is not None else "")
        self.local("    ", "title", column.title)
        if column.over:
            self.out.append("    over:")
            self.out += [f"      - {self.inline(title)}" for title in column.over]
        if column.sums:
            self.put("    ", "sums", f"[{', '.join(map(_ids, column.sums))}]")
        self.put("    ", "unit", _unit(column.unit))

    def start(self, pad: str, id: str, number: str, title: LocalText) -> None:
        remark = self.remarks.get(id, "")
        self.out.append(f"{pad}- id: {scalar_id(id)}" + (f"  {comment(remark)}" if remark else ""))
        pad += "  "
        self.put(pad, "number", number and (quoted(number) if number[0].isdigit() else scalar(number)))
        self.local(pad, "title", title)

    def task_rows(self) -> None:
        """Groups and tasks stand in document order, so depth alone tells where a list opens."""
        last = 0
        for row in self.plan.task_rows:
            if row.depth > last:
                self.out.append("    " * row.depth + "tasks:")
            last = row.depth
            pad = "    " * row.depth + "  "
            self.start(pad, row.id, row.number, row.title)
            if isinstance(row, Task):
                self.task(pad + "  ", row)
            else:
                self.put(pad + "  ", "group", "true")

    def task(self, pad: str, task: Task) -> None:
        self.local(pad, "detail", task.detail)
        self.roles(pad, task.responsibilities)
        if task.schedule is not None:
            self.schedule(pad, task.schedule)
        self.put(pad, "status", task.status.value if task.status is not TaskStatus.NOT_STATED else "")
        if task.progress:
            self.out.append(f"{pad}progress:")
        for note in task.progress:
            self.out.append(f"{pad}  - date: {quoted(note.date.isoformat())}")
            inner = pad + "    "
            self.put(inner, "status", note.status.value if note.status is not TaskStatus.NOT_STATED else "")
            self.local(inner, "note", note.note)
        if task.indicators:
            self.out.append(f"{pad}indicators:")
        for indicator in task.indicators:
            inner = pad + "    "
            self.out.append(f"{pad}  -")
            self.local(inner, "title", indicator.title)
            self.put(inner, "target", figure(f"{indicator.target:f}") if indicator.target is not None else "")
            self.local(inner, "unit", indicator.unit)
            self.put(inner, "due", quoted(str(indicator.due)) if indicator.due else "")
        self.put(pad, "lines", _ids(task.lines) if task.lines else "")
        self.local(pad, "note", task.note)

    def schedule(self, pad: str, schedule: Schedule) -> None:
        given = [f"from: {quoted(str(schedule.start))}"] if schedule.start else []
        given += [f"to: {quoted(str(schedule.end))}"] if schedule.end else []
        given += ["regular: true"] if schedule.regular else []
        given += [f"printed: {self.inline(schedule.printed)}"] if schedule.printed else []
        self.out.append(f"{pad}schedule: {{{', '.join(given)}}}")

    def roles(self, pad: str, entries: tuple[Responsibility, ...]) -> None:
        for entry in entries:
            if entry.printed:
                self.out.append(f"{pad}{entry.role.value}:")
                self.out.append(f"{pad}  bodies: {_ids(entry.bodies)}")
                self.out.append(f"{pad}  printed: {scalar(entry.printed)}")
            else:
                self.put(pad, entry.role.value, _ids(entry.bodies))

    def lines(self, below: Mapping[str, tuple[Line, ...]], parent: str, pad: str) -> None:
        inner = pad + "  "
        for line in below.get(parent, ()):
            self.start(pad, line.id, line.number, line.title)
            self.roles(inner, line.responsibilities)
            self.amounts(inner, line.amounts)
            self.put(inner, "tasks", _ids(line.tasks) if line.tasks else "")
            self.local(inner, "note", line.note)
            self.put(inner, "partial", "true" if line.partial else "")
            if line.id in below:
                self.out.append(f"{inner}lines:")
                self.lines(below, line.id, pad + "    ")

    def amounts(self, pad: str, amounts: tuple[Amount, ...]) -> None:
        given = [
            f"{key}: {figure(amount.printed)}"
            for key, amount in zip(self.keys, amounts, strict=True)
            if amount.state is not AmountState.NOT_STATED
        ]
        if given:
            self.out.append(f"{pad}amounts: {{{', '.join(given)}}}")

    def total(self, total: Total) -> None:
        self.start("  ", total.id, total.number, total.title)
        usual = TotalKind.GROUP if total.of else TotalKind.GRAND
        self.put("    ", "kind", total.kind.value if total.kind is not usual else "")
        self.put("    ", "of", _ids(total.of) if total.of else "")
        self.put("    ", "after", total.after and scalar_id(total.after))
        self.amounts("    ", total.amounts)
        self.words("    ", total.words)
        self.local("    ", "note", total.note)

    def words(self, pad: str, words: AmountInWords | None) -> None:
        if words is None:
            return
        self.out.append(f"{pad}words:")
        self.put(pad + "  ", "text", scalar(words.text))
        self.put(pad + "  ", "language", words.language if words.language != self.plan.language else "")
        self.put(pad + "  ", "column", words.column and scalar_id(words.column))

    def stated_total(self, stated: StatedTotal) -> None:
        self.out.append(f"  - amount: {figure(stated.amount.printed)}")
        style = _style_of(stated.amount, self.plan.number_style)
        self.put("    ", "number_style", style.value if style is not None else "")
        self.put("    ", "unit", _unit(stated.unit))
        self.put("    ", "total", scalar_id(stated.total))
        self.put("    ", "column", stated.column and scalar_id(stated.column))
        self.local("    ", "where", stated.where)
        self.words("    ", stated.words)

    def acknowledgement(self, entry: Acknowledgement) -> None:
        self.out.append(f"  - code: {scalar(entry.code)}")
        self.put("    ", "rows", _ids(entry.rows))
        self.put("    ", "column", entry.column and scalar(entry.column))
        self.put("    ", "printed", entry.printed and quoted(entry.printed))
        self.put("    ", "reason", scalar(entry.reason))
        self.local("    ", "reader_note", entry.reader_note)


def _ids(ids: Iterable[str]) -> str:
    return f"[{', '.join(map(scalar_id, ids))}]"


def _unit(unit: Unit | None) -> str:
    if unit is None:
        return ""
    printed = f", printed: {scalar(unit.printed)}" if unit.printed else ""
    return f"{{currency: {scalar(unit.currency)}, scale: {unit.scale}{printed}}}"


def _style_of(amount: Amount, own: NumberStyle | None) -> NumberStyle | None:
    """The style to name beside a figure; None when the plan's own reads it as it was read."""
    for style in (own, *NumberStyle):
        read = parse_amount(amount.printed, style, amount.at)
        if (read.value, read.state) == (amount.value, amount.state):
            return style if style is not own else None
    return None
