"""Investment projects: calling for investors, approved, under way, finished."""

from ttdn_site.content import shared_fields as f
from ttdn_site.content.fields import Field
from ttdn_site.content.kinds import Choice, Day, Text
from ttdn_site.content.model import ContentType

PROJECT = ContentType(
    name="project",
    label="Investment project",
    plural="Investment projects",
    storage="data",
    folder="projects",
    template="record",
    doc="A project open to investors, or under way.",
    date_field="as_of",
    fields=(
        f.TITLE,
        f.SUMMARY,
        Field(
            "stage",
            Choice(("studied", "calling", "approved", "under_way", "finished")),
            "How far it has come.",
            required=True,
        ),
        Field(
            "sector",
            Choice(("energy", "agriculture", "forestry", "tourism", "trade", "transport", "industry", "urban")),
            "What it belongs to.",
            required=True,
        ),
        Field("as_of", Day(), "The day to which the facts apply.", required=True),
        Field("place", Text(200, "Tân Uyên"), "Where.", localized=True),
        Field("capital", Text(120, "1.050 tỷ đồng"), "Capital, as this language writes it.", localized=True),
        Field("scale", Text(200, "28 MW"), "Size, as this language writes it.", localized=True),
        Field("investor", Text(200, "Ban quản lý dự án"), "Who invests or manages.", localized=True),
        *f.GATE,
        f.BODY,
        f.FACTS,
        f.FILE,
        f.TOPICS,
        f.SOURCES,
        f.UPDATED,
        f.ALIASES,
    ),
)
