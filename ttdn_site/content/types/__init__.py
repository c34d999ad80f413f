"""The content types, one declaration per file. A new type is a new file here, named in `ALL`."""

from __future__ import annotations

from ttdn_site.content.model import ContentType
from ttdn_site.content.types.article import ARTICLE
from ttdn_site.content.types.briefing import BRIEFING
from ttdn_site.content.types.contact import CONTACT
from ttdn_site.content.types.document import DOCUMENT
from ttdn_site.content.types.event import EVENT
from ttdn_site.content.types.gallery import GALLERY
from ttdn_site.content.types.page import PAGE
from ttdn_site.content.types.project import PROJECT
from ttdn_site.content.types.publication import PUBLICATION

ALL: tuple[ContentType, ...] = (
    ARTICLE,
    PAGE,
    EVENT,
    BRIEFING,
    DOCUMENT,
    PUBLICATION,
    PROJECT,
    GALLERY,
    CONTACT,
)
