"""What readers type and what they must find, by the client itself, in four languages (queries.yml)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from search import client, corpus

QUERIES = [(language, query) for language, queries in corpus.load("queries.yml").items() for query in queries]


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Any]:
    jobs = []
    for language in corpus.LANGUAGES:
        asked = [
            {"q": query["q"], "options": {"typing": query.get("typing", False)}, "cards": 40}
            for mine, query in QUERIES
            if mine == language
        ]
        jobs.append({"op": "find", "files": client.texts(corpus.index(language)), "queries": asked})
    results = client.run(jobs, tmp_path_factory.mktemp("client"))
    found: dict[tuple[str, str], Any] = {}
    for language, job, result in zip(corpus.LANGUAGES, jobs, results, strict=True):
        for query, answer in zip(job["queries"], result, strict=True):
            found[language, query["q"]] = answer
    return found


def test_there_are_queries_enough() -> None:
    assert len(QUERIES) >= 40
    assert {language for language, _ in QUERIES} == set(corpus.LANGUAGES)


@pytest.mark.parametrize(
    ("language", "query"), QUERIES, ids=[f"{language}:{query['q']}" for language, query in QUERIES]
)
def test_query(language: str, query: dict[str, Any], answers: dict[tuple[str, str], Any]) -> None:
    answer = answers[language, query["q"]]
    found = [Path(url).name for url in answer["urls"]]
    if "first" in query:
        assert found[: len(query["first"])] == query["first"], found
    assert set(query.get("any", ())) <= set(found), found
    assert not set(query.get("not", ())) & set(found), found
    if "count" in query:
        assert answer["total"] == query["count"], found
