"""Galleries: pictures with what they show, who made them and by what right they are here."""

from ttdn_site.content import shared_fields as f
from ttdn_site.content.fields import Field, ListOf, PerLanguage, Record
from ttdn_site.content.kinds import Day, SitePath, Text
from ttdn_site.content.model import ContentType

GALLERY = ContentType(
    name="gallery",
    label="Gallery",
    plural="Galleries",
    storage="data",
    folder="galleries",
    template="gallery",
    doc="A set of pictures.",
    date_field="date",
    schema_org="ImageGallery",
    fields=(
        f.TITLE,
        f.SUMMARY,
        Field("date", Day(), "Day of the pictures or of publication.", required=True),
        Field(
            "images",
            ListOf(
                Record(
                    (
                        Field(
                            "file",
                            SitePath("images/sin-suoi-ho.jpg"),
                            "The picture, below docs/assets/.",
                            required=True,
                        ),
                        Field(
                            "alt",
                            PerLanguage(Text(300, "Ruộng bậc thang trước vụ gặt")),
                            "What it shows, per language.",
                            required=True,
                        ),
                        Field(
                            "credit",
                            Text(200, "Báo Lai Châu"),
                            "Who made it and by what right it is shown.",
                            required=True,
                        ),
                    )
                ),
                least=1,
            ),
            "The pictures.",
            required=True,
        ),
        *f.GATE,
        f.BODY,
        f.TOPICS,
        f.SOURCES,
        f.UPDATED,
        f.ALIASES,
    ),
)
