"""Views of items: articles, pages and records, in a language of their own or as a visible fallback."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from ttdn_site.content.model import Item
from ttdn_site.markup.links import BASE, relative_url
from ttdn_site.markup.render import Body
from ttdn_site.pages.frame import base_of, breadcrumb, variants
from ttdn_site.pages.labels import CHOICES, FIELDS
from ttdn_site.pages.routes import Route
from ttdn_site.pages.site import Site
from ttdn_site.pages.views import Fact, Heading, ImageView, Link, PageView, Source, Variant

# Fields shown elsewhere on the page, or not at all.
_NOT_IN_RECORD = frozenset(("title", "summary", "body", "facts", "nav_title", "translation", "status"))
RELATED = 4


def item_view(site: Site, route: Route, item: Item, body: Body, sizes: Mapping[str, tuple[int, int]]) -> PageView:
    """The view of an item's page. `sizes`: width and height of pictures below `docs/assets/`."""
    segment = route.segment
    voice = site.voices[segment]
    language = site.project.languages[segment]
    text = site.text(item, segment)
    source_language = site.project.languages[item.source_locale]
    fallback = text.locale != segment
    url = site.url(item.key, segment)
    base = base_of(url)
    date = item.date
    updated = item.shared.get("updated")
    slug = site.section_slug(item)
    section = site.section(slug)
    found_variants = variants(site, item.key, segment, url, item)
    return PageView(
        key=item.key,
        segment=segment,
        tag=language.tag,
        lang=source_language.tag if fallback else language.tag,
        url=url,
        canonical=site.absolute(item.key, item.source_locale if fallback else segment),
        base=base,
        template=route.template,
        type=item.type.name,
        section=slug if section else "",
        title=text.title,
        summary=text.summary,
        state=state_of(item, segment),
        body=body.html.replace(BASE, base),
        headings=tuple(Heading(heading.level, heading.id, heading.title) for heading in body.headings),
        source_name=source_language.endonym,
        source_url=next(variant.url for variant in found_variants if variant.segment == item.source_locale),
        date=date.isoformat() if date else "",
        date_text=voice.span(date, item.shared.get("ends")) if date else "",
        end_date=_iso(item.shared.get("ends")),
        updated=_iso(updated),
        updated_text=voice.date(updated) if updated else "",
        place=str(text.values.get("place") or ""),
        topics=topic_links(site, item, segment, url),
        section_link=site.section_link(section, segment, url) if section and slug != item.key else None,
        breadcrumb=breadcrumb(
            site, segment, url, slug if slug != item.key else "", text.title, _other(site, item, segment)
        ),
        variants=found_variants,
        readable=readable(found_variants),
        facts=tuple(
            Fact(fact["label"], fact["value"], note=fact["note"] or "") for fact in text.values.get("facts") or ()
        ),
        record=record(site, item, segment, url),
        image=image_view(site, item.shared.get("image"), segment, base, sizes),
        images=tuple(
            view
            for image in item.shared.get("images") or ()
            if (view := image_view(site, image, segment, base, sizes)) is not None
        ),
        related=related(site, item, segment, url),
        downloads=downloads(item, base),
        sources=tuple(
            Source(
                source["title"],
                source["url"] or "",
                voice.date(source["date"]) if source["date"] else "",
                source["number"] or "",
                # Sources are written once, by who wrote the source text.
                "" if segment == item.source_locale else source_language.tag,
            )
            for source in item.shared.get("sources") or ()
        ),
        mark=section.mark if section else "",
        alternates=alternates(site, item) if not fallback else (),
        image_absolute=_share_image(site, item, segment),
        extra=_extra(site, item, segment),
    )


def _extra(site: Site, item: Item, segment: str) -> dict[str, Any]:
    """What structured data and single templates want to know beyond the common fields."""
    text = site.text(item, segment).values
    if item.type.name == "event":
        return {
            "event_state": event_state(site, item),
            "kind": item.shared.get("kind") or "event",
            "organiser": text.get("organiser") or "",
        }
    if item.type.name == "document":
        return {
            "number": item.shared["number"],
            "issuer": text.get("issuer") or "",
            "effective": _iso(item.shared.get("effective")),
            "force": item.shared.get("force") or "unknown",
        }
    return {}


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _other(site: Site, item: Item, segment: str) -> str:
    return site.lang(item, segment)


def _share_image(site: Site, item: Item, segment: str) -> str:
    image = item.shared.get("image")
    if image:
        return f"{site.project.base_url}assets/{image['file']}"
    return f"{site.project.base_url}assets/share-{segment}.png"


def state_of(item: Item, segment: str) -> str:
    """`source`, `translated`, `stale`, `awaiting` or `fallback`."""
    if segment == item.source_locale:
        return "source"
    text = item.texts.get(segment)
    if text is None:
        return "fallback"
    pin = text.values.get("translation") or {}
    if pin.get("of") and pin["of"] != item.source.fingerprint:
        return "stale"
    return "awaiting" if pin.get("awaiting_review") else "translated"


def alternates(site: Site, item: Item) -> tuple[tuple[str, str], ...]:
    """`hreflang` pairs: every language that has the text, and `x-default` (English where there is one)."""
    pairs = [
        (language.tag, site.absolute(item.key, language.segment))
        for language in site.project.languages
        if language.segment in item.texts
    ]
    default = "en" if "en" in item.texts else item.source_locale
    return (*pairs, ("x-default", site.absolute(item.key, default)))


def readable(variants: tuple[Variant, ...]) -> tuple[Link, ...]:
    """The languages in which the text exists, other than the one shown."""
    return tuple(
        Link(variant.endonym, variant.url, lang=variant.tag)
        for variant in variants
        if variant.translated and not variant.current
    )


def topic_links(site: Site, item: Item, segment: str, url: str) -> tuple[Link, ...]:
    links: list[Link] = []
    for name in item.shared.get("topics") or ():
        title, lang = site.localized(site.library.topics.get(name, {}), segment)
        target = relative_url(url, site.url(f"news/topic/{name}", segment)) if item.type.name == "article" else ""
        links.append(Link(title, target, lang=lang))
    return tuple(links)


def related(site: Site, item: Item, segment: str, url: str) -> tuple[Link, ...]:
    """Named related items first; an article is filled up with what is near on its topics, translated ones first."""
    chosen = [site.by_key[key.strip("/")] for key in item.shared.get("related") or () if key.strip("/") in site.by_key]
    if item.type.name == "article" and len(chosen) < RELATED:
        taken = {item.key, *(other.key for other in chosen)}
        near = [other for other in site.near(item) if other.key not in taken]
        near.sort(key=lambda other: segment not in other.texts)
        chosen += near[: RELATED - len(chosen)]
    elif item.type.name == "page":
        chosen += [
            other
            for other in site.members.get(site.section_slug(item), ())
            if other is not item and other not in chosen
        ]
    return tuple(site.link(other, segment, url) for other in chosen)


def downloads(item: Item, base: str) -> tuple[Link, ...]:
    file = item.shared.get("file")
    if not file:
        return ()
    return (Link(file.rsplit("/", 1)[-1], f"{base}assets/{file}", label=file.rsplit(".", 1)[-1].upper()),)


def image_view(
    site: Site, image: Mapping[str, Any] | None, segment: str, base: str, sizes: Mapping[str, tuple[int, int]]
) -> ImageView | None:
    if not image:
        return None
    alt, lang = site.localized(image["alt"], segment)
    width, height = sizes.get(image["file"], (0, 0))
    return ImageView(f"{base}assets/{image['file']}", alt, image["credit"], width, height, lang)


def record(site: Site, item: Item, segment: str, url: str) -> tuple[Fact, ...]:
    """A data record's particulars as labelled values, in the order of `labels.FIELDS`."""
    if item.type.storage != "data":
        return ()
    voice = site.voices[segment]
    text = site.text(item, segment)
    facts: list[Fact] = []
    for field in item.type.fields:
        if field.name in _NOT_IN_RECORD or field.name not in FIELDS:
            continue
        value = text.values.get(field.name) if field.localized else item.shared.get(field.name)
        if value in (None, "", ()):
            continue
        facts += _facts(site, item, segment, url, field.name, value)
    order = {voice.say(label): number for number, label in enumerate(FIELDS.values())}
    return tuple(sorted(facts, key=lambda fact: order[fact.label]))


def _facts(site: Site, item: Item, segment: str, url: str, name: str, value: Any) -> list[Fact]:
    voice = site.voices[segment]
    label = voice.say(FIELDS[name])
    if isinstance(value, dt.date):
        last = item.shared.get("ends") if name == "starts" else None
        return [Fact(label, voice.span(value, last), iso=value.isoformat())]
    if name in ("replaced_by", "legal_bases", "spokesperson"):
        folder = "contacts" if name == "spokesperson" else item.type.folder
        names = (value,) if isinstance(value, str) else value
        targets = [site.by_key[f"{folder}/{one}"] for one in names if f"{folder}/{one}" in site.by_key]
        return [
            Fact(
                label,
                str(other.shared.get("number") or site.text(other, segment).title),
                note=site.text(other, segment).title if other.shared.get("number") else "",
                url=site.link(other, segment, url).url,
                lang=site.lang(other, segment),
            )
            for other in targets
        ]
    if name == "languages":
        return [language_fact(site, label, tag, segment) for tag in value]
    choice = CHOICES.get((name, str(value)))
    lang = site.lang(item, segment) if name in site.text(item, segment).values else ""
    if name == "signer" and segment != item.source_locale:
        # A name is written as its bearer writes it.
        lang = site.project.languages[item.source_locale].tag
    target = value if name == "website" else f"mailto:{value}" if name == "email" else ""
    return [Fact(label, voice.say(choice) if choice else str(value), url=target, lang=lang)]


def language_fact(site: Site, label: str, tag: str, segment: str) -> Fact:
    """A language by its own name, and marked as a word of it; one unknown to the portal by its tag."""
    for language in site.project.languages:
        if tag in (language.tag, language.segment):
            return Fact(label, language.endonym, lang="" if language.segment == segment else language.tag)
    return Fact(label, tag)


def event_state(site: Site, item: Item) -> str:
    """`coming`, `under_way` or `held` at the build's clock (a deadline that has passed is `past`)."""
    today = site.clock.date()
    starts: dt.date = item.shared["starts"]
    ends: dt.date = item.shared.get("ends") or starts
    if today < starts:
        return "coming"
    if today <= ends:
        return "under_way"
    return "past" if item.shared.get("kind") == "deadline" else "held"
