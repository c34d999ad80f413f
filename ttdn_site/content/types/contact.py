"""Contacts and spokespersons (Decree 244/2026/NĐ-CP: name, title, office telephone, official e-mail)."""

from ttdn_site.content import shared_fields as f
from ttdn_site.content.fields import Field
from ttdn_site.content.kinds import Choice, Day, Text, Url, Whole
from ttdn_site.content.model import ContentType

CONTACT = ContentType(
    name="contact",
    label="Contact",
    plural="Contacts and spokespersons",
    storage="data",
    folder="contacts",
    template="record",
    doc="An office or a spokesperson with official ways to reach them.",
    has_pages=False,
    fields=(
        Field(
            "title",
            Text(200, "Sở Ngoại vụ tỉnh Lai Châu"),
            "Name of the office, or name and title of the person.",
            required=True,
            localized=True,
        ),
        f.SUMMARY,
        Field("kind", Choice(("office", "spokesperson")), "An office or a spokesperson.", required=True),
        Field("role", Text(200, "Người phát ngôn của UBND tỉnh"), "What it is responsible for.", localized=True),
        Field("address", Text(300, "Phường Tân Phong, tỉnh Lai Châu"), "Postal address.", localized=True),
        Field("telephone", Text(40, "+84 213 3 123 456"), "Office telephone."),
        Field("email", Text(120, "songoaivu@laichau.gov.vn"), "Official e-mail, never a private one."),
        Field("website", Url(), "Website of the office."),
        Field("decided", Day(), "Day of the decision that named the person."),
        Field("order", Whole(0, 9999, "10"), "Place in the list.", default=100),
        *f.GATE,
        f.SOURCES,
        f.UPDATED,
    ),
)
