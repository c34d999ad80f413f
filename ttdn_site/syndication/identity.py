"""Who publishes, in one language: what every machine-readable output says about the portal itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

# Steps up, and then an address of plain folders and a file, any of which may be missing: the shape of nearly every link
# of the portal, for which `urljoin` is slow.
_DOWN = re.compile(r"((?:\.\./)*)((?:\w[\w-]*/)*(?:\w[\w.-]*)?)")

# How a window title is made. A msgid: the stroke between the two is another one in each script.
TITLE_PATTERN = "{title} – {portal}"


@dataclass(frozen=True, slots=True)
class SiteIdentity:
    """The portal in one language. Every address is absolute; an empty text is left out of the outputs.

    tag: BCP 47 tag of the language; og: its Open Graph locale (`zh_CN`).
    name: the province's short name; portal: the portal's title; agency: the managing agency, which is the publisher.
    base_url: the portal's root with its slash at the end (`https://laichau.gov.vn/ttdn/`); the language has no part
        in it. home_url: the home page of this language, empty for the root itself.
    description: one or two sentences about the portal, for pages without a summary of their own.
    title_pattern: `TITLE_PATTERN` translated, with `{title}` and `{portal}` still in it.
    search_url: address of the search page with `{search_term_string}` where the words stand, or empty.
    last_update: ISO day of the portal's last significant change.
    licence, licence_url: short name and address of the licence of texts.
    channels: addresses of the official channels elsewhere.
    og_locales: BCP 47 tag → Open Graph locale, for every language of the portal, the default language first.
    utc_offset: offset of the portal's days from UTC. preview: every page is then `noindex`.
    """

    tag: str
    og: str
    name: str
    portal: str
    base_url: str
    agency: str = ""
    home_url: str = ""
    description: str = ""
    title_pattern: str = TITLE_PATTERN
    search_url: str = ""
    organisation_url: str = ""
    logo_url: str = ""
    licence: str = ""
    licence_url: str = ""
    share_image_url: str = ""
    share_image_alt: str = ""
    last_update: str = ""
    address: str = ""
    telephone: str = ""
    email: str = ""
    channels: tuple[str, ...] = ()
    og_locales: tuple[tuple[str, str], ...] = ()
    country: str = "VN"
    utc_offset: str = "+07:00"
    preview: bool = False

    def __post_init__(self) -> None:
        if not self.base_url.endswith("/") or not urlsplit(self.base_url).netloc:
            raise ValueError(f"base_url must be absolute and end with a slash: {self.base_url!r}")

    @property
    def publisher(self) -> str:
        """The agency; while its name is still to be filled in, the portal speaks for itself."""
        return self.agency or self.portal

    @property
    def home(self) -> str:
        return self.home_url or self.base_url

    @property
    def host(self) -> str:
        return urlsplit(self.base_url).netloc

    @property
    def default_tag(self) -> str:
        return self.og_locales[0][0] if self.og_locales else self.tag

    def og_locale(self, tag: str) -> str:
        """The Open Graph locale of a language; its tag with an underscore if the language is not configured."""
        return dict(self.og_locales).get(tag) or (self.og if tag == self.tag else tag.replace("-", "_"))

    def own_image(self, address: str) -> str:
        """The address of a picture that belongs to a page, nothing if it is the portal's share image."""
        return "" if address == self.share_image_url else address

    def absolute(self, address: str, page: str = "") -> str:
        """An absolute address from one that is relative to the page at `page` (itself relative to the root)."""
        found = _DOWN.fullmatch(address)
        if found and found[0]:
            folders = page.count("/")
            up = len(found[1]) // len("../")
            if up <= folders and _DOWN.fullmatch(page):
                kept = page.split("/", folders - up)[: folders - up]
                return "".join([self.base_url, *(f"{folder}/" for folder in kept), found[2]])
        return urljoin(urljoin(self.base_url, page), address)
