"""Who may approve texts: the list `approvers` of the plugin's settings, and what its limits may name."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

from ttdn_site.content.fields import Field, ListOf, Record
from ttdn_site.content.kinds import Context, Slug, Text
from ttdn_site.problems import Code, Location, Problem, Severity, declare, problem
from ttdn_site.source.yamlnodes import Mapping, Scalar, Sequence

NO_SUCH_SECTION = declare(
    "AP012",
    Severity.ERROR,
    "{approver} may approve texts of “{value}”, but there is no such section",
    "The nearest is “{near}”; there are: {choices}",
    wrong="approvers:\n  - {name: a@laichau.gov.vn, sections: [new]}",
    right="approvers:\n  - {name: a@laichau.gov.vn, sections: [news]}",
)
NO_SUCH_LANGUAGE = declare(
    "AP013",
    Severity.ERROR,
    "{approver} may approve texts in the language “{value}”, in which the portal is not published",
    "The nearest is “{near}”; there are: {choices}",
    wrong="approvers:\n  - {name: a@laichau.gov.vn, locales: [vn]}",
    right="approvers:\n  - {name: a@laichau.gov.vn, locales: [vi]}",
)

APPROVER = Record(
    (
        Field("name", Text(120, "chanh-van-phong@laichau.gov.vn"), "As in the records.", required=True),
        Field("sections", ListOf(Slug("news")), "Sections; all when left out.", default=()),
        Field("locales", ListOf(Slug("vi")), "Languages; all when left out.", default=()),
    )
)


@dataclass(frozen=True, slots=True)
class Approver:
    """Who may approve texts; empty sections or locales mean all. places: key, word and where it stands."""

    name: str
    sections: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    places: tuple[tuple[str, str, Location], ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Subject:
    """What is approved: a file in one language, the section it lies in, and files of `docs/assets/` it names."""

    path: str
    locale: str
    section: str
    shown: tuple[str, ...] = ()


def read_approvers(settings: Mapping) -> tuple[Approver, ...]:
    """Everybody who is named under `approvers`; what cannot be read was told when the settings were read."""
    node = settings.get("approvers")
    found: list[Approver] = []
    for entry in node.items if isinstance(node, Sequence) else ():
        values, _ = APPROVER.read(entry, Context("approvers", "ttdn", ()))
        if values is not None and isinstance(entry, Mapping):
            found.append(Approver(**values, places=tuple(_places(entry))))
    return tuple(found)


def _places(entry: Mapping) -> Iterable[tuple[str, str, Location]]:
    for key in ("sections", "locales"):
        node = entry.get(key)
        for word in node.items if isinstance(node, Sequence) else ():
            if isinstance(word, Scalar):
                yield key, word.text, word.at


def may_approve(approvers: Iterable[Approver], subject: Subject, approver: str, acting_for: str) -> bool:
    """Whether somebody may approve this. acting_for: the section named in the record, empty if none is."""
    named = any(same_person(approver, name) for name in approvers_of(approvers, subject))
    return named and acting_for in ("", subject.section)


def approvers_of(approvers: Iterable[Approver], subject: Subject) -> tuple[str, ...]:
    """Who may approve this; no list of sections or languages means all of them."""
    return tuple(
        approver.name
        for approver in approvers
        if (not approver.sections or subject.section in approver.sections)
        and (not approver.locales or subject.locale in approver.locales)
    )


def same_person(one: str, other: str) -> bool:
    """Names are compared without regard to capitals, spaces and the way accents are encoded."""
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def without_effect(approvers: Iterable[Approver], sections: Iterable[str], locales: Iterable[str]) -> list[Problem]:
    """Limits that name no section or language: who has only such may approve nothing, and nobody would see why.

    Without any sections, because their file cannot be read, those are not looked at.
    """
    known = {"sections": (NO_SUCH_SECTION, sorted(sections)), "locales": (NO_SUCH_LANGUAGE, list(locales))}
    return [
        _unknown(code, approver, word, where, choices)
        for approver in approvers
        for key, word, where in approver.places
        for code, choices in (known[key],)
        if choices and word in getattr(approver, key) and word not in choices
    ]


def _unknown(code: Code, approver: Approver, word: str, where: Location, choices: list[str]) -> Problem:
    near = difflib.get_close_matches(word, choices, n=1, cutoff=0.0)[0]
    return problem(code, where, approver=approver.name, value=word, near=near, choices=", ".join(choices))
