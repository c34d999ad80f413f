"""The project: what `mkdocs.yml` says, read with positions and without MkDocs."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ttdn_site.content.approvers import APPROVER, Approver, read_approvers
from ttdn_site.content.extensions import named, plain, read_extensions
from ttdn_site.content.fields import Field, ListOf, Record, read_fields
from ttdn_site.content.kinds import Choice, Context, Flag, HostPattern, SitePath, Slug, Text, Whole
from ttdn_site.locales.languages import KNOWN, Language, Languages
from ttdn_site.problems import Location, Problem, Severity, declare, has_errors, problem
from ttdn_site.source.text import clean
from ttdn_site.source.yamlnodes import Mapping, Node, Scalar, Sequence, parse_yaml

NO_FILE = declare(
    "PJ001",
    Severity.ERROR,
    "The configuration file “{path}” does not exist",
    "Run the command in the project's folder, or name the file with --config-file",
    wrong="ttdn build (in another folder)",
    right="ttdn build --config-file mkdocs.yml",
)
NO_PLUGIN = declare(
    "PJ002",
    Severity.ERROR,
    "mkdocs.yml does not configure the plugin “ttdn”",
    "Add a line “- ttdn” to “plugins:”",
    wrong="plugins: [search]",
    right="plugins:\n  - ttdn\n  - i18n: …",
)
BAD_BASE = declare(
    "PJ003",
    Severity.ERROR,
    "“site_url” is missing or is not a web address",
    "Write the public address with a slash at the end, for example “https://laichau.gov.vn/thongtindoingoai/”",
    wrong="site_url: laichau.gov.vn",
    right="site_url: https://laichau.gov.vn/thongtindoingoai/",
)
NO_LANGUAGE = declare(
    "PJ005",
    Severity.ERROR,
    "The portal has no language",
    "List the languages under the plugin “i18n”, one of them with “default: true”",
    wrong="- i18n: {docs_structure: folder}",
    right="- i18n:\n    docs_structure: folder\n    languages:\n      - {locale: vi, name: Tiếng Việt, default: true}",
)
BAD_FALLBACK = declare(
    "PJ006",
    Severity.ERROR,
    "The fallback catalog “{name}” of “{segment}” is not a configured language",
    "Name the segment of another language of the portal",
    wrong="catalog_fallback: fr",
    right="catalog_fallback: en",
)

BAD_FOLDER = declare(
    "PJ007",
    Severity.ERROR,
    "“{value}” cannot be the folder “{key}”",
    "Write the path of a folder below the one of mkdocs.yml, with “/” and without “..”; "
    "a folder of templates or of catalogs has to exist",
    wrong="docs_dir: ../../nhap",
    right="docs_dir: docs",
)
LANGUAGE_TWICE = declare(
    "PJ009",
    Severity.ERROR,
    "“{value}” is given to two languages of the portal",
    "Give each language a locale of its own, and “default: true” to one alone",
    wrong="- {locale: en, name: English}\n- {locale: en, name: English (UK)}",
    right="- {locale: en, name: English}",
)
INHERITS = declare(
    "PJ010",
    Severity.ERROR,
    "“INHERIT” takes settings from another file, which is not read",
    "Copy the settings of that file into mkdocs.yml, and delete the line “INHERIT”",
    wrong="INHERIT: ../chung.yml",
    right="(the settings in mkdocs.yml itself)",
)

PLUGIN_TWICE = declare(
    "PJ011",
    Severity.ERROR,
    "The plugin “{name}” is listed twice, first in line {line}; it is not clear which settings count",
    "Keep one of the two, with the settings of both",
    wrong="plugins:\n  - ttdn\n  - ttdn:\n      gate: record",
    right="plugins:\n  - ttdn:\n      gate: record",
)

LANGUAGE = (
    Field("locale", Slug("ko"), "Folder below docs/ and first part of the address.", required=True),
    Field("name", Text(40, "한국어"), "The language's own name.", required=True),
    Field("default", Flag(), "The language at the base path.", default=False),
    Field("build", Flag(), "Whether the language is published.", default=True),
    Field(
        "extra",
        Record(
            (
                Field("tag", Text(20, "zh-Hans"), "BCP 47 tag, where it differs from the locale."),
                Field("theme", Text(20, "zh"), "The theme's language code, where it differs."),
                Field("babel", Text(20, "zh_Hans_CN"), "Babel locale of numbers and dates."),
                Field("og", Text(20, "zh_CN"), "Open Graph locale."),
                Field("catalog", Text(20, "zh_Hans"), "Folder of its gettext catalogs."),
                Field("complete", Flag(), "Whether every interface word must be translated."),
                Field("catalog_fallback", Slug("en"), "The language whose words stand in for missing ones."),
            )
        ),
        "What the portal knows of the language beyond its name.",
    ),
)

# Settings of static-i18n that the portal leaves to it.
I18N = (
    Field("docs_structure", Choice(("folder",)), "Each language has a folder of its own.", required=True),
    Field("languages", ListOf(Record(LANGUAGE), least=1), "The portal's languages.", required=True),
    Field("reconfigure_material", Flag(), "Left to static-i18n."),
    Field("reconfigure_search", Flag(), "Left to static-i18n."),
    Field("fallback_to_default", Flag(), "Left to static-i18n."),
)

PLUGIN = (
    Field(
        "design",
        Record(
            (
                Field(
                    "hue",
                    Whole(0, 359, "0"),
                    "Hue of the leaf colour in OKLCH degrees; 0 keeps the palette as drawn.",
                    default=0,
                ),
                Field(
                    "motif",
                    Choice(("terraces", "karst", "basin", "plateau")),
                    "Drawing of the home page.",
                    default="terraces",
                ),
                Field("weave", Choice(("lozenge", "hook", "step", "wave")), "Woven band.", default="lozenge"),
            )
        ),
        "The portal's face.",
    ),
    Field("catalogs", SitePath("catalogs"), "Folder with gettext catalogs of the project's own."),
    Field("gate", Choice(("status", "record", "signed")), "How strictly approval is checked.", default="status"),
    Field(
        "approvers",
        ListOf(APPROVER),
        "Who may approve, for the gates record and signed.",
        default=(),
    ),
    Field("page_size", Whole(5, 200, "20"), "Items on a page of a list.", default=20),
    Field(
        "allowed_hosts",
        ListOf(HostPattern()),
        "Hosts that links may lead to without a warning, besides the portal's own, *.gov.vn, *.chinhphu.vn and those "
        "of a page's sources.",
        default=(),
    ),
    Field("search", Flag(), "Whether the portal has a search of its own.", default=True),
    Field("enabled", Flag(), "Whether plain mkdocs runs the plugin.", default=True),
)


@dataclass(frozen=True, slots=True)
class Design:
    hue: int = 0
    motif: str = "terraces"
    weave: str = "lozenge"


@dataclass(frozen=True, slots=True)
class Project:
    """A portal's folder and settings. `base_url` ends with a slash; `base_path` is its path."""

    root: Path
    config_path: Path
    docs: Path
    target: Path
    base_url: str
    site_name: str
    languages: Languages
    design: Design = Design()
    catalogs: Path | None = None
    overrides: Path | None = None
    gate: str = "status"
    approvers: tuple[Approver, ...] = ()
    page_size: int = 20
    allowed_hosts: tuple[str, ...] = ()
    search: bool = True
    extensions: tuple[tuple[str, tuple[tuple[str, Any], ...]], ...] = ()
    plugins: dict[str, Any] = field(default_factory=dict)
    hooks: tuple[str, ...] = ()

    @property
    def base_path(self) -> str:
        return urlsplit(self.base_url).path

    def relative(self, path: Path) -> str:
        """A path as problems name it: relative to the project, with forward slashes."""
        try:
            return path.relative_to(self.root).as_posix()
        except ValueError:
            return path.as_posix()


def read_project(config_path: Path) -> tuple[Project | None, list[Problem]]:
    """Read `mkdocs.yml`; None when it cannot be used at all."""
    name = config_path.name
    try:
        data = config_path.read_bytes()
    except OSError:
        return None, [problem(NO_FILE, Location(name), path=name)]
    text, problems = clean(data, name)
    if text is None:
        return None, problems
    node, found = parse_yaml(text, name, opaque_tags=True)
    problems += found
    if not isinstance(node, Mapping):
        return None, problems if has_errors(problems) else [*problems, problem(NO_PLUGIN, Location(name))]
    if node.get("INHERIT") is not None:
        problems.append(problem(INHERITS, node.key_at("INHERIT")))
    root = config_path.resolve().parent
    listed = named(node.get("plugins"))
    problems += _plugins_twice(listed)
    plugins = {key: value for key, _, value in listed}
    if "ttdn" not in plugins:
        return None, [*problems, problem(NO_PLUGIN, node.key_at("plugins"))]
    settings = plugins["ttdn"]
    if not isinstance(settings, Mapping):
        settings = Mapping((), node.key_at("plugins"))
    values, found = read_fields(settings, PLUGIN, Context("ttdn", "ttdn", ()))
    problems += found
    base_url = _text(node.get("site_url"))
    if not _is_address(base_url):
        problems.append(problem(BAD_BASE, node.key_at("site_url")))
        base_url = "https://example.org/"
    languages, found = _languages(plugins.get("i18n"), node.key_at("plugins"))
    problems += found
    if languages is None:
        return None, problems
    extensions, found = read_extensions(node.get("markdown_extensions"))
    problems += found
    theme = node.get("theme")
    custom = theme.get("custom_dir") if isinstance(theme, Mapping) else None
    docs = _folder(node.get("docs_dir"), "docs_dir", root, problems, inside=True) or root / "docs"
    target = _folder(node.get("site_dir"), "site_dir", root, problems) or root / "site"
    catalogs = root / values["catalogs"] if values["catalogs"] else None
    if catalogs is not None and not catalogs.is_dir():
        at = next(value.at for key, value in settings.entries if key.text == "catalogs")
        problems.append(problem(BAD_FOLDER, at, key="catalogs", value=values["catalogs"]))
    overrides = _folder(custom, "custom_dir", root, problems, exists=True)
    return (
        Project(
            root=root,
            config_path=config_path.resolve(),
            docs=docs,
            target=target,
            base_url=base_url.rstrip("/") + "/",
            site_name=_text(node.get("site_name")),
            languages=languages,
            design=Design(**(values["design"] or {})),
            catalogs=catalogs,
            overrides=overrides,
            gate=values["gate"],
            approvers=read_approvers(settings),
            page_size=values["page_size"],
            allowed_hosts=values["allowed_hosts"],
            search=values["search"],
            extensions=extensions,
            plugins={key: plain(value) if value is not None else None for key, value in plugins.items()},
            hooks=tuple(_text(item) for item in _items(node.get("hooks"))),
        ),
        problems,
    )


def _plugins_twice(listed: list[tuple[str, Location, Node | None]]) -> list[Problem]:
    """Of the two plugins whose settings are read here; MkDocs itself sees to others."""
    problems: list[Problem] = []
    lines: dict[str, int] = {}
    for name, where, _ in listed:
        if name in lines and name in ("ttdn", "i18n"):
            problems.append(problem(PLUGIN_TWICE, where, name=name, line=lines[name]))
        lines.setdefault(name, where.line)
    return problems


def _folder(
    node: Node | None, key: str, root: Path, problems: list[Problem], *, inside: bool = False, exists: bool = False
) -> Path | None:
    """A folder that the configuration names; None when it names none, or one that cannot be."""
    if node is None or (isinstance(node, Scalar) and node.value is None):
        return None
    text = _text(node)
    path = root / text
    usable = bool(text) and text.isprintable() and all(len(part.encode()) < 256 for part in path.parts)
    if usable and inside:
        usable = Path(os.path.normpath(path)).is_relative_to(root)
    if usable and exists:
        # A folder above the project would be read whole: everything that stands beside it too.
        usable = not root.is_relative_to(Path(os.path.normpath(path)))
    if not usable or (exists and not path.is_dir()):
        problems.append(problem(BAD_FOLDER, node.at, key=key, value=text or "[…]"))
        return None
    return path


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        named = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        return named and not (parts.query or parts.fragment or re.search(r"[\s<>\"\\]", text)) and parts.port != 0
    except ValueError:
        return False


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else ()


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) and node.value is not None else ""


def _languages(node: Node | None, where: Location) -> tuple[Languages | None, list[Problem]]:
    """The languages as static-i18n is told them: one place for both. The default one comes first."""
    if not isinstance(node, Mapping):
        return None, [problem(NO_LANGUAGE, where)]
    values, problems = read_fields(node, I18N, Context("i18n", "i18n", ()))
    records = [
        record for record in values["languages"] or () if record["locale"] and record["name"] and record["build"]
    ]
    problems += _twice(node)
    defaults = [record for record in records if record["default"]]
    if not defaults:
        return None, [*problems, problem(NO_LANGUAGE, node.at)]
    records.sort(key=lambda record: record is not defaults[0])
    languages = tuple(_language(record, {other["locale"] for other in records}) for record in records)
    names = {language.segment for language in languages}
    problems += [
        problem(BAD_FALLBACK, node.key_at("languages"), segment=language.segment, name=language.catalog_fallback)
        for language in languages
        if language.catalog_fallback and language.catalog_fallback not in names
    ]
    return Languages(languages), problems


def _twice(node: Mapping) -> list[Problem]:
    """Locales, and the mark of the default language, that stand at a second language."""
    problems: list[Problem] = []
    seen: set[str] = set()
    for entry in _items(node.get("languages")):
        if not isinstance(entry, Mapping):
            continue
        for key in ("locale", "default"):
            value = entry.get(key)
            shown = f"default: {_text(value)}" if key == "default" else _text(value)
            if not isinstance(value, Scalar) or shown in ("", "default: false"):
                continue
            if shown in seen:
                problems.append(problem(LANGUAGE_TWICE, value.at, value=shown))
            seen.add(shown)
    return problems


def _language(record: dict[str, Any], configured: set[str]) -> Language:
    """A configured language: what is given, else what is known of it, else its locale for every code."""
    segment: str = record["locale"]
    known = KNOWN.get(segment)
    given = record["extra"] or {}

    def code(name: str) -> str:
        return given.get(name) or (getattr(known, name) if known else segment)

    complete = given.get("complete")
    fallback = given.get("catalog_fallback") or ("en" if known is None and "en" in configured else "")
    return Language(
        segment=segment,
        tag=code("tag"),
        theme=code("theme"),
        babel=code("babel"),
        og=code("og"),
        endonym=record["name"],
        catalog=code("catalog"),
        complete=(known is not None) if complete is None else complete,
        catalog_fallback=fallback,
    )
