"""Reading who does what: a printed cell, agency ids, or both."""

from __future__ import annotations

from ttdn_site.plans.agencies import AgencyRegister
from ttdn_site.plans.agency_names import AgencyNames, NamedBody
from ttdn_site.plans.model import Responsibility, Role
from ttdn_site.plans.reader import Fields, Reading, nearest
from ttdn_site.problems import Severity, declare, problem
from ttdn_site.source.yamlnodes import Node, Scalar, Sequence

NO_SUCH_BODY = declare(
    "PL050",
    Severity.ERROR,
    "There is no body “{id}” in the agency register",
    "Did you mean “{suggestion}”? Add the body to docs/data/agencies.yml if it is missing",
    wrong="lead: {bodies: [so-van-hoa]}",
    right="lead: {bodies: [dien-bien-so-van-hoa-the-thao-du-lich]}",
)

ROLE_KEYS = tuple(role.value for role in Role)


class Responsibilities:
    """Reads the role keys of a row. Printed cells repeat all through a table, so each is taken apart once."""

    def __init__(self, reading: Reading, names: AgencyNames, register: AgencyRegister) -> None:
        self._reading = reading
        self._names = names
        self._register = register
        self._parts: dict[str, tuple[NamedBody, ...]] = {}

    def read(self, fields: Fields) -> tuple[Responsibility, ...]:
        """One entry per role that the row names.

        A text is a printed cell and is resolved by known names; a list is agency ids; a mapping may give both
        (`bodies` decides, `printed` is shown).
        """
        return tuple(
            entry
            for role in Role
            if (node := fields.node(role.value)) is not None and (entry := self._entry(role, node)) is not None
        )

    def _entry(self, role: Role, node: Node) -> Responsibility | None:
        if isinstance(node, Scalar):
            parts = self._named(node.text)
            bodies = tuple(dict.fromkeys(part.agency for part in parts if part.agency))
            unknown = tuple(part.printed for part in parts if not part.agency)
            return Responsibility(role, bodies, node.text.strip(), node.at, unknown)
        if isinstance(node, Sequence):
            texts = tuple((item.text, item) for item in node.items if isinstance(item, Scalar))
            return Responsibility(role, self._ids(texts), "", node.at)
        entry = self._reading.mapping(node, role.value, ("bodies", "printed"))
        if entry is None:
            return None
        printed = entry.text("printed")
        parts = self._named(printed)
        unknown = tuple(part.printed for part in parts if not part.agency)
        if not entry.has("bodies"):
            bodies = tuple(dict.fromkeys(part.agency for part in parts if part.agency))
            return Responsibility(role, bodies, printed, entry.at, unknown)
        texts = tuple((item.text, item) for item in entry.items("bodies") if isinstance(item, Scalar))
        return Responsibility(role, self._ids(texts), printed, entry.at, unknown)

    def _named(self, printed: str) -> tuple[NamedBody, ...]:
        if printed not in self._parts:
            self._parts[printed] = self._names.bodies(printed)
        return self._parts[printed]

    def _ids(self, texts: tuple[tuple[str, Scalar], ...]) -> tuple[str, ...]:
        known: list[str] = []
        for id, node in texts:
            if id in self._register:
                known.append(id)
            else:
                every = tuple(agency.id for agency in self._register.agencies)
                self._reading.report(problem(NO_SUCH_BODY, node.at, id=id, suggestion=nearest(id, every)))
        return tuple(known)
