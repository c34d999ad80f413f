"""nginx: one file to include inside a `server` block.

An `add_header` hides every `add_header` of the levels above it. So the headers stand exactly once, in the outer
location, and no inner location has any: what differs, the Cache-Control value, is a variable. The inner locations of a
language exist because `error_page` is chosen by location.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from ttdn_site.publish.servers.policy import (
    CACHE_RULES,
    CONTENT_TYPES,
    DEFAULT_TYPE,
    PROGRAM_EXTENSIONS,
    REVALIDATED,
    security_headers,
)
from ttdn_site.publish.servers.served import ServedSite, old_addresses

_COMPRESSED = ("application/json", "application/xml", "image/svg+xml", "application/atom+xml", "application/rss+xml")


def nginx_configuration(site: ServedSite) -> str:
    """The text of `ttdn-site.conf`; nginx 1.18 or later."""
    lines = [
        "# Include this file inside the server block of the host:",
        "#     server { …; include /etc/nginx/ttdn-site.conf; }",
        "# Strict-Transport-Security is left to the host: it would bind everything else that runs there.",
        "",
    ]
    if site.base_path != "/":
        lines += [
            f"location = {site.base_path[:-1]} {{",
            "    absolute_redirect off;",
            f"    set $ttdn_cache {_quoted(REVALIDATED.value)};",
            *_indented(_headers()),
            f"    return 301 {site.base_path};",
            "}",
            "",
        ]
    lines += [f"location ^~ {site.base_path} {{", *_indented(_outer(site)), "}"]
    return "\n".join(lines) + "\n"


def _outer(site: ServedSite) -> Iterator[str]:
    yield f"alias {_quoted(site.folder + '/')};"
    yield f"disable_symlinks on {_quoted('from=' + site.folder)};"
    yield "index index.html;"
    yield "autoindex off;"
    yield "absolute_redirect off;"
    yield "etag on;"
    yield ""
    yield f"default_type {DEFAULT_TYPE};"
    yield "types {"
    for media_type in sorted({known.media_type for known in CONTENT_TYPES}):
        extensions = " ".join(known.extension for known in CONTENT_TYPES if known.media_type == media_type)
        yield f"    {media_type} {extensions};"
    yield "}"
    # text/html is always in both lists; naming it again is a warning at every start.
    texts = sorted({known.media_type for known in CONTENT_TYPES if known.text} - {"text/html"})
    yield "charset utf-8;"
    yield f"charset_types {' '.join(texts)};"
    yield "gzip on;"
    yield "gzip_vary on;"
    yield f"gzip_types {' '.join(sorted({*texts, *_COMPRESSED}))};"
    yield ""
    yield from _headers()
    yield from _language(site.base_path, site.default_not_found, site.base_path)
    for old, new in site.redirects:
        for address in old_addresses(old):
            yield ""
            yield f"location = {_quoted(site.base_path + address)} {{"
            yield f"    set $ttdn_cache {_quoted(REVALIDATED.value)};"
            yield f"    return 301 {_quoted(quote(site.base_path + new))};"
            yield "}"
    for prefix, page in site.prefixed_not_found:
        yield ""
        yield f"location ^~ {_quoted(site.base_path + prefix)} {{"
        yield from _indented(_language(site.base_path + prefix, page, site.base_path))
        yield "}"


def _headers() -> Iterator[str]:
    for name, value in security_headers():
        yield f"add_header {name} {_quoted(value)} always;"
    yield "add_header Cache-Control $ttdn_cache always;"


def _language(prefix: str, not_found: str, base_path: str) -> Iterator[str]:
    yield f"set $ttdn_cache {_quoted(REVALIDATED.value)};"
    if not_found:
        # A folder without a page answers 403 of its own; for a visitor the page does not exist.
        yield f"error_page 403 404 =404 {_quoted(base_path + not_found)};"
    for pattern in (r"/\.(?!well-known/)", rf"(?i)\.({'|'.join(PROGRAM_EXTENSIONS)})(/|$)"):
        yield f'location ~ "{pattern}" {{'
        yield f"    set $ttdn_cache {_quoted(REVALIDATED.value)};"
        yield "    return 404;"
        yield "}"
    for rule in CACHE_RULES:
        if rule.pattern:
            yield f"# {rule.name}"
            yield f'location ~ "{rule.pattern}" {{'
            yield f"    set $ttdn_cache {_quoted(rule.value)};"
            yield "}"


def _indented(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield f"    {line}" if line else ""


def _quoted(value: str) -> str:
    # Values come from the policy and from `served_site`; neither lets a quote or a dollar sign through.
    return f'"{value}"'
