"""Internet Information Services 7.5 and later: a `web.config` for the site's root folder.

Not verified on a server: none runs here. What is known of the schema is respected: IIS refuses a whole folder with
500.19 when a collection gets an entry that a level above has already added, so every `add`, `mimeMap` and `error`
follows a `remove`; it answers 404 for an extension that has no type; the static file handler sends no charset of its
own, so the types carry it. Only the optional feature "HTTP Redirection" is needed, and only for moved pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from xml.sax.saxutils import quoteattr

from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.publish.servers.policy import (
    CONTENT_TYPES,
    HASHED,
    PROGRAM_EXTENSIONS,
    REVALIDATED,
    security_headers,
)
from ttdn_site.publish.servers.served import ServedSite

HIDDEN_FOLDER = declare(
    "SV005",
    Severity.WARNING,
    "IIS does not hand out “{path}”: it hides folders of this name",
    "Give the folder another name",
    wrong="assets/bin/map.svg",
    right="assets/maps/map.svg",
)
REFUSED_SIGN = declare(
    "SV010",
    Severity.WARNING,
    "IIS does not hand out “{path}”: it refuses a sign in it",
    "Rename the file; letters, digits, hyphens and full stops work on every server",
    wrong="ke-hoach+du-toan.pdf",
    right="ke-hoach-va-du-toan.pdf",
)
REFUSED_END = declare(
    "SV011",
    Severity.WARNING,
    "Windows cannot store “{path}”: a name ends with a full stop or a space",
    "Remove the full stop or the space at the end of the name",
    wrong="Sở VHTTDL./index.html",
    right="so-vhttdl/index.html",
)
UNKNOWN_TYPE = declare(
    "SV006",
    Severity.WARNING,
    "Nobody has said what “{path}” is; servers offer it as unknown bytes, and IIS answers 404",
    "Publish the file in a common format such as PDF, CSV or XLSX",
    wrong="data/plan.xyz",
    right="data/plan.xlsx",
)

# Request filtering hides these segments from visitors by default.
_HIDDEN = frozenset(
    {
        "app_browsers",
        "app_code",
        "app_data",
        "app_globalresources",
        "app_localresources",
        "app_webreferences",
        "bin",
        "web.config",
    }
)


def iis_problems(paths: Iterable[str]) -> list[Problem]:
    """What of a site IIS would not serve. Problems: SV005, SV006, SV010, SV011."""
    known = {content.extension for content in CONTENT_TYPES}
    problems: list[Problem] = []
    for path in paths:
        segments = path.lower().split("/")
        if any(segment in _HIDDEN for segment in segments):
            problems.append(problem(HIDDEN_FOLDER, Location(path), path=path))
        if any(character in path for character in '+%&*:<>?"|\\'):
            problems.append(problem(REFUSED_SIGN, Location(path), path=path))
        if any(segment.endswith((".", " ")) for segment in segments):
            problems.append(problem(REFUSED_END, Location(path), path=path))
        name, dot, extension = segments[-1].rpartition(".")
        if not dot or not name or extension not in known:
            problems.append(problem(UNKNOWN_TYPE, Location(path), path=path))
    return problems


def iis_web_config(site: ServedSite) -> str:
    """The text of `web.config`. Place: the folder of the application or virtual directory that is the site's root."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<!-- NOT VERIFIED ON A SERVER: try it on a test server first. Place: the root folder of the site.",
        "     Strict-Transport-Security is left to the host: it would bind everything else that runs there.",
        '     Moved pages need the Windows feature "HTTP Redirection". -->',
        "<configuration>",
        "  <system.webServer>",
        *_indented(_indented(_whole(site))),
        "  </system.webServer>",
    ]
    for prefix, page in site.prefixed_not_found:
        lines += _location(prefix.rstrip("/"), _errors(site.base_path + page))
    for folder in site.hashed_folders:
        lines += _location(folder, _caching(HASHED.value))
    for old, new in site.redirects:
        lines += _location(old.rstrip("/"), _redirect(site.base_path + new))
    lines.append("</configuration>")
    return "\n".join(lines) + "\n"


def _whole(site: ServedSite) -> Iterator[str]:
    yield "<httpProtocol>"
    yield "  <customHeaders>"
    yield '    <remove name="X-Powered-By" />'
    for name, value in security_headers():
        yield f"    <remove name={quoteattr(name)} />"
        yield f"    <add name={quoteattr(name)} value={quoteattr(value)} />"
    yield "  </customHeaders>"
    yield "</httpProtocol>"
    yield "<staticContent>"
    for known in CONTENT_TYPES:
        media_type = f"{known.media_type}; charset=utf-8" if known.text else known.media_type
        yield f"  <remove fileExtension={quoteattr('.' + known.extension)} />"
        yield f"  <mimeMap fileExtension={quoteattr('.' + known.extension)} mimeType={quoteattr(media_type)} />"
    yield f"  {_client_cache(REVALIDATED.value)}"
    yield "</staticContent>"
    yield '<defaultDocument enabled="true">'
    yield "  <files>"
    yield "    <clear />"
    yield '    <add value="index.html" />'
    yield "  </files>"
    yield "</defaultDocument>"
    yield '<directoryBrowse enabled="false" />'
    # Read without Script or Execute: a program that somebody drops into the folder is not run.
    yield '<handlers accessPolicy="Read" />'
    yield "<security>"
    yield "  <requestFiltering>"
    yield "    <fileExtensions>"
    for extension in PROGRAM_EXTENSIONS:
        yield f"      <remove fileExtension={quoteattr('.' + extension)} />"
        yield f'      <add fileExtension={quoteattr("." + extension)} allowed="false" />'
    yield "    </fileExtensions>"
    yield "    <verbs>"
    for verb in ("POST", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"):
        yield f"      <remove verb={quoteattr(verb)} />"
        yield f'      <add verb={quoteattr(verb)} allowed="false" />'
    yield "    </verbs>"
    yield "  </requestFiltering>"
    yield "</security>"
    if site.default_not_found:
        yield from _errors(site.base_path + site.default_not_found)


def _errors(page: str) -> Iterator[str]:
    yield '<httpErrors errorMode="Custom" existingResponse="Replace">'
    yield '  <remove statusCode="404" subStatusCode="-1" />'
    yield f'  <error statusCode="404" path={quoteattr(page)} responseMode="ExecuteURL" />'
    yield "</httpErrors>"


def _caching(value: str) -> Iterator[str]:
    yield "<staticContent>"
    yield f"  {_client_cache(value)}"
    yield "</staticContent>"


def _client_cache(value: str) -> str:
    # NoControl and a value of our own: UseMaxAge could say neither "immutable" nor "no-cache".
    return f'<clientCache cacheControlMode="NoControl" cacheControlCustom={quoteattr(value)} />'


def _redirect(new: str) -> Iterator[str]:
    yield (
        f'<httpRedirect enabled="true" destination={quoteattr(new)} exactDestination="true" '
        'httpResponseStatus="Permanent" />'
    )


def _location(path: str, lines: Iterator[str]) -> list[str]:
    return [
        f"  <location path={quoteattr(path)}>",
        "    <system.webServer>",
        *_indented(_indented(_indented(lines))),
        "    </system.webServer>",
        "  </location>",
    ]


def _indented(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        yield f"  {line}"
