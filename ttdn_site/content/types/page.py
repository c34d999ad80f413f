"""Pages: evergreen texts of a section, one Markdown file per language. `index.md` opens a section."""

from ttdn_site.content import shared_fields as f
from ttdn_site.content.fields import Field
from ttdn_site.content.kinds import Slug, Text, Whole
from ttdn_site.content.model import ContentType

PAGE = ContentType(
    name="page",
    label="Page",
    plural="Pages",
    storage="markdown",
    folder="",
    template="page",
    doc="A lasting text about the province.",
    fields=(
        f.TITLE,
        f.SUMMARY,
        *f.GATE,
        Field("order", Whole(0, 9999, "10"), "Place among the pages of its section; smaller comes first.", default=100),
        Field("nav_title", Text(60, "Dân tộc"), "A shorter title for cards and menus.", localized=True),
        Field("section", Slug("news"), "The section this page belongs to when its address begins with another name."),
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
