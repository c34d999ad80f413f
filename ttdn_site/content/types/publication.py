"""Publications: books, leaflets, films made for readers abroad."""

from ttdn_site.content import shared_fields as f
from ttdn_site.content.fields import Field, ListOf
from ttdn_site.content.kinds import Choice, Text, Whole
from ttdn_site.content.model import ContentType

PUBLICATION = ContentType(
    name="publication",
    label="Publication",
    plural="Publications",
    storage="data",
    folder="publications",
    template="record",
    doc="A book, bulletin, leaflet or film.",
    fields=(
        f.TITLE,
        f.SUMMARY,
        Field("kind", Choice(("book", "bulletin", "leaflet", "film", "web")), "What it is.", required=True),
        Field("year", Whole(1945, 2100, "2015"), "Year of publication.", required=True),
        Field("publisher", Text(200, "Sở Văn hóa, Thể thao và Du lịch"), "Who published it.", localized=True),
        Field("languages", ListOf(Text(40, "vi")), "Languages it is written in (BCP 47 tags).", default=()),
        *f.GATE,
        f.BODY,
        f.FILE,
        f.TOPICS,
        f.SOURCES,
        f.UPDATED,
        f.ALIASES,
    ),
)
