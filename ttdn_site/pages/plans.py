"""Plans as pages: the view of one plan in a language, the list of all, and their reporting days for the calendar.

What stands in the tables of a plan is made elsewhere (`tables`); here is what every page of the portal has: title,
address, languages, particulars.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator

from ttdn_site.content.model import Item, Text
from ttdn_site.content.types.event import EVENT
from ttdn_site.locales import formats, money
from ttdn_site.markup.links import relative_url
from ttdn_site.pages.frame import base_of, breadcrumb
from ttdn_site.pages.routes import PLANS, Route
from ttdn_site.pages.site import PublishedPlan, Site
from ttdn_site.pages.views import Group, Link, PageView, Variant
from ttdn_site.plans.model import ColumnKind, Phase, Plan, PlanStatus

SCHEMA_TYPE = "Dataset"


def plan_key(plan: Plan) -> str:
    return f"{PLANS}/{plan.id}"


def title_of(site: Site, plan: Plan, segment: str) -> tuple[str, str]:
    """The plan's title in a language, with the tag of the language it is really in where that is another one."""
    title, found = plan.title.resolve(segment, plan.language)
    return title, "" if found == segment else site.project.languages[found].tag


def plan_view(site: Site, route: Route, published: PublishedPlan) -> PageView:
    """The page of a plan. Its words are those of the interface; rows without a translation carry their language."""
    plan, segment = published.plan, route.segment
    languages = site.project.languages
    url = site.url(route.key, segment)
    title, lang = title_of(site, plan, segment)
    section = site.section(PLANS)
    date = plan.document.date
    told = [language for language in languages if plan.title.get(language.segment)]
    pairs = [(language.tag, site.absolute(route.key, language.segment)) for language in told]
    default = "en" if "en" in [language.segment for language in told] else plan.language
    return PageView(
        key=route.key,
        segment=segment,
        tag=languages[segment].tag,
        lang=lang or languages[segment].tag,
        url=url,
        canonical=site.absolute(route.key, plan.language if lang else segment),
        base=base_of(url),
        template=route.template,
        type="plan",
        section=PLANS if section else "",
        title=title,
        summary=summary_of(site, plan, segment),
        state="fallback" if lang else "source" if segment == plan.language else "translated",
        source_name=languages[plan.language].endonym,
        source_url=relative_url(url, site.url(route.key, plan.language)),
        date=date.first.isoformat() if date is not None and date.day else "",
        date_text=formats.partial_date(date, languages[segment]) if date is not None else "",
        section_link=site.section_link(section, segment, url) if section else None,
        breadcrumb=breadcrumb(site, segment, url, PLANS if section else "", title, lang),
        variants=tuple(
            Variant(
                language.segment,
                language.tag,
                language.endonym,
                relative_url(url, site.url(route.key, language.segment)),
                language.segment == segment,
                language in told,
            )
            for language in languages
        ),
        readable=tuple(
            Link(language.endonym, relative_url(url, site.url(route.key, language.segment)), lang=language.tag)
            for language in told
            if language.segment != segment
        ),
        mark=section.mark if section else "",
        alternates=() if lang else (*pairs, ("x-default", site.absolute(route.key, default))),
        image_absolute=f"{site.project.base_url}assets/share-{segment}.png",
        extra={"schema_type": SCHEMA_TYPE, "number": plan.document.number},
    )


def summary_of(site: Site, plan: Plan, segment: str) -> str:
    """What the plan's file says of itself in this language, else where it comes from."""
    return plan.summary.get(segment) or plan.source.get(segment)


def headline(site: Site, plan: Plan, segment: str) -> str:
    """The planned total in its natural scale (“8,096 tỷ đồng”); empty for a plan without amounts."""
    grand = plan.grand_total
    if grand is None:
        return ""
    for column in plan.columns:
        if column.kind is ColumnKind.TOTAL and column.phase is Phase.PLANNED:
            value, unit = grand.amounts[plan.column_index(column.id)].value, plan.unit_of(column)
            if value is not None and unit is not None:
                language = site.project.languages[segment]
                return money.amount(value, language, currency=unit.currency, scale=unit.scale)
    return ""


def plan_links(site: Site, segment: str, from_url: str) -> tuple[Link, ...]:
    """All plans, the latest period first, each with its place and what it costs."""
    language = site.project.languages[segment]
    voice = site.voices[segment]
    links: list[Link] = []
    plans = sorted(
        (published.plan for published in site.plans),
        key=lambda plan: (plan.historical, -plan.period[0], -plan.period[1], plan.id),
    )
    for plan in plans:
        title, lang = title_of(site, plan, segment)
        date = plan.document.date
        place = site.register.place(plan.place)
        known = place.name.resolve(segment, plan.language)[0] if place else ""
        cost = headline(site, plan, segment)
        parts = (
            voice.say("Historical document") if plan.historical else "",
            formats.year_range(*plan.period, language) if plan.period[0] else "",
            cost,
            plan.document.number,
        )
        links.append(
            Link(
                title=title,
                url=relative_url(from_url, site.url(plan_key(plan), segment)),
                lang=lang,
                summary=" · ".join(part for part in parts if part),
                date=str(date) if date is not None and date.day else "",
                date_text=formats.partial_date(date, language) if date is not None else "",
                label=known,
                kind="plan",
            )
        )
    return tuple(links)


def plan_group(site: Site, segment: str, from_url: str) -> Group:
    voice = site.voices[segment]
    links = plan_links(site, segment, from_url)
    return Group(voice.say("Plans"), links, "", voice.say("Nothing has been published here yet."))


def deadline_items(plan: Plan) -> Iterator[Item]:
    """The days on which reports on a plan in force are due, as entries of the calendar."""
    if plan.historical or plan.status not in (PlanStatus.IN_FORCE, PlanStatus.AMENDED):
        return
    for deadline in plan.deadlines:
        days = [deadline.date] if deadline.date is not None else []
        if deadline.yearly is not None:
            for year in range(plan.period[0], plan.period[1] + 1):
                try:
                    days.append(dt.date(year, *deadline.yearly))
                except ValueError:
                    continue
        for day in days:
            texts = {
                segment: Text(segment, {"title": words, "status": "approved"}, "", plan.path, deadline.at.line, "")
                for segment, words in deadline.title.entries
            }
            shared = {field.name: field.default for field in EVENT.shared if field.name != "status"}
            shared |= {"starts": day, "kind": "deadline", "related": ()}
            key = f"{EVENT.folder}/{plan.id}-{deadline.id}-{day.year}"
            source = plan.language if plan.language in texts else next(iter(texts))
            yield Item(EVENT, key, shared, texts, source, {"starts": deadline.at})


def with_deadlines(site: Site) -> Site:
    """The site with the reporting days of its plans in the calendar."""
    extra = [item for published in site.plans for item in deadline_items(published.plan)]
    if not extra:
        return site
    items = tuple(sorted((*site.library.items, *extra), key=lambda item: item.key))
    return dataclasses.replace(site, library=dataclasses.replace(site.library, items=items))
