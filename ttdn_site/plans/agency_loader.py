"""Reading the agency register (`docs/data/agencies.yml`).

`places` are territories; `kinds` are bodies that every place has (or those under `in`), written once with `{place}`
where its name stands; `agencies` are single bodies. A kind `so-tai-chinh` in the place `dien-bien` becomes the record
`dien-bien-so-tai-chinh`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ttdn_site.plans.agencies import Agency, AgencyRegister, Place
from ttdn_site.plans.agency_names import fold
from ttdn_site.plans.dates import PartialDate
from ttdn_site.plans.reader import NOT_MAPPING, Fields, Reading, nearest
from ttdn_site.plans.text import LocalText
from ttdn_site.problems import Location, Problem, Severity, declare, ordered, problem
from ttdn_site.source.yamlnodes import Mapping, parse_yaml

DUPLICATE = declare(
    "AG001",
    Severity.ERROR,
    "The id “{id}” was already given in line {line}",
    "Give this record an id of its own; a body of the same name in another province is another record",
    wrong="- id: so-noi-vu\n- id: so-noi-vu",
    right="- id: so-noi-vu\n- id: so-ngoai-vu",
)
SAME_NAME = declare(
    "AG002",
    Severity.ERROR,
    "The name “{name}” is already a name of “{other}” in the same place at the same time",
    "Remove it from one of the two, or give both the dates between which they were valid",
    wrong="- {id: a, name: {vi: Sở Nội vụ}}\n- {id: b, name: {vi: Sở Nội vụ}}",
    right="- {id: a, name: {vi: Sở Nội vụ}}\n- {id: b, name: {vi: Sở Ngoại vụ}}",
)
UNKNOWN_RECORD = declare(
    "AG003",
    Severity.ERROR,
    "There is no record “{id}” in the register",
    "Did you mean “{suggestion}”?",
    wrong="successors: [so-van-hoa]",
    right="successors: [so-van-hoa-the-thao-du-lich]",
)
BACKWARDS = declare(
    "AG004",
    Severity.ERROR,
    "“{id}” ends ({to}) before it begins ({start})",
    "Correct “valid_from” or “valid_to”",
    wrong='valid_from: "2025-07-01"\nvalid_to: "2025-06-30"',
    right='valid_to: "2025-06-30"',
)
CIRCLE = declare(
    "AG005",
    Severity.ERROR,
    "“{id}” comes back to itself through its successors",
    "Remove the successor that points back in time",
    wrong="a: {successors: [b]}\nb: {successors: [a]}",
    right="a: {successors: [b]}",
)
NO_PLACE_SIGN = declare(
    "AG006",
    Severity.ERROR,
    "“{text}” holds “{sign}”, which is not “{place}”",
    "Write “{place}” where the name of the place stands",
    wrong="full: {vi: Sở Nội vụ tỉnh {province}}",
    right="full: {vi: Sở Nội vụ tỉnh {place}}",
)
MISSING_NAME = declare(
    "AG007",
    Severity.WARNING,
    "“{id}” has no name in: {languages}",
    "Add the official name; until then pages in these languages show another language's",
    wrong="name: {vi: Sở Nội vụ}",
    right="name: {vi: Sở Nội vụ, en: Department of Home Affairs, zh: 内务厅, ja: 内務局}",
)

_PLACE_KEYS = ("id", "name", "valid_from", "valid_to", "successor", "note")
_NAME_KEYS = ("name", "full", "abbreviations", "aliases", "valid_from", "valid_to", "successors", "collective", "note")
_KIND_KEYS = ("id", "in", "not_in", *_NAME_KEYS)
_AGENCY_KEYS = ("id", "place", "kind", *_NAME_KEYS)


@dataclass(frozen=True, slots=True)
class _Kind:
    agency: Agency
    places: tuple[str, ...]
    not_in: tuple[str, ...]


def load_agencies(
    text: str, path: str, languages: tuple[str, ...] = ("vi", "en", "zh", "ja")
) -> tuple[AgencyRegister, list[Problem]]:
    """Read the register. `languages` are the site's, the first one being the language of the official names.

    What can be read is returned even when there are problems.
    """
    node, problems = parse_yaml(text, path)
    reading = Reading(languages, languages[0])
    reading.problems.extend(problems)
    if node is None:
        return AgencyRegister(), reading.problems
    if not isinstance(node, Mapping):
        reading.report(problem(NOT_MAPPING, node.at, key=path))
        return AgencyRegister(), reading.problems
    top = Fields(reading, node, path, ("places", "kinds", "agencies"))
    places = _places(top)
    kinds = _kinds(top, places)
    single = _agencies(top, places)
    agencies = _expand(kinds, places, {agency.id for agency in single}) + single
    _check(reading, places, agencies)
    return AgencyRegister(places, agencies), ordered(reading.problems)


def _places(top: Fields) -> tuple[Place, ...]:
    places: list[Place] = []
    for node in top.items("places"):
        fields = top.reading.mapping(node, "places", _PLACE_KEYS)
        if fields is None:
            continue
        place = Place(
            id=fields.id(),
            name=fields.local_text("name", required=True),
            at=fields.at,
            valid_from=fields.partial_date("valid_from"),
            valid_to=fields.partial_date("valid_to"),
            successor=fields.text("successor"),
        )
        if place.id:
            places.append(place)
    return tuple(places)


def _body(fields: Fields, kind: str, place: str) -> Agency:
    return Agency(
        id=fields.id(),
        kind=kind or fields.text("id"),
        place=place,
        name=fields.local_text("name", required=True),
        at=fields.at,
        full=fields.local_text("full"),
        abbreviations=tuple(name for name, _ in fields.texts("abbreviations")),
        aliases=tuple(name for name, _ in fields.texts("aliases")),
        valid_from=fields.partial_date("valid_from"),
        valid_to=fields.partial_date("valid_to"),
        successors=tuple(id for id, _ in fields.texts("successors")),
        collective=fields.truth("collective"),
    )


def _kinds(top: Fields, places: tuple[Place, ...]) -> list[_Kind]:
    kinds: list[_Kind] = []
    known = tuple(place.id for place in places)
    for node in top.items("kinds"):
        fields = top.reading.mapping(node, "kinds", _KIND_KEYS)
        if fields is None:
            continue
        for key in ("in", "not_in"):
            for id, at in fields.texts(key):
                if id not in known:
                    top.reading.report(problem(UNKNOWN_RECORD, at, id=id, suggestion=nearest(id, known)))
        body = _body(fields, "", "")
        if body.id:
            chosen = tuple(id for id, _ in fields.texts("in"))
            kinds.append(_Kind(body, chosen, tuple(id for id, _ in fields.texts("not_in"))))
    return kinds


def _agencies(top: Fields, places: tuple[Place, ...]) -> tuple[Agency, ...]:
    agencies: list[Agency] = []
    known = tuple(place.id for place in places)
    for node in top.items("agencies"):
        fields = top.reading.mapping(node, "agencies", _AGENCY_KEYS)
        if fields is None:
            continue
        place = fields.text("place")
        if place and place not in known:
            at = fields.at_of("place")
            top.reading.report(problem(UNKNOWN_RECORD, at, id=place, suggestion=nearest(place, known)))
        body = _body(fields, fields.text("kind"), place)
        if body.id:
            agencies.append(body)
    return tuple(agencies)


def _placed(text: str, place: Place, segment: str) -> str:
    return text.replace("{place}", place.name.resolve(segment, place.name.segments[0] if place.name else "")[0])


def _placed_text(text: LocalText, place: Place) -> LocalText:
    return LocalText(tuple((segment, _placed(words, place, segment)) for segment, words in text.entries))


def _expand(kinds: list[_Kind], places: tuple[Place, ...], single: set[str]) -> tuple[Agency, ...]:
    """One record per kind and place; a single record of the same id replaces it."""
    spans = {
        (kind.agency.id, place.id): span
        for kind in kinds
        for place in places
        if (not kind.places or place.id in kind.places)
        and place.id not in kind.not_in
        and (span := _span(kind.agency, place)) is not None
    }
    by_id = {place.id: place for place in places}

    def record(kind: str, place: Place) -> str:
        """The record of a kind in a place, or where the place went."""
        here: Place | None = place
        seen: set[str] = set()
        while here is not None and here.id not in seen:
            if (kind, here.id) in spans:
                return f"{here.id}-{kind}"
            seen.add(here.id)
            here = by_id.get(here.successor)
        return kind

    agencies: list[Agency] = []
    for kind in kinds:
        body = kind.agency
        for place in places:
            span = spans.get((body.id, place.id))
            if span is None or f"{place.id}-{body.id}" in single:
                continue
            starts, ends = span
            successors: tuple[str, ...] = ()
            if ends is not None and ends == body.valid_to:
                successors = tuple(record(id, place) for id in body.successors)
            elif ends is not None and (body.id, place.successor) in spans:
                successors = (f"{place.successor}-{body.id}",)
            agencies.append(
                replace(
                    body,
                    id=f"{place.id}-{body.id}",
                    place=place.id,
                    name=_placed_text(body.name, place),
                    full=_placed_text(body.full, place),
                    abbreviations=tuple(_placed(name, place, "") for name in body.abbreviations),
                    aliases=tuple(_placed(name, place, "") for name in body.aliases),
                    valid_from=starts,
                    valid_to=ends,
                    successors=successors,
                )
            )
    return tuple(agencies)


def _span(body: Agency, place: Place) -> tuple[PartialDate | None, PartialDate | None] | None:
    """When a kind exists in a place; None when one of them ended before the other began."""
    starts = _later(body.valid_from, place.valid_from)
    ends = _earlier(body.valid_to, place.valid_to)
    if starts is not None and ends is not None and ends.last < starts.first:
        return None
    return starts, ends


def _later(one: PartialDate | None, other: PartialDate | None) -> PartialDate | None:
    return max((date for date in (one, other) if date is not None), key=lambda date: date.first, default=None)


def _earlier(one: PartialDate | None, other: PartialDate | None) -> PartialDate | None:
    return min((date for date in (one, other) if date is not None), key=lambda date: date.last, default=None)


def _check(reading: Reading, places: tuple[Place, ...], agencies: tuple[Agency, ...]) -> None:
    lines: dict[str, Location] = {}
    records: tuple[Place | Agency, ...] = (*places, *agencies)
    for record in records:
        if record.id in lines:
            reading.report(problem(DUPLICATE, record.at, id=record.id, line=lines[record.id].line))
        lines.setdefault(record.id, record.at)
        start, end = record.valid_from, record.valid_to
        if start is not None and end is not None and end.last < start.first:
            reading.report(problem(BACKWARDS, record.at, id=record.id, start=start, to=end))
        missing = [language for language in reading.languages if not record.name.get(language)]
        if missing and record.name:
            reading.report(problem(MISSING_NAME, record.at, id=record.id, languages=", ".join(missing)))
    place_ids = tuple(place.id for place in places)
    for place in places:
        if place.successor and place.successor not in place_ids:
            suggestion = nearest(place.successor, place_ids)
            reading.report(problem(UNKNOWN_RECORD, place.at, id=place.successor, suggestion=suggestion))
    by_id = {agency.id: agency for agency in agencies}
    for agency in agencies:
        for successor in agency.successors:
            if successor not in by_id:
                suggestion = nearest(successor, tuple(by_id))
                reading.report(problem(UNKNOWN_RECORD, agency.at, id=successor, suggestion=suggestion))
        if _returns(agency, by_id):
            reading.report(problem(CIRCLE, agency.at, id=agency.id))
        for words in agency.known_names():
            if "{" in words:
                reading.report(problem(NO_PLACE_SIGN, agency.at, text=words, sign="{…}", place="{place}"))
    _check_names(reading, agencies)


def _returns(agency: Agency, by_id: dict[str, Agency]) -> bool:
    waiting = list(agency.successors)
    seen: set[str] = set()
    while waiting:
        id = waiting.pop()
        if id == agency.id:
            return True
        if id in seen or id not in by_id:
            continue
        seen.add(id)
        waiting.extend(by_id[id].successors)
    return False


def _check_names(reading: Reading, agencies: tuple[Agency, ...]) -> None:
    """No name may lead to two bodies of one place that are valid at the same time."""
    owners: dict[tuple[str, str], list[Agency]] = {}
    for agency in agencies:
        for name in dict.fromkeys(fold(words) for words in agency.known_names()):
            for other in owners.get((agency.place, name), ()):
                if _overlap(agency, other):
                    reading.report(problem(SAME_NAME, agency.at, name=name, other=other.id))
            owners.setdefault((agency.place, name), []).append(agency)


def _overlap(one: Agency, other: Agency) -> bool:
    def before(first: Agency, second: Agency) -> bool:
        return (
            first.valid_to is not None
            and second.valid_from is not None
            and first.valid_to.first <= second.valid_from.last
        )

    return not (before(one, other) or before(other, one))
