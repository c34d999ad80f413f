"""Articles: news of the province's external relations, one Markdown file per language under `news/`."""

from ttdn_site.content import shared_fields as f
from ttdn_site.content.fields import Field
from ttdn_site.content.kinds import Day, Text
from ttdn_site.content.model import ContentType

ARTICLE = ContentType(
    name="article",
    label="Article",
    plural="Articles",
    storage="markdown",
    folder="news",
    template="article",
    doc="A dated piece of news.",
    date_field="date",
    schema_org="NewsArticle",
    in_feeds=True,
    fields=(
        f.TITLE,
        Field(
            "summary",
            Text(400, "Công trình bắt đầu ngày 19/12/2025."),
            "One or two sentences for lists and feeds.",
            required=True,
            localized=True,
        ),
        Field("date", Day(), "Day of the event or of publication.", required=True),
        *f.GATE,
        f.TOPICS,
        f.SECTION,
        Field("place", Text(120, "Lai Châu"), "Where it happened.", localized=True),
        f.IMAGE,
        f.FACTS,
        f.RELATED,
        f.SOURCES,
        f.UPDATED,
        f.ALIASES,
        f.TRANSLATION,
        f.SOURCE_LOCALE,
    ),
)
