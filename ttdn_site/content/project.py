"""The project: what `mkdocs.yml` says, read with positions and without MkDocs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ttdn_site.content.fields import (
    Choice,
    Context,
    Field,
    Flag,
    ListOf,
    Record,
    SitePath,
    Slug,
    Text,
    Whole,
    read_fields,
)
from ttdn_site.locales.languages import KNOWN, Language, Languages
from ttdn_site.problems import Location, Problem, Severity, declare, problem
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
    "Add “- ttdn:” with the languages of the portal to “plugins:”",
    wrong="plugins: [search]",
    right="plugins:\n  - ttdn:\n      languages: [{segment: vi}, {segment: en}]",
)
BAD_BASE = declare(
    "PJ003",
    Severity.ERROR,
    "“site_url” is missing or is not a web address",
    "Write the public address with a slash at the end, for example “https://laichau.gov.vn/thongtindoingoai/”",
    wrong="site_url: laichau.gov.vn",
    right="site_url: https://laichau.gov.vn/thongtindoingoai/",
)
INCOMPLETE_LANGUAGE = declare(
    "PJ004",
    Severity.ERROR,
    "The language “{segment}” is not known; “{key}” has to be given",
    "Give tag, theme, babel, og, name and catalog of a language the portal does not know yet",
    wrong="- segment: ko",
    right="- {segment: ko, tag: ko, theme: ko, babel: ko_KR, og: ko_KR, name: 한국어, catalog: ko}",
)
NO_LANGUAGE = declare(
    "PJ005",
    Severity.ERROR,
    "The portal has no language",
    "List at least one language under “languages:”; the first is the default",
    wrong="languages: []",
    right="languages: [{segment: vi}]",
)
BAD_FALLBACK = declare(
    "PJ006",
    Severity.ERROR,
    "The fallback catalog “{name}” of “{segment}” is not a configured language",
    "Name the segment of another language of the portal",
    wrong="catalog_fallback: fr",
    right="catalog_fallback: en",
)

LANGUAGE = (
    Field("segment", Slug("ko"), "Folder below docs/ and first part of the address.", required=True),
    Field("tag", Text(20, "zh-Hans"), "BCP 47 tag."),
    Field("theme", Text(20, "zh"), "The theme's language code."),
    Field("babel", Text(20, "zh_Hans_CN"), "Babel locale of numbers and dates."),
    Field("og", Text(20, "zh_CN"), "Open Graph locale."),
    Field("name", Text(40, "简体中文"), "The language's own name."),
    Field("catalog", Text(20, "zh_Hans"), "Folder of its gettext catalogs."),
    Field("complete", Flag(), "Whether every interface word must be translated.", default=None),
    Field("catalog_fallback", Slug("en"), "The language whose words stand in for missing ones.", default=""),
)

PLUGIN = (
    Field("languages", ListOf(Record(LANGUAGE)), "The portal's languages; the first is the default.", required=True),
    Field(
        "design",
        Record(
            (
                Field("hue", Whole(0, 359, "0"), "Turn of the palette in degrees.", default=0),
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
    Field("page_size", Whole(5, 200, "20"), "Items on a page of a list.", default=20),
    Field(
        "allowed_hosts", ListOf(Text(100, "*.gov.vn")), "Hosts that links may lead to without a warning.", default=()
    ),
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
    page_size: int = 20
    allowed_hosts: tuple[str, ...] = ()
    extensions: tuple[tuple[str, tuple[tuple[str, Any], ...]], ...] = ()
    plugins: tuple[str, ...] = ()
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
        return None, problems or [problem(NO_PLUGIN, Location(name))]
    root = config_path.resolve().parent
    plugins = dict(_plugins(node.get("plugins")))
    settings = plugins.get("ttdn")
    if not isinstance(settings, Mapping):
        return None, [*problems, problem(NO_PLUGIN, node.key_at("plugins"))]
    values, found = read_fields(settings, PLUGIN, Context("ttdn", "ttdn", ()))
    problems += found
    base_url = _text(node.get("site_url"))
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        problems.append(problem(BAD_BASE, node.key_at("site_url")))
        base_url = "https://example.org/"
    languages, found = _languages(values["languages"] or (), settings.key_at("languages"))
    problems += found
    if languages is None:
        return None, problems
    theme = node.get("theme")
    custom = theme.get("custom_dir") if isinstance(theme, Mapping) else None
    return (
        Project(
            root=root,
            config_path=config_path.resolve(),
            docs=root / (_text(node.get("docs_dir")) or "docs"),
            target=root / (_text(node.get("site_dir")) or "site"),
            base_url=base_url.rstrip("/") + "/",
            site_name=_text(node.get("site_name")),
            languages=languages,
            design=Design(**(values["design"] or {})),
            catalogs=root / values["catalogs"] if values["catalogs"] else None,
            overrides=root / _text(custom) if custom else None,
            gate=values["gate"],
            page_size=values["page_size"],
            allowed_hosts=values["allowed_hosts"],
            extensions=tuple(_extensions(node.get("markdown_extensions"))),
            plugins=tuple(plugins),
            hooks=tuple(_text(item) for item in _items(node.get("hooks"))),
        ),
        problems,
    )


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else ()


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) and node.value is not None else ""


def _plugins(node: Node | None) -> list[tuple[str, Node | None]]:
    """Plugins in both of MkDocs' forms: a list of names and one-key mappings, or a mapping."""
    found: list[tuple[str, Node | None]] = []
    if isinstance(node, Mapping):
        return [(key.text, value) for key, value in node.entries]
    for item in _items(node):
        if isinstance(item, Scalar):
            found.append((item.text, None))
        elif isinstance(item, Mapping):
            found += [(key.text, value) for key, value in item.entries]
    return found


def _extensions(node: Node | None) -> list[tuple[str, tuple[tuple[str, Any], ...]]]:
    return [
        (name, tuple((key.text, plain(value)) for key, value in inner.entries) if isinstance(inner, Mapping) else ())
        for name, inner in _plugins(node)
    ]


def plain(node: Node) -> Any:
    """A node as plain Python values."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {key.text: plain(value) for key, value in node.entries}


def _languages(records: tuple[dict[str, Any], ...], where: Location) -> tuple[Languages | None, list[Problem]]:
    problems: list[Problem] = []
    languages: list[Language] = []
    for record in records:
        segment = record.get("segment")
        if not segment:
            continue
        known = KNOWN.get(segment)
        given = {
            "tag": record["tag"],
            "theme": record["theme"],
            "babel": record["babel"],
            "og": record["og"],
            "endonym": record["name"],
            "catalog": record["catalog"],
        }
        for key, value in given.items():
            given[key] = value or (getattr(known, key) if known else "")
            if not given[key]:
                name = "name" if key == "endonym" else key
                problems.append(problem(INCOMPLETE_LANGUAGE, where, segment=segment, key=name))
        complete = record["complete"]
        languages.append(
            Language(
                segment=segment,
                complete=(known is not None) if complete is None else complete,
                catalog_fallback=record["catalog_fallback"],
                **given,
            )
        )
    if not languages:
        return None, [*problems, problem(NO_LANGUAGE, where)]
    names = {language.segment for language in languages}
    problems += [
        problem(BAD_FALLBACK, where, segment=language.segment, name=language.catalog_fallback)
        for language in languages
        if language.catalog_fallback and language.catalog_fallback not in names
    ]
    return Languages(tuple(languages)), problems
