"""`content-facts/facts.tsv`: every figure of this repository's own site has a source, in every language alike.

The table has one fact a row: its id, the figure or name as the Vietnamese text has it, its unit and period, the pages
that state it (`;` between their keys), the source's title, the source's address or the number of a document, and how
sure it is: H two sources or an official text, M one source. What is counted in words (“bốn cây sâm”) has a row of its
own as a name. `hosts.tsv` says of every host in it whether it is the State's, the press's, a publisher of law or a
place of learning. Plans are left out: each is a document of its own, with its own checks.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import figures
import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
TABLE = ROOT / "content-facts" / "facts.tsv"
HOSTS = ROOT / "content-facts" / "hosts.tsv"
COLUMNS = ["id", "figure", "unit_period", "pages", "source_title", "source", "confidence"]
KINDS = ("documents", "events", "projects", "publications", "contacts", "briefings", "galleries")
# A figure below this may be written out in one language and with digits in another.
SMALL = 12

DOCUMENT = re.compile(r"\d+(?:/\d{4})?/[A-ZĐ][A-ZĐa-z\d-]*|\d+-(?:NQ|CT|KL)/T[WU]")


@dataclass(frozen=True, slots=True)
class Fact:
    id: str
    figure: str
    unit_period: str
    pages: tuple[str, ...]
    source_title: str
    source: str
    confidence: str

    @property
    def tokens(self) -> frozenset[str]:
        return figures.read(self.figure, "vi").tokens

    @property
    def covers(self) -> frozenset[str]:
        """Its figures, and the years and months of its period."""
        return self.tokens | figures.read(self.unit_period, "vi").tokens


@cache
def facts() -> tuple[Fact, ...]:
    rows = _rows(TABLE)
    assert rows[0] == COLUMNS
    return tuple(
        Fact(name, figure, period, tuple(keys.split(";")), title, source, confidence)
        for name, figure, period, keys, title, source, confidence in rows[1:]
    )


def _rows(table: Path) -> list[list[str]]:
    with table.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def _said(value: Any, language: str) -> list[str]:
    """The texts a reader of `language` sees in a value of a record: localized mappings give that language's."""
    if isinstance(value, dict):
        if "vi" in value:
            return [str(value[language])] if language in value else []
        return [text for item in value.values() for text in _said(item, language)]
    if isinstance(value, list):
        return [text for item in value for text in _said(item, language)]
    return []


def _article(path: Path) -> tuple[dict[str, Any], str]:
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    front = yaml.safe_load(head)
    lines = [front.get(key, "") for key in ("title", "summary", "place")]
    lines += [f"{fact.get('label', '')} {fact['value']} {fact.get('note', '')}" for fact in front.get("facts", [])]
    return front, "\n".join([*map(str, lines), body])


def _sources(holder: dict[str, Any], body: str = "") -> set[str]:
    """Addresses and numbers of the documents a page names; a plan its body links to is a printed document too."""
    named = {str(source[key]) for source in holder.get("sources", []) for key in ("url", "number") if key in source}
    return named | set(re.findall(r"\(\.\./(plans/[\w-]+)\.md\)", body))


@cache
def pages() -> dict[str, dict[str, str]]:
    """Text by language, by key (`about/location`, `documents/nd-72-2015`, `site`)."""
    found: dict[str, dict[str, str]] = {}
    for language in figures.LANGUAGES:
        for path in sorted((DOCS / language).rglob("*.md")):
            key = path.relative_to(DOCS / language).with_suffix("").as_posix()
            found.setdefault(key, {})[language] = _article(path)[1]
    for kind in KINDS:
        for path in sorted((DOCS / "data" / kind).glob("*.yml")):
            record = yaml.safe_load(path.read_text(encoding="utf-8"))
            texts = {language: "\n".join(_said(record, language)) for language in figures.LANGUAGES}
            found[f"{kind}/{path.stem}"] = {language: text for language, text in texts.items() if text}
    home = yaml.safe_load((DOCS / "data" / "site.yml").read_text(encoding="utf-8"))["home"]
    for language in figures.LANGUAGES:
        gap = " " if language in ("vi", "en") else ""
        lines = [home["title"][language], home["lead"][language]]
        for figure in home["figures"]:
            lines.append(figure["value"][language] + gap + figure["unit"][language])
            lines += [figure["label"][language], figure["note"][language]]
        found.setdefault("site", {})[language] = "\n".join(lines)
    return found


@cache
def dates() -> dict[str, str]:
    """The days a record or article states in fields of their own, as the portal prints them."""
    found = {}
    fronts = {
        path.relative_to(DOCS / "vi").with_suffix("").as_posix(): _article(path)[0]
        for path in (DOCS / "vi").rglob("*.md")
    }
    for kind in KINDS:
        for path in (DOCS / "data" / kind).glob("*.yml"):
            fronts[f"{kind}/{path.stem}"] = yaml.safe_load(path.read_text(encoding="utf-8"))
    for key, front in fronts.items():
        days = [front[name] for name in ("date", "starts", "ends", "issued", "effective") if name in front]
        found[key] = "\n".join(f"{day:%d/%m/%Y}" for day in days)
    return found


def stated(key: str) -> figures.Figures:
    """The figures of a page's Vietnamese text and fields."""
    return figures.read(f"{pages()[key]['vi']}\n{dates().get(key, '')}", "vi")


@cache
def sources_of() -> dict[str, set[str]]:
    """What each page names as its sources: addresses and numbers of documents."""
    found = {}
    for path in (DOCS / "vi").rglob("*.md"):
        found[path.relative_to(DOCS / "vi").with_suffix("").as_posix()] = _sources(*_article(path))
    for kind in KINDS:
        for path in (DOCS / "data" / kind).glob("*.yml"):
            record = yaml.safe_load(path.read_text(encoding="utf-8"))
            found[f"{kind}/{path.stem}"] = _sources(record) | {str(record.get("number", ""))}
    home = yaml.safe_load((DOCS / "data" / "site.yml").read_text(encoding="utf-8"))["home"]
    found["site"] = {figure["source"] for figure in home["figures"]}
    return found


def translated() -> list[tuple[str, str]]:
    return [(key, language) for key, texts in pages().items() for language in texts if language != "vi"]


def test_the_table_is_well_formed() -> None:
    ids = [fact.id for fact in facts()]
    assert ids == sorted(set(ids)), "ids are sorted and named once"
    for fact in facts():
        assert all((fact.figure, fact.source_title, fact.source)), fact
        assert fact.confidence in ("H", "M"), fact
        assert fact.pages == tuple(sorted(set(fact.pages))), f"{fact.id}: pages are sorted and named once"
        assert set(fact.pages) <= set(pages()), f"{fact.id}: {set(fact.pages) - set(pages())}"


@pytest.mark.parametrize("key", pages())
def test_every_figure_of_a_page_has_a_source(key: str) -> None:
    covered = {token for fact in facts() if key in fact.pages for token in fact.covers}
    bare = stated(key).tokens - covered
    assert not bare, f"no row of {TABLE.name} covers these on {key}: {sorted(bare)}"


def test_every_row_is_used() -> None:
    """Each page a row names states all of the row's figure; a row without a number is a name that the page has."""
    for fact in facts():
        for key in fact.pages:
            missing = fact.tokens - stated(key).tokens
            assert not missing, f"{fact.id}: {key} does not state {sorted(missing)}"
            named = fact.tokens or fact.figure.casefold() in pages()[key]["vi"].casefold()
            assert named, f"{fact.id}: {key} has no “{fact.figure}”"


def test_sources_are_of_the_state_the_press_law_and_learning() -> None:
    kinds = {host: kind for host, kind, _ in _rows(HOSTS)[1:]}
    assert set(kinds.values()) <= {"state", "press", "law", "learning"}
    used = set()
    for fact in facts():
        if fact.source.startswith("http"):
            host = (urlsplit(fact.source).hostname or "").removeprefix("www.")
            used.add(host)
            assert host in kinds, f"{fact.id}: {host}"
        else:
            printed = (DOCS / "data" / fact.source).with_suffix(".yml").is_file()
            assert printed or DOCUMENT.fullmatch(fact.source), f"{fact.id}: neither address nor document: {fact.source}"
    assert used == set(kinds), "hosts that no row uses any more"


def test_a_page_that_states_a_fact_names_the_source() -> None:
    """The source of a row stands in the list of sources of at least one of its pages, where a reader can follow it."""
    for fact in facts():
        named = set().union(*(sources_of()[key] for key in fact.pages))
        assert fact.source in named, f"{fact.id}: {fact.source} is named by none of {fact.pages}"


@pytest.mark.parametrize(("key", "language"), translated())
def test_a_translation_has_the_figures_of_its_original(key: str, language: str) -> None:
    original = figures.read(pages()[key]["vi"], "vi")
    translation = figures.read(pages()[key][language], language)
    lost = [figures.plain(number) for number in original.digits - translation.numbers]
    # A later day of a month already named may leave the month out.
    lost += [
        f"{day}/{month}"
        for month, day in original.days - translation.days
        if not (day in translation.numbers and month in translation.numbers)
    ]
    lost += [f"month {month}" for month in original.months if month not in translation.numbers]
    lost += sorted(original.times - translation.times)
    assert not lost, f"{language}/{key} has lost {lost}"
    gained = [number for number in translation.digits - original.numbers if number > SMALL]
    gained_days = {pair for pair in translation.days - original.days if not original.numbers.issuperset(pair)}
    assert not [*gained, *gained_days], f"{language}/{key} has figures of its own: {gained} {gained_days}"
