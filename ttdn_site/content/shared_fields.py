"""Fields that every type, or several, have."""

from __future__ import annotations

from ttdn_site.content.fields import Field, ListOf, PerLanguage, Record
from ttdn_site.content.kinds import Choice, Day, Flag, Moment, SitePath, Slug, Text, Url

STATUS = Field(
    "status",
    Choice(("draft", "review", "approved")),
    "Only approved content is published; draft and review are seen in preview alone.",
    required=True,
)

# The gate: every type has these. Status is written per Markdown file, so that each translation is approved on its own.
GATE = (
    STATUS,
    Field("publish_at", Moment(), "Not public before this time (with its offset from UTC)."),
    Field("expires_at", Moment(), "Not public from this time on."),
    Field(
        "classification",
        Choice(("public", "internal", "secret")),
        "Anything but public is refused by a production build.",
        default="public",
    ),
)

SOURCES = Field(
    "sources",
    ListOf(
        Record(
            (
                Field("title", Text(300, "Báo Lai Châu"), "What the source is called.", required=True),
                Field("url", Url(), "Its web address, where it has one."),
                Field("date", Day(), "The date of the source."),
                Field("number", Text(60, "93/KH-UBND"), "Number and symbol, for a document."),
            )
        )
    ),
    "Where the facts come from; shown at the end of the page.",
    default=(),
)

TITLE = Field("title", Text(200, "Khởi công hầm Hoàng Liên"), "The title.", required=True, localized=True)
SUMMARY = Field(
    "summary", Text(400, "Công trình bắt đầu ngày 19/12/2025."), "One or two sentences for lists.", localized=True
)
ALIASES = Field(
    "aliases", ListOf(SitePath("news/old-name")), "Former addresses, which then lead to this page.", default=()
)
UPDATED = Field("updated", Day(), "Day of the last significant change.")
TOPICS = Field("topics", ListOf(Slug("border")), "Topics from docs/data/topics.yml.", default=())
SECTION = Field("section", Slug("investment"), "The section this belongs to besides its own list.")
RELATED = Field("related", ListOf(SitePath("news/ham-hoang-lien")), "Addresses of related pages.", default=())
FILE = Field("file", SitePath("documents/93-kh-ubnd.pdf"), "The file to download, below docs/assets/.")
BODY = Field("body", Text(500_000, "…", lines=True), "The text, in Markdown.", localized=True)
SOURCE_LOCALE = Field("source_locale", Slug("vi"), "The language the others are translated from.")

IMAGE = Field(
    "image",
    Record(
        (
            Field("file", SitePath("images/ma-lu-thang.jpg"), "The picture, below docs/assets/.", required=True),
            Field(
                "alt",
                PerLanguage(Text(300, "Ruộng bậc thang trước vụ gặt")),
                "What the picture shows, per language.",
                required=True,
            ),
            Field("credit", Text(200, "Báo Lai Châu"), "Who made it and by what right it is shown.", required=True),
        )
    ),
    "A picture with its credit.",
)

FACTS = Field(
    "facts",
    ListOf(
        Record(
            (
                Field("label", Text(80, "Chiều dài tuyến"), "What is counted.", required=True),
                Field(
                    "value", Text(80, "8,8 km"), "The figure with its unit, as this language writes it.", required=True
                ),
                Field("note", Text(120, "2025"), "Year or condition."),
            )
        )
    ),
    "Key figures shown beside the text.",
    localized=True,
    default=(),
)

# How a translation stands to its source; written by `ttdn translation pin`.
TRANSLATION = Field(
    "translation",
    Record(
        (
            Field("of", Text(16, "3f9ab0c4d5e6"), "Fingerprint of the source text this was translated from."),
            Field("awaiting_review", Flag(), "Whether a native editor still has to read it.", default=False),
        )
    ),
    "What this translation was made from.",
    localized=True,
)
