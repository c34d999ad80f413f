"""Structured data of a page: one JSON-LD graph of schema.org nodes.

Types follow the content types' own declaration (`ContentType.schema_org`), or `extra["schema_type"]` for pages without
a content type (`Dataset` for tables, `CollectionPage` for lists). `extra` also carries what a page view has no field
for, under the names of the content fields: `source_tag`, and of documents `number`, `issuer`, `effective`, `force`;
of events `kind`, `organiser`.
"""

from __future__ import annotations

from typing import Any

from ttdn_site.content.types import ALL
from ttdn_site.pages.views import PageView
from ttdn_site.syndication.escaping import line
from ttdn_site.syndication.identity import SiteIdentity
from ttdn_site.syndication.metadata import Metadata, metadata_of

Node = dict[str, Any]

_TYPES = {item.name: item.schema_org for item in ALL}

# schema.org/LegalForceStatus
_FORCE = {
    "in_force": "https://schema.org/InForce",
    "partly_in_force": "https://schema.org/PartiallyInForce",
    "expired": "https://schema.org/NotInForce",
    "replaced": "https://schema.org/NotInForce",
}

# schema.org allows 110 characters in a headline; search engines drop longer ones.
_HEADLINE_LIMIT = 110


# The names of JSON-LD that no argument can have.
_NAMES = {"at_type": "@type", "at_id": "@id"}


def _filled(**values: Any) -> Node:
    """A node of what is not empty; 0 and False say something."""
    return {_NAMES.get(key, key): value for key, value in values.items() if value or isinstance(value, int)}


def page_type(view: PageView) -> str:
    """The schema.org type of the page. A deadline is no event: nobody attends it."""
    if view.type == "event" and view.extra.get("kind") == "deadline":
        return "WebPage"
    default = "CollectionPage" if view.state == "generated" and view.key else "WebPage"
    return str(view.extra.get("schema_type") or _TYPES.get(view.type) or default)


def organisation_id(site: SiteIdentity) -> str:
    """The same in every language: one publisher, named four times."""
    return f"{site.base_url}#organization"


def website_id(site: SiteIdentity) -> str:
    return f"{site.home}#website"


def organisation(site: SiteIdentity) -> Node:
    """The publisher in full, for the home page."""
    address = {"@type": "PostalAddress", "streetAddress": line(site.address), "addressCountry": site.country}
    return _publisher(site) | _filled(
        address=address if site.address else "",
        telephone=site.telephone,
        email=site.email,
        areaServed={"@type": "AdministrativeArea", "name": site.name},
        sameAs=list(site.channels),
    )


def _publisher(site: SiteIdentity) -> Node:
    return _filled(
        at_type="GovernmentOrganization",
        at_id=organisation_id(site),
        name=site.publisher,
        url=site.organisation_url or site.base_url,
        logo=site.logo_url,
    )


def website(site: SiteIdentity) -> Node:
    search = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": site.search_url},
        "query-input": "required name=search_term_string",
    }
    return _filled(
        at_type="WebSite",
        at_id=website_id(site),
        name=site.portal,
        alternateName=site.name,
        url=site.home,
        description=line(site.description),
        inLanguage=site.tag,
        publisher={"@id": organisation_id(site)},
        license=site.licence_url,
        potentialAction=search if site.search_url else "",
    )


def breadcrumb(view: PageView, site: SiteIdentity) -> Node:
    """The way from the home page; the last entry is the page itself and may have no address."""
    items = [
        _filled(
            at_type="ListItem",
            position=position,
            name=line(link.title),
            item=site.absolute(link.url, view.url) if link.url and not link.current else view.canonical,
        )
        for position, link in enumerate(view.breadcrumb, 1)
    ]
    return {"@type": "BreadcrumbList", "@id": f"{view.canonical}#breadcrumb", "itemListElement": items}


def _source_tag(view: PageView, site: SiteIdentity, versions: dict[str, str]) -> str:
    """The language of the original: as `extra` says, or that of the version `source_url` leads to."""
    address = site.absolute(view.source_url, view.url) if view.source_url else ""
    found = next((tag for tag, url in versions.items() if url == address), site.default_tag)
    return str(view.extra.get("source_tag") or found)


def _translations(view: PageView, site: SiteIdentity, kind: str) -> Node:
    """`workTranslation` on the original, `translationOfWork` on a translation; both sides name the same addresses."""
    if view.state == "generated":
        return {}
    versions = {tag: url for tag, url in view.alternates if tag != "x-default"}
    source = view.tag if view.state == "source" else _source_tag(view, site, versions)
    if view.tag == source:
        others = [{"@type": kind, "@id": url, "inLanguage": tag} for tag, url in versions.items() if tag != view.tag]
        return {"workTranslation": others} if others else {}
    if source in versions:
        return {"translationOfWork": {"@type": kind, "@id": versions[source], "inLanguage": source}}
    return {}


def _image(view: PageView, site: SiteIdentity) -> str:
    return view.image_absolute or site.share_image_url


def _work(view: PageView, site: SiteIdentity, data: Metadata, kind: str) -> Node:
    """What every creative work of the portal says."""
    return _filled(
        at_type=kind,
        at_id=view.canonical,
        url=view.canonical,
        name=line(view.title),
        description="".join(data.description),
        inLanguage=view.lang,
        image=_image(view, site),
        dateModified=view.updated,
        publisher=_publisher(site),
        isPartOf={"@id": website_id(site)},
        license=site.licence_url,
        keywords=[line(topic.title) for topic in view.topics],
        citation=[
            _filled(at_type="CreativeWork", name=line(source.title), identifier=source.number, url=source.url)
            for source in view.sources
        ],
        **_translations(view, site, kind),
    )


def _news(view: PageView, site: SiteIdentity, data: Metadata, kind: str) -> Node:
    node = _work(view, site, data, kind)
    title = line(view.title)
    node["headline"] = title if len(title) <= _HEADLINE_LIMIT else title[: _HEADLINE_LIMIT - 1].rstrip() + "…"
    node["mainEntityOfPage"] = view.canonical
    node["author"] = node["publisher"]
    if view.date:
        node["datePublished"] = view.date
        node.setdefault("dateModified", view.date)
    if view.section_link:
        node["articleSection"] = line(view.section_link.title)
    if view.place:
        node["contentLocation"] = {"@type": "Place", "name": line(view.place)}
    return node


def _event(view: PageView, site: SiteIdentity, data: Metadata) -> Node:
    organiser = line(str(view.extra.get("organiser") or ""))
    # Events are held abroad too: nothing is said of the place but what its record says.
    place = line(view.place) or site.name
    return _filled(
        at_type="Event",
        at_id=view.canonical,
        url=view.canonical,
        name=line(view.title),
        description="".join(data.description),
        inLanguage=view.lang,
        image=_image(view, site),
        startDate=view.date,
        endDate=view.end_date,
        eventStatus="https://schema.org/EventScheduled",
        eventAttendanceMode="https://schema.org/OfflineEventAttendanceMode",
        location={"@type": "Place", "name": place, "address": place},
        organizer={"@type": "Organization", "name": organiser} if organiser else {"@id": organisation_id(site)},
        mainEntityOfPage=view.canonical,
    )


def _legislation(view: PageView, site: SiteIdentity, data: Metadata) -> Node:
    issuer = line(str(view.extra.get("issuer", "")))
    node = _work(view, site, data, "Legislation")
    node |= _filled(
        legislationIdentifier=str(view.extra.get("number", "")),
        legislationDate=view.date,
        legislationDateOfApplicability=str(view.extra.get("effective") or ""),
        legislationLegalForce=_FORCE.get(str(view.extra.get("force", "")), ""),
        legislationJurisdiction=site.country,
        legislationPassedBy=_filled(at_type="GovernmentOrganization", name=issuer) if issuer else "",
    )
    return node


def _dataset(view: PageView, site: SiteIdentity, data: Metadata) -> Node:
    """`extra["dataset"]`: years from and to, place, and what is measured: (id, name, unit) each."""
    node = _work(view, site, data, "Dataset")
    node["creator"] = {"@id": organisation_id(site)}
    about = view.extra.get("dataset", {})
    first, last = about.get("years", (0, 0))
    node |= _filled(
        identifier=str(view.extra.get("number", "")),
        datePublished=view.date,
        # An interval of ISO 8601, as schema.org asks for it.
        temporalCoverage=f"{first:04d}/{last:04d}" if first else "",
        spatialCoverage=_filled(at_type="Place", name=line(about.get("place", ""))) if about.get("place") else "",
        variableMeasured=[
            _filled(at_type="PropertyValue", propertyID=id, name=line(name), unitText=line(unit))
            for id, name, unit in about.get("variables", ())
        ],
        distribution=[
            _filled(
                at_type="DataDownload",
                name=line(link.title),
                contentUrl=site.absolute(link.url, view.url),
                encodingFormat=link.kind or link.url.rpartition(".")[2],
            )
            for link in view.downloads
        ],
    )
    return node


def main_node(view: PageView, site: SiteIdentity, data: Metadata) -> Node:
    """What the page is, without the way to it."""
    kind = page_type(view)
    if kind == "Event":
        return _event(view, site, data)
    if kind == "Legislation":
        return _legislation(view, site, data)
    if kind == "Dataset":
        return _dataset(view, site, data)
    if kind in ("NewsArticle", "Article"):
        return _news(view, site, data, kind)
    return _work(view, site, data, kind)


def graph(view: PageView, site: SiteIdentity, data: Metadata | None = None) -> Node:
    """The JSON-LD of one page: publisher and site on the home page, else the page and the way to it.

    data: the page's metadata, where they are at hand.
    A fallback page describes nothing: the page it stands in for does. Nor does a page that is not to be indexed.
    """
    if view.is_fallback or view.noindex or not view.canonical:
        return {}
    nodes: list[Node]
    if view.key:
        nodes = [main_node(view, site, data or metadata_of(view, site))]
        if view.breadcrumb:
            nodes.append(breadcrumb(view, site))
    else:
        nodes = [website(site), organisation(site)]
    return {"@context": "https://schema.org", "@graph": nodes}
