"""The bodies of a plan under the names of its day, with those who do their work now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ttdn_site.plans.agencies import AgencyRegister
from ttdn_site.plans.audit.finding import Finding
from ttdn_site.plans.model import Plan, Responsibility, Role
from ttdn_site.tables.edition import Edition, Phrase
from ttdn_site.tables.view import BodyView, ResponsibilityView

# The audit's code for a printed name that the register does not know.
UNKNOWN_BODY = "AU017"


def plan_day(plan: Plan) -> dt.date:
    """The day on which names are looked up: the document's date, else the first year of the period."""
    if plan.document.date is not None:
        return plan.document.date.last
    return dt.date(max(plan.period[0], 1), 12, 31)


class BodyNames:
    """Looks up each body and each cell once. Lives for one view."""

    def __init__(
        self, plan: Plan, register: AgencyRegister, findings: Iterable[Finding], edition: Edition, fallback: str
    ) -> None:
        self.plan = plan
        self.register = register
        self.edition = edition
        self.fallback = fallback
        self.day = plan_day(plan)
        # Printed names that an acknowledgement explains; the bodies beside them say who is meant.
        self.explained = {
            (finding.row, finding.printed)
            for finding in findings
            if finding.code.id == UNKNOWN_BODY and finding.acknowledged
        }
        self._bodies: dict[str, BodyView] = {}
        self._cells: dict[tuple[Role, tuple[str, ...], tuple[str, ...], str], ResponsibilityView] = {}

    @property
    def named(self) -> tuple[BodyView, ...]:
        """Every body looked up so far, in the order in which it was met."""
        return tuple(self._bodies.values())

    def roles(self, row: str, entries: Sequence[Responsibility]) -> tuple[ResponsibilityView, ...]:
        found: list[ResponsibilityView] = []
        for entry in entries:
            unknown = tuple(part for part in entry.unknown if not (entry.bodies and (row, part) in self.explained))
            key = (entry.role, entry.bodies, unknown, entry.printed)
            if key not in self._cells:
                self._cells[key] = ResponsibilityView(
                    entry.role,
                    tuple(self.body(body) for body in entry.bodies),
                    tuple(self.edition.foreign(part, self.plan.language) for part in unknown),
                    self.edition.foreign(entry.printed, self.plan.language),
                )
            found.append(self._cells[key])
        return tuple(found)

    def body(self, id: str) -> BodyView:
        if id not in self._bodies:
            name = self.edition.phrase(self.register.name_on(id, self.day), self.fallback)
            now = tuple(
                self.edition.phrase(agency.name, self.fallback) for agency in self.register.now(id, self.edition.today)
            )
            self._bodies[id] = BodyView(id, name, now if now != (name,) else ())
        return self._bodies[id]

    def issuer(self, id: str) -> BodyView | None:
        """The issuing body under its full name, with the place, where the register has one."""
        agency = self.register.on(id, self.day) or self.register.get(id)
        if agency is None:
            return None
        body = self.body(id)
        full = agency.full.get(self.edition.language.segment)
        return replace(body, name=Phrase(full)) if full else body
