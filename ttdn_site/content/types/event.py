"""Events and reporting deadlines, for the calendar."""

from ttdn_site.content import shared_fields as f
from ttdn_site.content.fields import Field
from ttdn_site.content.kinds import Choice, Day, Text
from ttdn_site.content.model import ContentType

EVENT = ContentType(
    name="event",
    label="Event",
    plural="Events",
    storage="data",
    folder="events",
    template="event",
    doc="Something that happens on one or more days.",
    date_field="starts",
    schema_org="Event",
    fields=(
        f.TITLE,
        f.SUMMARY,
        Field("starts", Day(), "First day.", required=True),
        Field("ends", Day(), "Last day, when it lasts longer than one."),
        Field(
            "kind",
            Choice(("event", "deadline")),
            "An event to attend, or a day on which something is due.",
            default="event",
        ),
        Field("place", Text(200, "Quảng trường Nhân dân, Lai Châu"), "Where.", localized=True),
        Field("organiser", Text(200, "Ủy ban nhân dân tỉnh Lai Châu"), "Who holds it.", localized=True),
        *f.GATE,
        f.BODY,
        f.TOPICS,
        f.RELATED,
        f.SOURCES,
        f.UPDATED,
        f.ALIASES,
    ),
)
