"""The small benchmark: what a build does, in counts and bytes. Time is measured by hand, with `benchmarks/run.py`."""

from __future__ import annotations

import dataclasses
import gzip
import os
import subprocess
import sys
from pathlib import Path

import portals
import pytest

from ttdn_site.content.project import Project, read_project
from ttdn_site.engine.build import build
from ttdn_site.engine.outcome import Built

ROOT = Path(__file__).resolve().parent.parent
NEWS = 24
# Bytes: of an article's page, of it compressed, and of all files for each page of the site.
PAGE = 20_000
COMPRESSED = 5_500
EACH = 36_000


@dataclasses.dataclass(frozen=True)
class Corpus:
    project: Project
    first: Built

    def build(self) -> Built:
        built = build(self.project, portals.CLOCK.replace(year=2026, month=11, day=5), durable=False)
        assert built.published, built.problems
        return built

    def files(self) -> dict[str, tuple[int, int]]:
        """What is published: size and time of change, by path."""
        found = {}
        for path in self.project.target.rglob("*"):
            if path.is_file():
                status = path.stat()
                found[path.relative_to(self.project.target).as_posix()] = (status.st_size, status.st_mtime_ns)
        return found

    def article(self, number: int, language: str = "en") -> Path:
        return sorted((self.project.docs / language / "news").rglob("[0-9]*.md"))[number]


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The corpus of the benchmarks, with 24 articles in each language, built."""
    folder = tmp_path_factory.mktemp("corpus")
    command = [sys.executable, ROOT / "benchmarks" / "corpus.py", "--out", folder, "--news", str(NEWS)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env={**os.environ, "PYTHONUTF8": "1"})
    project, problems = read_project(folder / "mkdocs.yml")
    assert project is not None
    assert not problems
    made = Corpus(project, Built(False, ()))
    return dataclasses.replace(made, first=made.build())


def changed(before: dict[str, tuple[int, int]], after: dict[str, tuple[int, int]]) -> set[str]:
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def test_a_build_from_nothing_renders_each_page_once(corpus: Corpus) -> None:
    files = corpus.files()
    pages = [path for path in files if path.endswith(".html")]
    # Home, 42 pages of sections, the articles; the news by pages, year and topic; search, site map, error page.
    assert corpus.first.rendered == 1 + 42 + NEWS + 20
    assert corpus.first.pages == len(pages) == 4 * corpus.first.rendered
    assert corpus.first.files == corpus.first.written == len(files) <= 560


def test_a_site_weighs_little(corpus: Corpus) -> None:
    for language in ("", "en", "zh", "ja"):
        for page in (corpus.project.target / language / "news").glob("20*/0*/index.html"):
            data = page.read_bytes()
            assert len(data) <= PAGE, page
            assert len(gzip.compress(data, 9)) <= COMPRESSED, page
    assert sum(size for size, _ in corpus.files().values()) <= EACH * corpus.first.pages


def test_a_build_without_a_change_does_nothing(corpus: Corpus) -> None:
    before = corpus.files()
    again = corpus.build()
    assert (again.rendered, again.written, again.files) == (0, 0, len(before))
    assert not changed(before, corpus.files())


def test_an_edited_text_changes_its_page_and_what_carries_it(corpus: Corpus) -> None:
    """Its page, the feeds it is in, the parts of the search index that hold its words, in its language."""
    before = corpus.files()
    path = corpus.article(11)
    path.write_text(f"{path.read_text(encoding='utf-8')}\nNew words.\n", encoding="utf-8", newline="\n")
    again = corpus.build()
    found = changed(before, corpus.files())
    assert again.rendered <= 13
    assert again.written == len(found) <= 13
    assert [each for each in found if each.endswith(".html")] == [f"en/news/{path.parent.name}/{path.stem}/index.html"]
    assert all(each.startswith(("en/", "search-index/en/")) for each in found)


def test_an_edited_title_changes_what_names_it(corpus: Corpus) -> None:
    """Besides, the lists and articles that name it, and the portal's catalogue."""
    before = corpus.files()
    path = corpus.article(11)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('title: "', 'title: "New ', 1), encoding="utf-8", newline="\n")
    again = corpus.build()
    found = changed(before, corpus.files())
    assert again.rendered <= 30
    assert again.written == len(found) <= 30
    (part,) = (each for each in found if each.startswith("catalogue/"))
    portal = {"catalogue.json", part, "metadata.csv", "metadata.xml"}
    assert all(each.startswith(("en/", "search-index/en/")) for each in found - portal)
