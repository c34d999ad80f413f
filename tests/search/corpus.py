"""The small corpus of these tests as records and as indexes."""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ttdn_site.search.analysis import Analyzer
from ttdn_site.search.index import build
from ttdn_site.search.record import Extract, SearchRecord, extract

HERE = Path(__file__).parent
LANGUAGES = ("vi", "en", "zh", "ja")
TAGS = {"zh": "zh-Hans"}


def load(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text("utf-8"))


@cache
def analyzer(language: str) -> Analyzer:
    aliases = {name: tuple(others) for name, others in load("aliases.yml").items()}
    return Analyzer(TAGS.get(language, language), aliases)


@cache
def records(language: str) -> tuple[SearchRecord, ...]:
    return tuple(record(fields, TAGS.get(language, language)) for fields in load("corpus.yml")[language])


def record(fields: dict[str, Any], tag: str) -> SearchRecord:
    day = fields.get("date")
    assert day is None or isinstance(day, datetime.date)
    return SearchRecord(
        url=fields["url"],
        title=fields["title"],
        language=tag,
        summary=fields["summary"],
        text=fields["text"],
        headings=tuple(fields.get("headings", {}).items()),
        numbers=tuple(fields.get("numbers", ())),
        date=day,
        section=fields["section"],
        kind=fields["kind"],
    )


@cache
def extracts(language: str) -> tuple[Extract, ...]:
    return tuple(extract(each, analyzer(language)) for each in records(language))


@cache
def index(language: str) -> dict[str, bytes]:
    return build(extracts(language), analyzer(language))
