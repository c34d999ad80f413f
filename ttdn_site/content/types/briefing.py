"""Press briefings, held every quarter or when needed."""

from ttdn_site.content import shared_fields as f
from ttdn_site.content.fields import Field
from ttdn_site.content.kinds import Day, Slug, Text
from ttdn_site.content.model import ContentType

BRIEFING = ContentType(
    name="briefing",
    label="Press briefing",
    plural="Press briefings",
    storage="data",
    folder="briefings",
    template="record",
    doc="A press briefing and what was said there.",
    date_field="date",
    in_feeds=True,
    fields=(
        f.TITLE,
        f.SUMMARY,
        Field("date", Day(), "Day of the briefing.", required=True),
        Field("place", Text(200, "Lai Châu"), "Where.", localized=True),
        Field("spokesperson", Slug("nguoi-phat-ngon"), "File name of the contact record of who spoke."),
        *f.GATE,
        f.BODY,
        f.FILE,
        f.TOPICS,
        f.SOURCES,
        f.UPDATED,
        f.ALIASES,
    ),
)
