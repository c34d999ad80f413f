"""Reference pages for editors, from the declarations: each content type, the settings, and every problem code.

Markdown, in Vietnamese or English. Pages are written into the handbook and committed; a test says when they are old.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterable, Sequence

from ttdn_site.content import settings
from ttdn_site.content.articles import PER_FILE
from ttdn_site.content.fields import Field, ListOf, PerLanguage, Record
from ttdn_site.content.kinds import Choice, Day, Flag, HostPattern, Kind, Moment, SitePath, Slug, Text, Url, Whole
from ttdn_site.content.model import ContentType
from ttdn_site.content.project import I18N, PLUGIN
from ttdn_site.content.scaffold import record_text, source_text
from ttdn_site.content.wording import EditorLocale, editor_words
from ttdn_site.locales.catalogs import Translator
from ttdn_site.problems import Code

# The day that stands in the examples; any would do.
EXAMPLE_DAY = dt.date(2026, 1, 5)
GENERATED = "Made by “ttdn reference” from the declarations; do not edit it here."
LOCALES: tuple[EditorLocale, ...] = ("vi", "en")


def reference_pages(types: Sequence[ContentType], codes: Iterable[Code]) -> dict[str, str]:
    """Paths below the handbook's folder and texts of all pages."""
    codes = tuple(codes)
    pages: dict[str, str] = {}
    for locale in LOCALES:
        words = editor_words(locale)
        for kind in types:
            pages[f"{locale}/reference/{kind.name}.md"] = type_page(kind, words)
        pages[f"{locale}/reference/settings.md"] = settings_page(words)
        pages[f"{locale}/reference/index.md"] = index_page(types, words)
        pages[f"{locale}/problems.md"] = problems_page(codes, words)
    return pages


def page(title: str, blocks: Iterable[str], words: Translator) -> str:
    """A generated page: heading, the note that it is generated, and its blocks with a blank line between them."""
    return "\n\n".join([f"# {title}", f"*{words.gettext(GENERATED)}*", *blocks]) + "\n"


def index_page(types: Iterable[ContentType], words: Translator) -> str:
    rows = [
        f"- [{words.gettext(kind.plural)}]({kind.name}.md) (`{kind.name}`): {words.gettext(kind.doc)}" for kind in types
    ]
    rows.append(f"- [{words.gettext('Settings')}](settings.md): `docs/data/*.yml`, `mkdocs.yml`")
    rows.append(f"- [{words.gettext('Commands')}](commands.md): `ttdn`")
    rows.append(f"- [{words.gettext('Rules of the audit')}](audit.md): `ttdn plan audit`")
    rows.append(f"- [{words.gettext('Problems and how to solve them')}](../problems.md)")
    return page(words.gettext("Reference"), ["\n".join(rows)], words)


def type_page(kind: ContentType, words: Translator) -> str:
    name = words.gettext("NAME")
    if kind.storage == "data":
        path = f"docs/data/{kind.folder}/{name}.yml"
        note = words.gettext(
            "One file holds the texts of all languages; “per language” means a line for each, such as “vi: …” "
            "and “en: …”."
        )
        sample = record_text(kind, "vi", EXAMPLE_DAY, words)
    else:
        path = f"docs/vi/{kind.folder + '/' if kind.folder else ''}{name}.md"
        note = words.gettext(
            "One file for each language, with the same name in each language's folder. Keys marked “source only” are "
            "written in the source language alone; a translation takes them from there."
        )
        sample = source_text(kind, "vi", EXAMPLE_DAY, words)
    start = words.gettext("Start a new one with")
    blocks = [
        words.gettext(kind.doc),
        f"{words.gettext('File:')} `{path}`. {start} `ttdn new {kind.name} {name}`.",
        note,
        f"## {words.gettext('Keys')}",
        field_table(kind.fields, words, kind),
        f"## {words.gettext('A new file')}",
        fenced(sample, "yaml"),
    ]
    return page(f"{words.gettext(kind.label)} (`{kind.name}`)", blocks, words)


def settings_page(words: Translator) -> str:
    groups = (
        ("docs/data/site.yml", "The portal's settings: docs/data/site.yml.", settings.SITE),
        ("docs/data/sections.yml", "The sections of the portal: docs/data/sections.yml.", settings.SECTION),
        ("docs/data/topics.yml", "The topics of the portal: docs/data/topics.yml.", settings.TOPIC),
        (
            "docs/data/places.yml",
            "Names of places in several languages, for search: docs/data/places.yml.",
            settings.PLACE,
        ),
        ("mkdocs.yml: ttdn", "Settings of the plugin ttdn.", PLUGIN),
        ("mkdocs.yml: i18n", "The languages of the portal.", I18N),
    )
    blocks = [
        block
        for name, doc, fields in groups
        for block in (f"## `{name}`", words.gettext(doc), field_table(fields, words))
    ]
    return page(words.gettext("Settings"), blocks, words)


def field_table(fields: Iterable[Field], words: Translator, owner: ContentType | None = None) -> str:
    """A row for each key, those inside a group after their group, named `group.key` or `list[].key`."""
    head = [words.gettext(title) for title in ("Key", "Meaning", "Value", "Example")]
    rows = [head, ["---"] * len(head), *(row for field in fields for row in _rows(field, "", words, owner))]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _rows(field: Field, prefix: str, words: Translator, owner: ContentType | None) -> list[list[str]]:
    kind: Kind = field.kind
    meaning = words.gettext(field.doc)
    if field.required:
        meaning = f"**{words.gettext('Required.')}** {meaning}"
    if owner is not None and owner.storage == "markdown" and not field.localized and field.name not in PER_FILE:
        meaning += f" *{words.gettext('Source only.')}*"
    if owner is not None and owner.storage == "data" and field.localized:
        kind = PerLanguage(kind)
    value = kind_words(kind, words)
    if isinstance(field.default, bool | int | str) and field.default != "":
        shown = str(field.default).lower() if isinstance(field.default, bool) else field.default
        value += f"; {words.gettext('when left out: {value}', value=f'`{shown}`')}"
    rows = [[f"`{prefix}{field.name}`", cell(meaning), cell(value), f"`{cell(kind.example)}`"]]
    for name, inner in _inner(kind, f"{prefix}{field.name}"):
        rows += _rows(inner, name, words, None)
    return rows


def _inner(kind: Kind, name: str) -> list[tuple[str, Field]]:
    if isinstance(kind, Record):
        return [(f"{name}.", field) for field in kind.fields]
    if isinstance(kind, ListOf):
        return _inner(kind.kind, f"{name}[]")
    return _inner(kind.kind, f"{name}.vi") if isinstance(kind, PerLanguage) else []


def kind_words(kind: Kind, words: Translator) -> str:
    """What may be written, in a few words."""
    match kind:
        case Text(lines=True):
            return words.gettext("text of several lines")
        case Text():
            return words.gettext("text, at most {limit} characters", limit=kind.limit)
        case Whole():
            return words.gettext("whole number from {least} to {most}", least=kind.least, most=kind.most)
        case Flag():
            return "`true`, `false`"
        case Choice():
            return ", ".join(f"`{choice}`" for choice in kind.choices)
        case Day():
            return words.gettext("date (year-month-day)")
        case Moment():
            return words.gettext("date, time and offset from UTC")
        case Url():
            return words.gettext("web address")
        case HostPattern():
            return words.gettext("host, or “*.” and a domain")
        case Slug():
            return words.gettext("name of small letters, digits and hyphens")
        case SitePath():
            return words.gettext("relative path")
        case ListOf():
            return words.gettext("list of: {kind}", kind=kind_words(kind.kind, words))
        case PerLanguage():
            return words.gettext("per language: {kind}", kind=kind_words(kind.kind, words))
        case Record():
            return words.gettext("group of the keys below")
    raise TypeError(f"no words for the kind {type(kind).__name__}")


def problems_page(codes: Sequence[Code], words: Translator) -> str:
    """Every code with its sentence, its hint, a wrong and a right example."""
    legend = words.gettext(
        "“ttdn check” and “ttdn build” print one line for each problem: file, line, column, weight, code, sentence and "
        "hint. An error keeps the site from being published; a warning and a note do not. Words in braces stand for "
        "what was found in your file."
    )
    blocks = [
        legend,
        fenced(
            words.gettext(
                "docs/vi/news/x.md:4:7: error FD006 “19/12/2025” is not a date · Write year-month-day, "
                "for example 2025-12-19"
            ),
            "text",
        ),
    ]
    rooms = [list(group) for _, group in itertools.groupby(codes, key=lambda code: code.id.rstrip("0123456789"))]
    blocks.append("\n".join(f"- {' · '.join(f'[{code.id}](#{code.id.lower()})' for code in room)}" for room in rooms))
    for code in codes:
        weight = words.pgettext("severity", code.severity.value)
        blocks += [
            f"## {code.id}",
            f"**{escaped(words.gettext(code.message))}** ({weight})",
            _sentence(escaped(words.gettext(code.hint))),
            words.gettext("Wrong:"),
            fenced(code.wrong, "text"),
            words.gettext("Right:"),
            fenced(code.right, "text"),
        ]
    return page(words.gettext("Problems and how to solve them"), blocks, words)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!", "…")) else f"{text}."


def fenced(text: str, language: str) -> str:
    """A code block whose fence is longer than any run of backquotes in the text."""
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def escaped(text: str) -> str:
    """A sentence as Markdown: what Markdown would read as a mark is text."""
    return re.sub(r"([\\`*_<>\[\]#|])", r"\\\1", text.replace("{{", "{").replace("}}", "}"))


def cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
