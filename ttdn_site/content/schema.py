"""JSON Schema (2020-12) of everything editors write, from the declarations alone.

Editors' programs read these for autocomplete and for help beside the line, so descriptions are in Vietnamese first,
then in English. What the portal accepts is decided by `fields`, not here: a schema knows one file at a time, and
neither references nor forbidden terms.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from ttdn_site.content import settings
from ttdn_site.content.articles import PER_FILE
from ttdn_site.content.fields import Field, ListOf, PerLanguage, Record, object_schema
from ttdn_site.content.kinds import Kind, Text
from ttdn_site.content.model import ContentType
from ttdn_site.content.project import I18N, PLUGIN
from ttdn_site.content.wording import editor_words

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas(types: Iterable[ContentType], languages: tuple[str, ...]) -> dict[str, str]:
    """File names and texts of all schemas, ordered by name. languages: the portal's segments."""
    made: dict[str, dict[str, Any]] = {}
    for kind in types:
        if kind.storage == "data":
            made[kind.name] = _object(kind.fields, languages, kind.doc, per_language=True)
            continue
        made[kind.name] = _object(source_fields(kind), languages, kind.doc)
        made[f"{kind.name}.translation"] = _object(translation_fields(kind), languages, kind.doc)
    made["site"] = _object(settings.SITE, languages, "The portal's settings: docs/data/site.yml.")
    made["sections"] = _list(settings.SECTION, languages, "The sections of the portal: docs/data/sections.yml.")
    made["topics"] = _list(settings.TOPIC, languages, "The topics of the portal: docs/data/topics.yml.")
    made["places"] = _list(
        settings.PLACE, languages, "Names of places in several languages, for search: docs/data/places.yml."
    )
    made["mkdocs"] = _mkdocs(languages)
    return {f"{name}.json": _text({"$schema": DIALECT, **made[name]}) for name in sorted(made)}


def source_fields(kind: ContentType) -> tuple[Field, ...]:
    """Keys of a Markdown file in its source language."""
    return tuple(field for field in kind.fields if field.name != "translation")


def translation_fields(kind: ContentType) -> tuple[Field, ...]:
    """Keys of a translation: what is written per language, and how this file stands."""
    return tuple(field for field in kind.fields if field.localized or field.name in PER_FILE)


def editor_settings(types: Iterable[ContentType], folder: str) -> str:
    """Text of `.vscode/settings.json`: which schema belongs to which YAML file.

    folder: where the schemas lie, relative to the project, or an absolute path.
    """
    start = folder if PurePath(folder).is_absolute() else f"./{folder}"
    mapping = {
        f"{start}/{kind.name}.json": [f"docs/data/{kind.folder}/*.yml"] for kind in types if kind.storage == "data"
    }
    for name in ("site", "sections", "topics", "places"):
        mapping[f"{start}/{name}.json"] = [f"docs/data/{name}.yml"]
    mapping[f"{start}/mkdocs.json"] = ["mkdocs.yml"]
    # MkDocs' own tags, which the YAML extension would underline.
    tags = ["!ENV scalar", "!ENV sequence", "!relative scalar"]
    return _text({"yaml.schemas": dict(sorted(mapping.items())), "yaml.customTags": tags})


def described(doc: str) -> str:
    """A declaration's sentence, Vietnamese first."""
    vietnamese = editor_words("vi").gettext(doc)
    return doc if vietnamese == doc else f"{vietnamese}\n\n{doc}"


def _object(
    fields: Iterable[Field], languages: tuple[str, ...], doc: str, *, per_language: bool = False
) -> dict[str, Any]:
    fields = tuple(fields)
    schema = object_schema(fields, languages, per_language=per_language)
    for field in fields:
        kind: Kind = PerLanguage(field.kind) if per_language and field.localized else field.kind
        _annotate(field, kind, schema["properties"][field.name])
    return {"description": described(doc), **schema}


def _list(fields: Iterable[Field], languages: tuple[str, ...], doc: str) -> dict[str, Any]:
    items = _object(fields, languages, doc)
    return {"description": items.pop("description"), "type": "array", "items": items}


def _mkdocs(languages: tuple[str, ...]) -> dict[str, Any]:
    """Only what this project reads of `mkdocs.yml`; everything else is MkDocs' own and stays free."""
    plugins = {
        "ttdn": _object(PLUGIN, languages, "Settings of the plugin ttdn."),
        "i18n": _object(I18N, languages, "The languages of the portal."),
    }
    plugins["ttdn"]["type"] = ["object", "null"]
    entry = {"anyOf": [{"type": "string"}, {"type": "object", "properties": plugins}]}
    return {
        "description": described("The configuration of the portal: mkdocs.yml."),
        "type": "object",
        "properties": {
            "site_url": {
                "type": "string",
                "pattern": "^https?://",
                "description": described("The public address of the portal, with a slash at the end."),
            },
            "plugins": {"anyOf": [{"type": "array", "items": entry}, {"type": "object", "properties": plugins}]},
        },
        "required": ["site_url", "plugins"],
    }


def _annotate(field: Field, kind: Kind, schema: dict[str, Any]) -> None:
    """Adds help to a field's schema: description, default, and the same for what lies inside."""
    schema["description"] = described(field.doc)
    if isinstance(field.default, bool | int | str):
        schema["default"] = field.default
    _inside(kind, schema)


def _inside(kind: Kind, schema: dict[str, Any]) -> None:
    if isinstance(kind, Record):
        for field in kind.fields:
            _annotate(field, field.kind, schema["properties"][field.name])
    elif isinstance(kind, ListOf):
        _inside(kind.kind, schema["items"])
    elif isinstance(kind, PerLanguage):
        for inner in schema["properties"].values():
            _inside(kind.kind, inner)
    elif isinstance(kind, Text):
        # A year or a telephone number without quotation marks is text to us and a number to an editor's program.
        schema["type"] = ["string", "integer"]
        if not kind.lines:
            schema["examples"] = [kind.example]


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
