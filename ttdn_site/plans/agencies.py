"""The register of bodies and places: names in several languages, when they are valid, who came before and after.

Two bodies of the same name in two provinces are two records. A historical document keeps the names it printed; `now`
tells who does the work today. Nothing is ever merged by likeness (`agency_names.py` matches known names only).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ttdn_site.plans.dates import PartialDate
from ttdn_site.plans.text import EMPTY, LocalText
from ttdn_site.problems import Location


@dataclass(frozen=True, slots=True)
class Place:
    """A province or another territory. successor: id of the place it was merged into, after `valid_to`."""

    id: str
    name: LocalText
    at: Location
    valid_from: PartialDate | None = None
    valid_to: PartialDate | None = None
    successor: str = ""


@dataclass(frozen=True, slots=True)
class Agency:
    """A body under one name for as long as the name is valid; a renamed body is a new record.

    place: id of its place, empty for a national body. kind: what it is in any place (`so-tai-chinh`), for filters.
    full: the name with the place. successors: ids, the one that took over external information first.
    collective: several bodies named as one (“Các Sở, ngành tỉnh”).
    """

    id: str
    kind: str
    place: str
    name: LocalText
    at: Location
    full: LocalText = EMPTY
    abbreviations: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    valid_from: PartialDate | None = None
    valid_to: PartialDate | None = None
    successors: tuple[str, ...] = ()
    collective: bool = False

    def valid_on(self, day: dt.date) -> bool:
        """Whether the name was valid on a day; a boundary known only by its month counts as valid all that month."""
        if self.valid_from is not None and day < self.valid_from.first:
            return False
        return self.valid_to is None or day <= self.valid_to.last

    def known_names(self) -> Iterator[str]:
        """Every form under which a document may print it, in any language."""
        for _, words in (*self.name.entries, *self.full.entries):
            yield words
        yield from self.abbreviations
        yield from self.aliases


@dataclass(frozen=True, slots=True)
class AgencyRegister:
    """All places and bodies; looked up by id."""

    places: tuple[Place, ...] = ()
    agencies: tuple[Agency, ...] = ()
    _by_id: dict[str, Agency] = field(init=False, repr=False, compare=False)
    _before: dict[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        before: dict[str, tuple[str, ...]] = {}
        for agency in self.agencies:
            for successor in agency.successors:
                before[successor] = (*before.get(successor, ()), agency.id)
        object.__setattr__(self, "_by_id", {agency.id: agency for agency in self.agencies})
        object.__setattr__(self, "_before", before)

    def get(self, id: str) -> Agency | None:
        return self._by_id.get(id)

    def place(self, id: str) -> Place | None:
        return next((place for place in self.places if place.id == id), None)

    def __contains__(self, id: object) -> bool:
        return id in self._by_id

    def predecessors(self, id: str) -> tuple[str, ...]:
        """The bodies that named this one as a successor."""
        return self._before.get(id, ())

    def on(self, id: str, day: dt.date) -> Agency | None:
        """The record valid on a day: the body itself, else the nearest predecessor or successor that was."""
        agency = self._by_id.get(id)
        seen: set[str] = set()
        while agency is not None and not agency.valid_on(day):
            if agency.id in seen:
                return None
            seen.add(agency.id)
            earlier = agency.valid_from is not None and day < agency.valid_from.first
            chain = self.predecessors(agency.id) if earlier else agency.successors
            agency = self._by_id.get(chain[0]) if chain else None
        return agency

    def name_on(self, id: str, day: dt.date) -> LocalText:
        """The name to print in a document of that day; the record's own name when no other is known."""
        agency = self.on(id, day) or self._by_id.get(id)
        return EMPTY if agency is None else agency.name

    def now(self, id: str, today: dt.date) -> tuple[Agency, ...]:
        """Who does the work today, when the record is no longer valid; empty when it still is or nobody is known."""
        agency = self._by_id.get(id)
        if agency is None or agency.valid_to is None or today <= agency.valid_to.last:
            return ()
        found: dict[str, Agency] = {}
        waiting = list(agency.successors)
        seen = {id}
        while waiting:
            current = self._by_id.get(waiting.pop(0))
            if current is None or current.id in seen:
                continue
            seen.add(current.id)
            if current.valid_to is not None and today > current.valid_to.last:
                waiting.extend(current.successors)
            else:
                found[current.id] = current
        return tuple(found.values())

    def of_place(self, place: str, day: dt.date | None = None) -> Iterable[Agency]:
        """The bodies a document of a place may name: its own first, then the national ones; valid ones first."""
        own = [agency for agency in self.agencies if agency.place == place]
        national = [agency for agency in self.agencies if not agency.place and place]
        candidates = own + national
        if day is not None:
            candidates.sort(key=lambda agency: not agency.valid_on(day))
        return candidates
