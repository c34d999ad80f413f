"""Registers: documents and projects as tables with filters."""

from __future__ import annotations

from ttdn_site.pages.labels import CHOICES
from ttdn_site.pages.site import Site
from ttdn_site.pages.views import Link, Table


def document_table(site: Site, segment: str, url: str) -> Table:
    """The register of documents, filtered by kind, issuer and year (Decree 43/2011/NĐ-CP, article 10)."""
    voice = site.voices[segment]
    columns = tuple(voice.say(word) for word in ("Number", "Title", "Kind", "Issuer", "Date"))
    rows: list[tuple[object, ...]] = []
    values: list[tuple[tuple[str, str], ...]] = []
    for item in site.of_type("document"):
        text = site.text(item, segment)
        kind = voice.say(CHOICES["kind", item.shared["kind"]])
        issuer = str(text.values.get("issuer") or "")
        issued = item.shared["issued"]
        link = site.link(item, segment, url)
        rows.append(
            (
                Link(item.shared["number"], link.url),
                link._replace(url="", summary=""),
                kind,
                Link(issuer, "", lang=link.lang),
                Link(voice.date(issued), "", date=issued.isoformat()),
            )
        )
        values.append((("kind", kind), ("issuer", issuer), ("year", str(issued.year))))
    filters = tuple(
        (name, voice.say(label), tuple((value, value) for value in _distinct(values, name)))
        for name, label in (("kind", "Kind"), ("issuer", "Issuer"), ("year", "Year"))
    )
    return Table(columns, tuple(rows), filters, tuple(values), voice.say("Documents"))


def project_table(site: Site, segment: str, url: str) -> Table:
    voice = site.voices[segment]
    columns = tuple(voice.say(word) for word in ("Title", "Sector", "Place", "Capital", "Stage", "As of"))
    rows: list[tuple[object, ...]] = []
    values: list[tuple[tuple[str, str], ...]] = []
    for item in site.of_type("project"):
        text = site.text(item, segment)
        link = site.link(item, segment, url)
        sector = voice.say(CHOICES["sector", item.shared["sector"]])
        stage = voice.say(CHOICES["stage", item.shared["stage"]])
        as_of = item.shared["as_of"]
        capital = text.values.get("capital")
        rows.append(
            (
                link._replace(summary=""),
                sector,
                Link(str(text.values.get("place") or ""), "", lang=link.lang),
                Link(str(capital), "", lang=link.lang) if capital else voice.say("Not stated"),
                stage,
                Link(voice.date(as_of), "", date=as_of.isoformat()),
            )
        )
        values.append((("sector", sector), ("stage", stage)))
    filters = tuple(
        (name, voice.say(label), tuple((value, value) for value in _distinct(values, name)))
        for name, label in (("sector", "Sector"), ("stage", "Stage"))
    )
    return Table(columns, tuple(rows), filters, tuple(values), voice.say("Investment projects"))


def _distinct(values: list[tuple[tuple[str, str], ...]], name: str) -> list[str]:
    found = sorted({dict(row)[name] for row in values})
    return found[::-1] if name == "year" else found
