from __future__ import annotations

from pathlib import Path

import portals

from ttdn_site.content.load import load


def test_the_library_is_in_a_stable_order(tmp_path: Path) -> None:
    library, problems = load(portals.portal(tmp_path))
    assert problems == []
    assert [item.key for item in library.items] == ["", "about/land", "documents/qd-1", "events/opening", "news/tunnel"]
    assert [section.slug for section in library.sections] == ["about", "news", "documents", "contact"]


def test_shared_values_stand_once_and_texts_per_language(tmp_path: Path) -> None:
    library, _ = load(portals.portal(tmp_path))
    tunnel = next(item for item in library.items if item.key == "news/tunnel")
    assert set(tunnel.texts) == {"vi", "zh"}
    assert tunnel.source_locale == "vi"
    assert tunnel.shared["topics"] == ("border",)
    assert tunnel.texts["zh"].title == "隧道开工"
    assert "topics" not in tunnel.texts["zh"].values


def test_the_source_is_the_first_configured_language_that_has_the_page(tmp_path: Path) -> None:
    page = "---\ntitle: {}\nstatus: approved\n---\n\nText.\n"
    changes = {"docs/ja/about/only.md": page.format("日"), "docs/en/about/only.md": page.format("E")}
    library, problems = load(portals.portal(tmp_path, changes))
    assert problems == []
    assert next(item for item in library.items if item.key == "about/only").source_locale == "en"


def test_a_named_source_language_wins(tmp_path: Path) -> None:
    page = "---\ntitle: {}\nstatus: approved\nsource_locale: en\n---\n\nText.\n"
    changes = {"docs/vi/about/only.md": page.format("V"), "docs/en/about/only.md": page.format("E")}
    library, problems = load(portals.portal(tmp_path, changes))
    assert problems == []
    assert next(item for item in library.items if item.key == "about/only").source_locale == "en"


def test_an_unreadable_file_is_a_problem_and_the_rest_is_read(tmp_path: Path) -> None:
    project = portals.portal(tmp_path)

    def read(path: Path) -> bytes:
        if path.name == "tunnel.md":
            raise PermissionError(13, "Permission denied")
        return path.read_bytes()

    library, problems = load(project, read)
    assert "about/land" in {item.key for item in library.items}
    assert [(found.code.id, found.location.path) for found in problems][:2] == [
        ("LD001", "docs/vi/news/tunnel.md"),
        ("LD001", "docs/zh/news/tunnel.md"),
    ]


def test_an_empty_portal_says_what_is_missing(tmp_path: Path) -> None:
    portals.write(tmp_path, {"mkdocs.yml": portals.MKDOCS, "docs/vi/.keep": ""})
    project = portals.read_project(tmp_path / "mkdocs.yml")[0]
    assert project is not None
    library, problems = load(project)
    assert library.items == ()
    assert {found.location.path for found in problems} == {"docs/data/site.yml", "docs/data/sections.yml"}
