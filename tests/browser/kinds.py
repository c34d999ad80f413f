"""One address for every kind of page of this repository's own site, found in the site itself."""

from __future__ import annotations

import re

import sites

SEGMENTS = ("", "en/", "zh/", "ja/")
# Kind (class of <body>) → addresses of its pages without language, those of every language alike.
_BODY = re.compile(r'<body class="k-([a-z_]+)"')
_FALLBACK = re.compile(r'<aside class="notice')


def kinds(site: sites.BuiltSite) -> dict[str, str]:
    """The first page of each kind, and of each kind the first that is a fallback in Japanese, as `kind!`."""
    found: dict[str, str] = {}
    for path in site.pages:
        if path.split("/", 1)[0] in ("en", "zh", "ja"):
            continue
        body = _BODY.search(site.read(path))
        if body is None:
            continue
        address = path.removesuffix("index.html")
        found.setdefault(body[1], address)
        other = site.read(f"ja/{path}")
        if _FALLBACK.search(other):
            found.setdefault(f"{body[1]}!", address)
    return found
