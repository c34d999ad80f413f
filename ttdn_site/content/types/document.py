"""Legal documents, with the fields by which Decree 43/2011/NĐ-CP had portals make them searchable."""

from ttdn_site.content import shared_fields as f
from ttdn_site.content.fields import Field, ListOf
from ttdn_site.content.kinds import Choice, Day, Slug, Text
from ttdn_site.content.model import ContentType

KINDS = (
    "law",
    "resolution",
    "decree",
    "decision",
    "directive",
    "circular",
    "plan",
    "conclusion",
    "treaty",
)
FORCE = ("in_force", "partly_in_force", "expired", "replaced", "unknown")

DOCUMENT = ContentType(
    name="document",
    label="Document",
    plural="Documents",
    storage="data",
    folder="documents",
    template="document",
    doc="A legal document: its record, and its file where there is one.",
    date_field="issued",
    schema_org="Legislation",
    fields=(
        f.TITLE,
        f.SUMMARY,
        Field("number", Text(60, "93/KH-UBND"), "Number and symbol as printed; never translated.", required=True),
        Field("kind", Choice(KINDS), "Form of the document.", required=True),
        Field("issuer", Text(200, "Ủy ban nhân dân tỉnh Lai Châu"), "Who issued it.", required=True, localized=True),
        Field("issued", Day(), "Date of issue.", required=True),
        Field("effective", Day(), "In force from."),
        Field("force", Choice(FORCE), "Whether it is in force today.", default="unknown"),
        Field("replaced_by", Slug("nd-72-2015"), "File name of the record of the document that replaced it."),
        Field("legal_bases", ListOf(Slug("qd-368-2013")), "File names of the records it is based on.", default=()),
        Field("signer", Text(120, "Tống Thanh Hải"), "Who signed it."),
        *f.GATE,
        f.BODY,
        f.FILE,
        f.TOPICS,
        f.SOURCES,
        f.UPDATED,
        f.ALIASES,
    ),
)
