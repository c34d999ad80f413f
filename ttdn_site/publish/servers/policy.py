"""The one declaration of what every answer of the site carries: security headers, content types, caching.

nginx, Apache and IIS configurations, the `<meta>` variant in the pages and the check of a served site are all made from
this file. Sources: Content Security Policy Level 3, OWASP HTTP Headers Cheat Sheet, Mozilla HTTP Observatory.

Left out on purpose:

* Strict-Transport-Security binds a whole host, with everything else that runs there, and for months; a site below a
  sub-path has no right to declare it. Whoever runs the host sets it.
* `upgrade-insecure-requests`: the site has no absolute address of its own files, and some offices preview it over HTTP.
* Hashes and nonces in the policy: there is no script and no style inside a page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

CONTENT_SECURITY_POLICY: tuple[tuple[str, str], ...] = (
    ("default-src", "'none'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("img-src", "'self' data:"),
    ("font-src", "'self'"),
    ("connect-src", "'self'"),
    ("worker-src", "'self'"),
    ("manifest-src", "'self'"),
    ("base-uri", "'none'"),
    # The search form leads to a page of the site where there is no JavaScript.
    ("form-action", "'self'"),
    ("frame-ancestors", "'none'"),
    ("object-src", "'none'"),
)

# CSP Level 3, section 3.3: a <meta> element must not carry these.
_NOT_IN_META = frozenset({"frame-ancestors", "report-uri", "sandbox"})

_PERMISSIONS_REFUSED = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "usb",
    "xr-spatial-tracking",
)


def content_security_policy() -> str:
    """The value of the Content-Security-Policy header."""
    return "; ".join(f"{name} {sources}" for name, sources in CONTENT_SECURITY_POLICY)


def meta_content_security_policy() -> str:
    """The policy for `<meta http-equiv="Content-Security-Policy">`, for hosts that do not let us set headers.

    Framing cannot be forbidden there; hosts without headers stay open to it.
    """
    return "; ".join(f"{name} {sources}" for name, sources in CONTENT_SECURITY_POLICY if name not in _NOT_IN_META)


def security_headers() -> tuple[tuple[str, str], ...]:
    """Name and value of each header that every answer carries, errors and redirects included."""
    return (
        ("Content-Security-Policy", content_security_policy()),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("Permissions-Policy", ", ".join(f"{name}=()" for name in _PERMISSIONS_REFUSED)),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
        ("X-Permitted-Cross-Domain-Policies", "none"),
    )


@dataclass(frozen=True, slots=True)
class ContentType:
    """What files with this extension (without the dot, lower case) are. `text` adds `charset=utf-8`."""

    extension: str
    media_type: str
    text: bool = False


CONTENT_TYPES: tuple[ContentType, ...] = (
    ContentType("atom", "application/atom+xml"),
    ContentType("avif", "image/avif"),
    ContentType("css", "text/css", text=True),
    ContentType("csv", "text/csv", text=True),
    ContentType("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ContentType("geojson", "application/geo+json"),
    ContentType("gif", "image/gif"),
    ContentType("htm", "text/html", text=True),
    ContentType("html", "text/html", text=True),
    ContentType("ico", "image/x-icon"),
    ContentType("ics", "text/calendar", text=True),
    ContentType("jpeg", "image/jpeg"),
    ContentType("jpg", "image/jpeg"),
    ContentType("js", "text/javascript", text=True),
    ContentType("json", "application/json"),
    ContentType("jsonld", "application/ld+json"),
    ContentType("map", "application/json"),
    ContentType("md", "text/markdown", text=True),
    ContentType("mjs", "text/javascript", text=True),
    ContentType("mp4", "video/mp4"),
    ContentType("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ContentType("odt", "application/vnd.oasis.opendocument.text"),
    ContentType("otf", "font/otf"),
    ContentType("pdf", "application/pdf"),
    ContentType("png", "image/png"),
    ContentType("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ContentType("rss", "application/rss+xml"),
    ContentType("svg", "image/svg+xml"),
    ContentType("tsv", "text/tab-separated-values", text=True),
    ContentType("ttf", "font/ttf"),
    ContentType("txt", "text/plain", text=True),
    ContentType("vtt", "text/vtt", text=True),
    ContentType("wasm", "application/wasm"),
    ContentType("webm", "video/webm"),
    ContentType("webmanifest", "application/manifest+json"),
    ContentType("webp", "image/webp"),
    ContentType("woff", "font/woff"),
    ContentType("woff2", "font/woff2"),
    ContentType("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ContentType("xml", "application/xml"),
    ContentType("xsl", "application/xslt+xml"),
    ContentType("zip", "application/zip"),
)
DEFAULT_TYPE = "application/octet-stream"

PROGRAM_EXTENSIONS: tuple[str, ...] = (
    *("asax", "ashx", "asmx", "asp", "aspx", "cgi", "fcgi", "jsp", "jspx", "phar", "php", "php3", "php4", "php5"),
    *("php7", "php8", "phps", "phtml", "pl", "py", "sh", "shtml"),
)
"""A site holds no programs; one that appears was put there by somebody else: it is neither run nor handed out."""


@dataclass(frozen=True, slots=True)
class CacheRule:
    """How long browsers and proxies may keep an answer.

    pattern: a regular expression searched in the path below the site's root, in the syntax that Python, PCRE (nginx,
    Apache) and .NET share. value: the Cache-Control header.
    """

    name: str
    pattern: str
    value: str


HASHED = CacheRule(
    "hashed",
    # A content hash in the name: a changed file has another name, so this one never changes. Letters and digits both:
    # `hoi-nghi-20260901.jpg` is a date, and that picture may be replaced.
    r"[._-](?=[0-9]*[a-f])(?=[a-f]*[0-9])[0-9a-f]{8,64}(\.min)?\.(css|js|mjs|json|wasm|woff2|woff|svg|png|jpg|jpeg|webp|avif|bin|idx)$",
    "public, max-age=31536000, immutable",
)
MEDIA = CacheRule(
    "media",
    r"\.(png|jpg|jpeg|gif|webp|avif|svg|ico|woff2|woff|ttf|otf|pdf|docx|odt|pptx|mp4|webm)$",
    "public, max-age=86400",
)
SYNDICATION = CacheRule("syndication", r"\.(atom|rss|ics|xml)$", "public, max-age=900")
REVALIDATED = CacheRule(
    # Pages, search shards, tables and everything else: kept, but asked for again each time; usually 304. A page and
    # the search index beside it always belong to the same build.
    "revalidated",
    "",
    "no-cache",
)

CACHE_RULES: tuple[CacheRule, ...] = (HASHED, SYNDICATION, MEDIA, REVALIDATED)
"""The first rule whose pattern is found decides; the last one fits everything."""


def cache_control(path: str) -> str:
    """The Cache-Control header for a path below the site's root, such as `assets/app.0a1b2c3d.js`."""
    return next(rule.value for rule in CACHE_RULES if re.search(rule.pattern, path))


def content_type(path: str) -> str:
    """The Content-Type header for a path, with its charset; folders are pages."""
    name = path.rpartition("/")[2] or "index.html"
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    for known in CONTENT_TYPES:
        if known.extension == extension:
            return f"{known.media_type}; charset=utf-8" if known.text else known.media_type
    return DEFAULT_TYPE
