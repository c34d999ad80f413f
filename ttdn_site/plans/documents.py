"""The document that carries a plan, the documents it refers to, and the days on which reports are due."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from ttdn_site.plans.dates import PartialDate
from ttdn_site.plans.text import LocalText
from ttdn_site.problems import Location


@dataclass(frozen=True, slots=True)
class DocumentReference:
    """Another document. document: id in the site's document register, empty when it is not there."""

    number: str
    kind: str
    date: PartialDate | None
    issuer: str
    title: LocalText
    document: str
    at: Location


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file published with the plan: path below `docs/`."""

    file: str
    title: LocalText
    at: Location


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """The document that carries the plan. number: number and symbol as printed (`281/QĐ-UBND`), empty if unknown.

    kind: `decision`, `plan`, … (DOCUMENT_KINDS of the loader). issuer: agency id.
    date: a day where it is known, else a month or a year.
    """

    number: str
    kind: str
    date: PartialDate | None
    issuer: str
    title: LocalText
    signer: str
    legal_bases: tuple[DocumentReference, ...]
    replaces: tuple[DocumentReference, ...]
    amends: tuple[DocumentReference, ...]
    attachments: tuple[Attachment, ...]
    at: Location


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day on which reports are due: one date, or every year (month, day)."""

    id: str
    date: dt.date | None
    yearly: tuple[int, int] | None
    title: LocalText
    at: Location
