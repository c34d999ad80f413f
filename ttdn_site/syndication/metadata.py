"""The description of one page by Circular 24/2011/TT-BTTTT, which rests on Dublin Core.

Title, creator, date, description, publisher and identifier are mandatory and never empty; language, source,
contributor and subject are recommended. Several values of one field are parted by a semicolon.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ttdn_site.pages.views import PageView, Source
from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.syndication.escaping import first_paragraph, line, shortened
from ttdn_site.syndication.identity import SiteIdentity

MANDATORY = ("title", "creator", "date", "description", "publisher", "identifier")
RECOMMENDED = ("language", "source", "contributor", "subject")
FIELDS = MANDATORY + RECOMMENDED

_DESCRIPTION_LIMIT = 300

EMPTY_FIELD = declare(
    "SY001",
    Severity.ERROR,
    "The mandatory metadata field “{field}” of “{page}” ({language}) would be empty",
    "Fill in: {keys}. Circular 24/2011/TT-BTTTT lets none of the six mandatory fields be empty",
    wrong="title: Dân tộc\nstatus: approved",
    right="title: Dân tộc\nsummary: Hai mươi dân tộc cùng sinh sống ở Lai Châu.\nupdated: 2026-03-10\nstatus: approved",
)

# Where each field comes from: names of keys, which no language translates.
_KEYS = {
    "title": "title",
    "creator": "agency (docs/data/site.yml)",
    "date": "updated",
    "description": "summary",
    "publisher": "agency (docs/data/site.yml)",
    "identifier": "site_url (mkdocs.yml)",
}


@dataclass(frozen=True, slots=True)
class Metadata:
    """The ten fields; a field with several values is a tuple, a field without value an empty one."""

    title: tuple[str, ...]
    creator: tuple[str, ...]
    date: tuple[str, ...]
    description: tuple[str, ...]
    publisher: tuple[str, ...]
    identifier: tuple[str, ...]
    language: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    contributor: tuple[str, ...] = ()
    subject: tuple[str, ...] = ()

    def joined(self, field: str) -> str:
        """The values of one field parted by `; `. A semicolon inside a value becomes a comma, to stay one value."""
        values: tuple[str, ...] = getattr(self, field)
        return "; ".join([value.replace(";", ",") for value in values])

    def missing(self) -> tuple[str, ...]:
        return tuple(field for field in MANDATORY if not self.joined(field))


def description(view: PageView, site: SiteIdentity) -> str:
    """What the page is about, on one line: its summary, else its first paragraph, else the portal's description."""
    words = line(view.summary) or first_paragraph(view.body) or line(site.description)
    return shortened(words, _DESCRIPTION_LIMIT)


def _source(source: Source) -> str:
    return ", ".join(part for part in (line(source.title), source.number, source.url) if part)


def _values(*texts: str) -> tuple[str, ...]:
    """The texts that say something, each once, in order."""
    return tuple(dict.fromkeys(filter(None, map(line, texts))))


def metadata_of(view: PageView, site: SiteIdentity) -> Metadata:
    """Describe a page.

    `view.extra` may name a `creator` and a `contributor`, and the `issuer` of a document, who then is its creator.
    """
    subjects = [topic.title for topic in view.topics]
    if view.section_link:
        subjects.append(view.section_link.title)
    return Metadata(
        title=_values(view.title),
        creator=_values(str(view.extra.get("creator") or view.extra.get("issuer") or site.publisher)),
        date=_values(view.updated or view.date or site.last_update),
        description=_values(description(view, site)),
        publisher=_values(site.publisher),
        identifier=_values(view.canonical),
        language=_values(view.lang),
        source=_values(*(_source(source) for source in view.sources)),
        contributor=_values(str(view.extra.get("contributor", ""))),
        subject=_values(*subjects),
    )


def metadata_problems(view: PageView, site: SiteIdentity, location: Location) -> Iterator[Problem]:
    """Mandatory fields that would be empty. `location`: the file the page comes from."""
    for field in metadata_of(view, site).missing():
        yield problem(EMPTY_FIELD, location, field=field, page=view.key, language=view.tag, keys=_KEYS[field])
