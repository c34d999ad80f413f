"""Apache httpd 2.4: a file to include in a virtual host, or an `.htaccess` where only that is allowed.

Apache keeps two tables of headers. A `Header set` of the host fills one, our `Header always set` the other, and both
are sent: two policies, of which browsers apply the intersection. So each header is first taken out of the other table.
Modules: alias, authz_core, dir, headers, mime.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ttdn_site.publish.servers.policy import (
    CACHE_RULES,
    CONTENT_TYPES,
    PROGRAM_EXTENSIONS,
    REVALIDATED,
    security_headers,
)
from ttdn_site.publish.servers.served import ServedSite


def apache_configuration(site: ServedSite) -> str:
    """The text of `ttdn-site.conf`, for a virtual host."""
    lines = [
        "# Include this file inside the virtual host:",
        "#     <VirtualHost …> … Include /etc/apache2/ttdn-site.conf </VirtualHost>",
        "# Modules: alias, dir, headers, mime.",
        "# Strict-Transport-Security is left to the host: it would bind everything else that runs there.",
        "",
        _alias(site),
        f'<Directory "{site.folder}">',
        "    Require all granted",
        "    AllowOverride None",
        "    Options None",
        *_indented(_files(site)),
        "</Directory>",
        # Apache applies these after every <Directory> and <Files> of the host, so that none of those undoes them.
        f'<Location "{site.base_path if site.base_path == "/" else site.base_path[:-1]}">',
        *_indented(_answers(site)),
        "</Location>",
    ]
    return "\n".join(lines) + "\n"


def apache_htaccess(site: ServedSite) -> str:
    """The text of `.htaccess` for the site's root folder; the host must allow `AllowOverride All` there."""
    lines = [
        "# Needs AllowOverride All for this folder, and the modules alias, dir, headers and mime.",
        "Options -Indexes -FollowSymLinks -ExecCGI -Includes -MultiViews",
        *_files(site),
        *_answers(site),
    ]
    return "\n".join(lines) + "\n"


def _alias(site: ServedSite) -> str:
    # Apache wants the slash on both sides or on neither; without it `/thongtindoingoai` alone is redirected too.
    if site.base_path == "/":
        return f'Alias "/" "{site.folder}/"'
    return f'Alias "{site.base_path[:-1]}" "{site.folder}"'


def _files(site: ServedSite) -> Iterator[str]:
    base = site.base_path
    yield "DirectoryIndex index.html"
    yield "DirectorySlash On"
    yield "AcceptPathInfo Off"
    yield "FileETag MTime Size"
    yield "SetHandler none"
    yield ""
    yield "AddDefaultCharset Off"
    for known in CONTENT_TYPES:
        yield f"AddType {known.media_type} .{known.extension}"
    yield "AddCharset utf-8 " + " ".join(f".{known.extension}" for known in CONTENT_TYPES if known.text)
    yield ""
    yield from _cache(REVALIDATED.value)
    # Later sections win: the most special rule comes last.
    for rule in reversed(CACHE_RULES):
        if rule.pattern:
            yield f'<FilesMatch "{rule.pattern}">'
            yield from _indented(_cache(rule.value))
            yield "</FilesMatch>"
    yield ""
    yield r'RedirectMatch 404 "/\.(?!well-known/)"'
    yield f'RedirectMatch 404 "(?i)\\.({"|".join(PROGRAM_EXTENSIONS)})(/|$)"'
    for old, new in site.redirects:
        ending = "(/(index\\.html)?)?" if old.endswith("/") else ""
        yield f'RedirectMatch permanent "^{_pattern(base + old.rstrip("/"))}{ending}$" "{base}{new}"'
    yield ""


def _answers(site: ServedSite) -> Iterator[str]:
    base = site.base_path
    yield "<LimitExcept GET HEAD>"
    yield "    Require all denied"
    yield "</LimitExcept>"
    for name, value in security_headers():
        yield f"Header onsuccess unset {name}"
        yield f'Header always set {name} "{value}"'
    for status in (403, 404):
        if site.default_not_found:
            yield f"ErrorDocument {status} {base}{site.default_not_found}"
    for prefix, page in site.prefixed_not_found:
        yield f'<If "%{{REQUEST_URI}} =~ m#^{_pattern(base + prefix)}#">'
        for status in (403, 404):
            yield f"    ErrorDocument {status} {base}{page}"
        yield "</If>"


def _cache(value: str) -> Iterator[str]:
    yield "Header onsuccess unset Cache-Control"
    yield f'Header always set Cache-Control "{value}"'


def _pattern(path: str) -> str:
    return re.sub(r"([.~-])", r"\\\1", path)


def _indented(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield f"    {line}" if line else ""
