"""The schemas follow the declarations, accept what the portal accepts, and are committed as they are."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import portals
import pytest

from ttdn_site.content import settings
from ttdn_site.content.articles import page_key, page_type
from ttdn_site.content.extensions import plain
from ttdn_site.content.fields import Field, ListOf, PerLanguage, Record
from ttdn_site.content.kinds import Kind, Text
from ttdn_site.content.project import I18N, PLUGIN, read_project
from ttdn_site.content.schema import described, editor_settings, schemas
from ttdn_site.content.types import ALL
from ttdn_site.content.wording import editor_words
from ttdn_site.source.frontmatter import split
from ttdn_site.source.yamlnodes import parse_yaml

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("vi", "en", "zh", "ja")
SCHEMAS = {name: json.loads(text) for name, text in schemas(ALL, LANGUAGES).items()}


def complaints(name: str, value: Any) -> list[str]:
    validator = jsonschema.Draft202012Validator(SCHEMAS[name])
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def front_matter(text: str) -> Any:
    source, problems = split(text, "x.md")
    assert source is not None, problems
    return plain(source.front_matter)


def data(text: str) -> Any:
    node, problems = parse_yaml(text, "x.yml")
    assert node is not None, problems
    return plain(node)


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_a_schema(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMAS[name])


def test_the_committed_schemas_are_current() -> None:
    project, _ = read_project(ROOT / "mkdocs.yml")
    assert project is not None
    committed = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "schemas").glob("*.json")}
    assert committed == schemas(ALL, project.languages.segments), "run: ttdn schema"
    advice = (ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8")
    assert advice == editor_settings(ALL, "schemas"), "put the output of “ttdn schema” into .vscode/settings.json"


def content_files() -> list[Path]:
    return [path for path in sorted((ROOT / "docs").rglob("*")) if path.suffix in (".md", ".yml")]


def schema_of(path: Path) -> str:
    parts = path.relative_to(ROOT / "docs").parts
    if parts[0] == "data":
        folders = {kind.folder: kind.name for kind in ALL if kind.storage == "data"}
        return folders.get(parts[1], "") if len(parts) > 2 else parts[1].removesuffix(".yml")
    name = page_type(page_key(parts), ALL).name
    return name if parts[0] == "vi" else f"{name}.translation"


def test_all_content_of_this_portal_fits_its_schema() -> None:
    judged = 0
    for path in content_files():
        name = f"{schema_of(path)}.json"
        if name not in SCHEMAS:
            continue
        text = path.read_text(encoding="utf-8")
        assert complaints(name, front_matter(text) if path.suffix == ".md" else data(text)) == [], path
        judged += 1
    assert judged > 100


def test_the_configuration_fits_its_schema() -> None:
    node, _ = parse_yaml((ROOT / "mkdocs.yml").read_text(encoding="utf-8"), "mkdocs.yml", opaque_tags=True)
    assert node is not None
    assert complaints("mkdocs.json", plain(node)) == []
    assert complaints("mkdocs.json", {"site_url": "https://x.vn/", "plugins": [{"ttdn": {"desing": {}}}]})
    assert complaints("mkdocs.json", {"plugins": ["ttdn"]})


ARTICLE = portals.FILES["docs/vi/news/tunnel.md"]
RECORD = portals.FILES["docs/data/documents/qd-1.yml"]


@pytest.mark.parametrize(
    ("name", "text", "right"),
    [
        ("article.json", ARTICLE, True),
        ("article.json", ARTICLE.replace("title:", "titel:"), False),
        ("article.json", ARTICLE.replace("status: approved", "status: aproved"), False),
        ("article.json", ARTICLE.replace("date: 2025-12-19\n", ""), False),
        ("article.translation.json", portals.FILES["docs/zh/news/tunnel.md"], True),
        ("article.translation.json", ARTICLE, False),
        ("document.json", RECORD, True),
        ("document.json", RECORD.replace("title: {vi:", "title: {vn:"), False),
        ("document.json", RECORD.replace("kind: decision", "kind: decisions"), False),
        ("sections.json", portals.FILES["docs/data/sections.yml"], True),
        ("sections.json", "slug: about\n", False),
    ],
)
def test_a_schema_accepts_what_is_right_only(name: str, text: str, right: bool) -> None:
    value = front_matter(text) if text.startswith("---") else data(text)
    assert (complaints(name, value) == []) is right


def test_help_is_vietnamese_first() -> None:
    title = SCHEMAS["article.json"]["properties"]["title"]
    assert title["description"] == "Tiêu đề.\n\nThe title."
    inner = SCHEMAS["event.json"]["properties"]["sources"]["items"]["properties"]["url"]
    assert inner["description"].startswith("Địa chỉ")


def texts_of(kind: Kind) -> list[Text]:
    if isinstance(kind, Text):
        return [kind]
    if isinstance(kind, ListOf | PerLanguage):
        return texts_of(kind.kind)
    return [text for field in kind.fields for text in texts_of(field.kind)] if isinstance(kind, Record) else []


def test_every_text_has_an_example_of_its_own() -> None:
    groups = [*(kind.fields for kind in ALL), settings.SITE, settings.SECTION, settings.TOPIC, PLUGIN, I18N]
    for field in (field for fields in groups for field in fields):
        for text in texts_of(field.kind):
            assert text.example != Text().example, f"{field.name}: give an example"


def docs_of(fields: tuple[Field, ...]) -> list[str]:
    found: list[str] = []

    def inside(kind: Kind) -> None:
        if isinstance(kind, Record):
            found.extend(docs_of(kind.fields))
        elif isinstance(kind, ListOf | PerLanguage):
            inside(kind.kind)

    for field in fields:
        found.append(field.doc)
        inside(field.kind)
    return found


@pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.name)
def test_every_sentence_of_a_declaration_is_translated(kind: Any) -> None:
    words = editor_words("vi")
    for doc in [kind.label, kind.plural, kind.doc, *docs_of(kind.fields)]:
        assert words.has(doc), doc


def test_every_description_of_a_schema_is_translated() -> None:
    def walk(value: Any) -> None:
        if isinstance(value, dict):
            doc = value.get("description")
            if isinstance(doc, str):
                assert "\n\n" in doc, doc
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(list(SCHEMAS.values()))
    assert described("no such sentence") == "no such sentence"


def test_a_new_type_and_language_need_no_line_here() -> None:
    made = schemas(ALL[:3], (*LANGUAGES, "ko"))
    assert "contact.json" in made
    assert "document.json" not in made
    assert "ko" in json.loads(made["contact.json"])["properties"]["title"]["properties"]


def test_schemas_may_lie_anywhere() -> None:
    assert '"./tools/schemas/event.json"' in editor_settings(ALL, "tools/schemas")
    assert '"/srv/schemas/event.json"' in editor_settings(ALL, "/srv/schemas")
