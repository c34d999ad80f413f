"""The small portal, built: languages and versions exactly, nothing that is not public, the same bytes from anywhere."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
from pathlib import Path

import canaries
import lxml.html
import portals
import pytest
import sites

from ttdn_site.checks.site import check_site
from ttdn_site.content.project import Project
from ttdn_site.content.types import ALL
from ttdn_site.engine.build import build
from ttdn_site.engine.compose import compose
from ttdn_site.engine.outputs import outputs
from ttdn_site.locales.messages import as_text

BASE = "https://example.gov.vn/ttdn/"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def files_of(project: Project, *, preview: bool = False) -> dict[str, bytes]:
    """The files of a site, in memory."""
    return {output.path: output.data for output in outputs(compose(project, portals.CLOCK, preview=preview))}


def page(site: sites.BuiltSite, path: str) -> lxml.html.HtmlElement:
    return lxml.html.fromstring(site.read(f"{path}index.html").encode())


def versions(tree: lxml.html.HtmlElement) -> dict[str, str]:
    return {
        link.get("hreflang"): link.get("href").removeprefix(BASE)
        for link in tree.xpath("//link[@rel='alternate'][@hreflang]")
    }


# Languages


def test_a_translated_page_names_its_versions(small_site: sites.BuiltSite) -> None:
    expected = {"vi": "about/land/", "en": "en/about/land/", "x-default": "en/about/land/"}
    for path in ("about/land/", "en/about/land/"):
        tree = page(small_site, path)
        assert versions(tree) == expected
        assert tree.xpath("//link[@rel='canonical']/@href") == [BASE + path]


def test_without_english_the_default_version_is_the_source(small_site: sites.BuiltSite) -> None:
    expected = {"vi": "news/tunnel/", "zh-Hans": "zh/news/tunnel/", "x-default": "news/tunnel/"}
    assert versions(page(small_site, "news/tunnel/")) == expected
    assert versions(page(small_site, "zh/news/tunnel/")) == expected


def test_a_page_without_a_translation_shows_its_source_and_says_so(small_site: sites.BuiltSite) -> None:
    tree = page(small_site, "ja/news/tunnel/")
    assert tree.get("lang") == "ja"
    assert tree.xpath("//h1/@lang") == ["vi"]
    assert tree.xpath("//*[@id='text']/@lang") == ["vi"]
    assert tree.xpath("//link[@rel='canonical']/@href") == [BASE + "news/tunnel/"]
    assert versions(tree) == {}
    notice = tree.xpath("//aside[contains(@class,'notice')]")[0]
    assert "日本語版はまだありません" in notice.text_content()
    assert notice.xpath(".//a/@hreflang") == ["vi", "zh-Hans"]
    assert not re.search(r"ja/news/tunnel", small_site.read("sitemap.xml"))
    for name in ("ja/feed.json", "ja/feed.rss.xml", "ja/feed.atom.xml", "search-index/ja/d.json", "ja/events.ics"):
        assert "tunnel" not in small_site.read(name)


def test_the_switcher_keeps_the_page_and_tells_what_exists(small_site: sites.BuiltSite) -> None:
    for path in ("ja/news/tunnel/", "news/tunnel/", "zh/news/tunnel/"):
        tree = page(small_site, path)
        switcher = tree.xpath("//nav[contains(@class,'langs')]")
        assert len(switcher) == 1
        assert switcher[0].get("aria-label")
        links = switcher[0].xpath(".//a")
        assert [link.get("hreflang") for link in links] == ["vi", "en", "zh-Hans", "ja"]
        assert [link.get("lang") for link in links] == ["vi", "en", "zh-Hans", "ja"]
        own_text = [link.xpath("string(text())") for link in links]
        assert own_text == ["Tiếng Việt", "English", "简体中文", "日本語"]
        assert ["missing" in (link.get("class") or "") for link in links] == [False, True, False, True]
        assert [bool(link.xpath("./span")) for link in links] == [False, True, False, True]
        current = [link.get("hreflang") for link in links if link.get("aria-current")]
        assert current == [tree.get("lang")]
        up = "../" * path.count("/")
        expected = [f"{up}{prefix}news/tunnel/" for prefix in ("", "en/", "zh/", "ja/")]
        assert [os.path.normpath(path + link.get("href")) for link in links] == [
            os.path.normpath(path + url) for url in expected
        ]


def test_the_source_is_the_first_language_that_has_the_page(tmp_path: Path) -> None:
    text = "---\ntitle: Only\nsummary: One.\nstatus: approved\n---\n\nText.\n"
    site = sites.built(
        portals.portal(tmp_path, {"docs/en/about/only.md": text, "docs/ja/about/only.md": text}), portals.CLOCK
    )
    tree = page(site, "about/only/")
    assert tree.get("lang") == "vi"
    assert tree.xpath("//h1/@lang") == ["en"]
    assert tree.xpath("//link[@rel='canonical']/@href") == [BASE + "en/about/only/"]
    expected = {"en": "en/about/only/", "ja": "ja/about/only/", "x-default": "en/about/only/"}
    assert versions(page(site, "ja/about/only/")) == expected
    named = portals.portal(tmp_path, {"docs/ja/about/only.md": text.replace("status:", "source_locale: ja\nstatus:")})
    site = sites.built(named, portals.CLOCK)
    assert page(site, "about/only/").xpath("//link[@rel='canonical']/@href") == [BASE + "ja/about/only/"]


def test_former_addresses_lead_on_in_every_language(small_site: sites.BuiltSite) -> None:
    for prefix in ("", "en/", "zh/", "ja/"):
        tree = page(small_site, f"{prefix}about/soil/")
        assert tree.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=../land/"]
        assert tree.xpath("//link[@rel='canonical']/@href") == [f"{BASE}{prefix}about/land/"]
        assert tree.xpath("//a/@href") == ["../land/"]
        assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]


# Any base path


@pytest.mark.parametrize("address", ["https://khac.example.gov.vn/mot/hai/", "https://khac.example.gov.vn/"])
def test_another_base_path_is_one_setting(tmp_path: Path, small_site: sites.BuiltSite, address: str) -> None:
    changed = portals.MKDOCS.replace(BASE, address)
    site = sites.built(portals.portal(tmp_path, {"mkdocs.yml": changed}), portals.CLOCK)
    assert check_site(site.folder, address, site.project.languages) == []
    assert not [path for path, data in site.bytes_of().items() if b"/ttdn/" in data]
    assert set(site.bytes_of()) == set(small_site.bytes_of())


def test_pages_do_not_know_their_host(small_site: sites.BuiltSite) -> None:
    """What a browser fetches or a reader follows is relative; only what other sites read is absolute."""
    for path in small_site.pages:
        tree = lxml.html.fromstring(small_site.read(path).encode())
        urls = tree.xpath("//a/@href | //link[not(@rel='canonical' or @hreflang or @rel='license')]/@href")
        urls += tree.xpath("//script/@src | //img/@src | //form/@action")
        absolute = [url for url in urls if url.startswith(("/", BASE))]
        assert not absolute or path.endswith("404.html"), path


# The gate


def held_back() -> dict[str, str | bytes | None]:
    """For every content type and every reason not to publish, an item that is a canary in every field."""
    found: dict[str, str | bytes | None] = {f"docs/assets/{canaries.CANARY}.png": PNG}
    for kind in ALL:
        for reason, gate in canaries.HELD_BACK.items():
            slug = f"{canaries.CANARY}-{reason}"
            found[canaries.path_of(kind, slug)] = canaries.record(kind, slug, gate, canaries.CANARY)
    front = "---\ntitle: {word}\nsummary: {word}\nstatus: {status}\n---\n\n{word}.\n"
    draft = front.format(word=canaries.CANARY, status="draft")
    # Translations that wait while their source is published, and translations of a source that waits.
    found["docs/en/news/tunnel.md"] = draft
    found["docs/ja/about/land.md"] = draft.replace("draft", "review")
    found["docs/vi/about/waiting.md"] = draft
    found["docs/en/about/waiting.md"] = front.format(word=canaries.CANARY, status="approved")
    return found


def test_what_is_not_public_leaves_no_trace(tmp_path: Path) -> None:
    """Neither in a file's name nor in its bytes nor in what is packed in them; the site is that of a repository
    without these files, byte for byte."""
    control = canaries.CONTROL
    public: dict[str, str | bytes | None] = {
        canaries.path_of(kind, control): canaries.record(kind, control, "status: approved\n", control) for kind in ALL
    }
    public[f"docs/assets/{control}.png"] = PNG
    with_them = portals.portal(tmp_path / "with", public | held_back())
    without = portals.portal(tmp_path / "without", public)
    problems = compose(with_them, portals.CLOCK).problems
    assert not [item for item in problems if item.severity.value == "error"], as_text(problems, "en")
    files = files_of(with_them)
    found = [trace for path, data in files.items() for trace in canaries.traces(path, data, canaries.CANARY)]
    assert found == []
    assert files == files_of(without)
    # The search itself can find: what is public stands in pages, feeds, index and catalogue, and its file is there.
    seen = [trace for path, data in files.items() for trace in canaries.traces(path, data, control)]
    for path in (f"news/{control}/index.html", "feed.rss.xml", "catalogue/", f"assets/{control}.png"):
        assert any(trace.startswith(path) for trace in seen), path
    assert any(trace.startswith("search-index/vi/") for trace in seen)


def test_every_free_text_of_every_type_carries_the_word() -> None:
    for kind in ALL:
        text = canaries.record(kind, "x", "status: draft\n", canaries.CANARY)
        for field in kind.fields:
            if type(field.kind).__name__ == "Text":
                assert re.search(rf"^{field.name}:[^:]*(\n  \w+: )?.*{canaries.CANARY}", text, re.M), field.name


@pytest.mark.parametrize("level", ["internal", "secret"])
def test_what_is_not_for_the_public_stops_the_build_and_is_shown_to_nobody(tmp_path: Path, level: str) -> None:
    files: dict[str, str | bytes | None] = {f"docs/assets/{canaries.CANARY}.png": PNG}
    for kind in ALL:
        gate = f"status: approved\nclassification: {level}\n"
        slug = canaries.CANARY
        files[canaries.path_of(kind, slug)] = canaries.record(kind, slug, gate, canaries.CANARY)
    project = portals.portal(tmp_path, files)
    result = build(project, portals.CLOCK, durable=False)
    assert not result.published
    assert not project.target.exists()
    assert [item.code.id for item in result.problems if item.severity.value == "error"] == ["GT001"] * len(ALL)
    shown = files_of(project, preview=True)
    assert [trace for path, data in shown.items() for trace in canaries.traces(path, data, canaries.CANARY)] == []


def test_the_preview_shows_what_waits_and_says_so(tmp_path: Path) -> None:
    project = portals.portal(tmp_path, held_back())
    shown = files_of(project, preview=True)
    for reason in canaries.HELD_BACK:
        text = shown[f"news/{canaries.CANARY}-{reason}/index.html"].decode()
        assert 'name="robots" content="noindex"' in text
        assert 'class="preview"' in text
    assert b"Disallow: /\n" in shown["robots.txt"]
    published = files_of(portals.portal(tmp_path / "plain"))
    assert not [path for path, data in published.items() if b'class="preview"' in data]


@pytest.mark.parametrize(
    ("gate", "public"),
    [
        ('publish_at: "2026-01-15T12:00:00+07:00"', True),
        ('publish_at: "2026-01-15T05:00:01Z"', False),
        ('expires_at: "2026-01-15T12:00:00+07:00"', False),
        ('expires_at: "2026-01-15T14:00:01+09:00"', True),
    ],
)
def test_the_moment_counts_not_the_clock_face(tmp_path: Path, gate: str, public: bool) -> None:
    text = portals.FILES["docs/vi/news/tunnel.md"].replace("status:", f"{gate}\nstatus:")
    files = files_of(portals.portal(tmp_path, {"docs/vi/news/tunnel.md": text, "docs/vi/about/land.md": LAND}))
    assert ("news/tunnel/index.html" in files) is public


LAND = "---\ntitle: Đất\nsummary: Đất.\nstatus: approved\n---\n\nKhông có liên kết.\n\n## Diện tích\n\n## Sông\n"


# Building


def test_a_failed_build_leaves_the_previous_site(tmp_path: Path) -> None:
    site = sites.built(portals.portal(tmp_path), portals.CLOCK)
    before = site.bytes_of()
    broken = portals.portal(tmp_path, {"docs/vi/about/bad.md": "---\ntitle: X\n---\n\n[x](missing.md)\n"})
    result = build(broken, portals.CLOCK, durable=False)
    assert not result.published
    assert result.problems
    assert site.bytes_of() == before
    assert {path.name for path in tmp_path.iterdir() if path.name.startswith("site")} == {"site", "site.manifest"}


def test_a_build_that_breaks_off_leaves_the_previous_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = portals.portal(tmp_path)
    site = sites.built(project, portals.CLOCK)
    before = site.bytes_of()

    def full(self: object, path: str, data: bytes, **options: object) -> None:
        raise OSError(28, "No space left on device")

    portals.write(tmp_path, {"docs/vi/about/land.md": LAND})
    monkeypatch.setattr("ttdn_site.publish.swap.Stage.write", full)
    result = build(project, portals.CLOCK, durable=False, clean=True)
    assert not result.published
    assert [item.code.id for item in result.problems] == ["PB002"]
    assert site.bytes_of() == before


def test_the_sources_are_never_written_to(tmp_path: Path) -> None:
    project = portals.portal(tmp_path)

    def state() -> dict[str, tuple[bytes, int]]:
        return {
            str(path): (path.read_bytes() if path.is_file() else b"", path.stat().st_mtime_ns)
            for path in sorted(project.docs.rglob("*"))
        }

    before = state()
    build(project, portals.CLOCK, durable=False)
    build(project, portals.CLOCK, target=tmp_path / "preview", preview=True, durable=False)
    assert state() == before


def ttdn(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The command, in a process of its own with an environment of its own."""
    return subprocess.run(
        [sys.executable, "-m", "ttdn_site.cli.main", *arguments],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(sites.ROOT), "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


EPOCH = str(int(portals.CLOCK.timestamp()))


def test_the_same_bytes_from_anywhere(tmp_path: Path, small_site: sites.BuiltSite) -> None:
    """Another folder, time zone, language and hash seed, and a checkout of another age."""
    places = {
        "a": {"TZ": "Pacific/Kiritimati", "LANG": "vi_VN.UTF-8", "PYTHONHASHSEED": "1"},
        "b/sâu hơn": {"TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONHASHSEED": "2"},
    }
    for name, environment in places.items():
        folder = tmp_path / name
        portals.write(folder, dict(reversed(portals.FILES.items())))
        for path in folder.rglob("*.md"):
            os.utime(path, (1, 1))
        result = ttdn(folder, "build", SOURCE_DATE_EPOCH=EPOCH, **environment)
        assert result.returncode == 0, result.stdout + result.stderr
        assert (result.stdout, result.stderr) == ("", "")
        assert sites.contents(folder / "site") == small_site.bytes_of()


def test_the_epoch_decides_what_is_due(tmp_path: Path) -> None:
    moment = 'publish_at: "2026-01-16T00:00:00+07:00"'
    due = f"---\ntitle: Sau\nsummary: Sau.\ndate: 2026-01-16\nstatus: approved\n{moment}\n---\n\nSau.\n"
    portals.write(tmp_path, {**portals.FILES, "docs/vi/news/later.md": due})
    before = ttdn(tmp_path, "build", SOURCE_DATE_EPOCH=EPOCH, TZ="Pacific/Kiritimati")
    assert before.returncode == 0, before.stdout
    assert not (tmp_path / "site/news/later").exists()
    after = ttdn(tmp_path, "build", SOURCE_DATE_EPOCH=str(int(EPOCH) + 86400))
    assert after.returncode == 0, after.stdout
    assert (tmp_path / "site/news/later/index.html").exists()
    wrong = ttdn(tmp_path, "build", SOURCE_DATE_EPOCH="tomorrow")
    assert wrong.returncode == 1
    assert "EN001" in wrong.stdout
    assert (tmp_path / "site/news/later/index.html").exists()


def test_a_built_site_is_checked_from_the_command_line(tmp_path: Path) -> None:
    portals.write(tmp_path, portals.FILES)
    assert ttdn(tmp_path, "build", SOURCE_DATE_EPOCH=EPOCH).returncode == 0
    assert ttdn(tmp_path, "check", "--site", "site").stdout == ""
    home = tmp_path / "site/index.html"
    home.write_text(home.read_text(encoding="utf-8").replace("<title>", "<title lang='vn-VN-x'>"), encoding="utf-8")
    result = ttdn(tmp_path, "check", "--site", "site", LANG="vi_VN.UTF-8")
    assert result.returncode == 1
    assert result.stdout.startswith("index.html:6:1: lỗi CK040 ") or "CK040" in result.stdout
