"""A small portal under edit: random edits of every kind, each followed by a build that is held against a serial one.

A sequence is made of a seed alone. The oracle is the serial build from nothing: the same problems, the same decision to
publish, the same bytes. What was not published leaves the site as it was, and so does a build that is killed.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import re
import shutil
import signal
import sys
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from unittest import mock

import portals
import sites

from ttdn_site.content.project import Project, read_project
from ttdn_site.engine.build import build
from ttdn_site.engine.compose import compose
from ttdn_site.engine.outputs import outputs
from ttdn_site.problems import Problem, Severity, has_errors
from ttdn_site.syndication.share_image import share_image

LANGUAGES = ("vi", "en", "zh", "ja")
NAMES = ("tunnel", "bridge", "market", "festival", "school")
WORDS = ("Chợ phiên", "Cầu mới", "Border trade", "隧道", "祭り", "Một hai ba")
FIRST_DAY = dt.date(2025, 6, 1)
DAYS = 270

PLAN = """\
id: sample
place: tinh
status: ended
title: {vi: Kế hoạch, en: Plan, zh: 计划, ja: 計画}
document: {number: 1/KH-UBND, kind: plan, date: "2018-04-12", issuer: ubnd, title: Kế hoạch}
period: {from: 2018, to: 2019}
unit: {currency: VND, scale: 1000000, printed: Triệu đồng}
number_style: dot
columns:
  - {id: y1, kind: year, year: 2018, title: Năm 2018}
  - {id: total, kind: total, title: Tổng, sums: [[y1]]}
tasks:
  - {id: T.1, number: "1", title: {vi: Việc một, en: Task one}, lead: {bodies: [so-noi-vu], printed: Sở Nội vụ}}
lines:
  - {id: I, number: I, title: {vi: Dòng một, en: Line one}, amounts: {y1: "10", total: "10"}, tasks: [T.1]}
"""
AGENCIES = """\
places:
  - {id: tinh, name: {vi: Tỉnh, en: Province, zh: 省, ja: 省}}
agencies:
  - {id: ubnd, place: tinh, name: {vi: UBND tỉnh, en: Committee, zh: 委员会, ja: 委員会}}
  - {id: so-noi-vu, place: tinh, name: {vi: Sở Nội vụ, en: Home, zh: 内务厅, ja: 内務局}}
"""
FILES = {
    **portals.FILES,
    "docs/data/agencies.yml": AGENCIES,
    "docs/data/plans/sample.yml": PLAN,
    "docs/vi/news/bridge.md": (
        "---\ntitle: Cầu\nsummary: Cầu mới.\ndate: 2025-11-02\nstatus: approved\ntopics: [border]\n---\n\n"
        "## Một\n\nCây cầu.\n"
    ),
    "docs/vi/about/plan.md": ("---\ntitle: Kế hoạch\nstatus: approved\n---\n\n```plan\nplan: sample\n```\n\nXong.\n"),
}

_pictures = lru_cache(maxsize=None)(share_image)


class Portal:
    """The portal in a folder of its own, its clock, and the bytes that are published."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.clock = portals.CLOCK
        self.published: dict[str, bytes] = {}
        self.tampered = False
        self.builds = 0
        self.refused: Counter[str] = Counter()
        self.options: dict[str, str] = {}
        self.languages = list(LANGUAGES)
        self.custom_dir = False

    def path(self, name: str) -> Path:
        return self.root / name

    def article(self, name: str, language: str) -> str:
        return f"docs/{language}/news/{name}.md"

    def texts(self) -> list[str]:
        """Every Markdown file, by its path."""
        return sorted(path.relative_to(self.root).as_posix() for path in self.path("docs").rglob("*.md"))

    def read(self, name: str) -> str:
        return self.path(name).read_text(encoding="utf-8")

    def write(self, name: str, text: str | bytes) -> None:
        """Write a file; what data says in languages that are not configured is an error, and is left out."""
        if isinstance(text, str) and name.startswith("docs/data/"):
            for language in LANGUAGES:
                if language not in self.languages:
                    text = re.sub(rf", {language}: [^,}}]*", "", text)
        portals.write(self.root, {name: text})

    def configure(self) -> None:
        text = portals.MKDOCS
        for language in LANGUAGES:
            if language not in self.languages:
                text = re.sub(rf"(locale: {language}, name: \S+)}}", r"\1, build: false}", text)
        if self.custom_dir:
            text = text.replace("  name: material\n", "  name: material\n  custom_dir: theme\n")
        options = "".join(f"      {key}: {value}\n" for key, value in sorted(self.options.items()))
        self.write("mkdocs.yml", text.replace("  - ttdn\n", f"  - ttdn:\n{options}" if options else "  - ttdn\n"))

    def build(self) -> tuple[tuple[Problem, ...], bool]:
        project, problems = self.project()
        found = build(project, self.clock, durable=False, extra_problems=problems)
        return found.problems, found.published

    def project(self) -> tuple[Project, tuple[Problem, ...]]:
        project, problems = read_project(self.root / "mkdocs.yml")
        assert project is not None, problems
        return project, tuple(problems)

    def expected(self) -> tuple[tuple[Problem, ...], dict[str, bytes] | None]:
        """What the serial build says and gives; no site where there are errors."""
        project, problems = self.project()
        composition = compose(project, self.clock, extra_problems=problems)
        if has_errors(composition.problems):
            return composition.problems, None
        return composition.problems, {output.path: output.data for output in outputs(composition)}

    def compare(self) -> None:
        """Build, and hold the result against the serial build."""
        self.builds += 1
        with mock.patch("ttdn_site.engine.announcements.share_image", _pictures):
            problems, published = self.build()
            wanted, site = self.expected()
        assert problems == wanted
        assert published == (site is not None)
        if site is not None:
            self.published, self.tampered = site, False
        else:
            self.refused.update({found.code.id for found in wanted if found.severity is Severity.ERROR})
            self.refused["refused"] += 1
        if not self.tampered:
            same(sites.contents(self.root / "site"), self.published)


def same(found: dict[str, bytes], wanted: dict[str, bytes]) -> None:
    assert sorted(found) == sorted(wanted)
    differing = [name for name in found if found[name] != wanted[name]]
    assert not differing, differing


Edit = Callable[[Portal, random.Random], object]


def _line(portal: Portal, name: str, key: str, value: str) -> None:
    """Set a line of front matter; an empty value takes it away."""
    text = re.sub(rf"(?m)^{key}:.*\n", "", portal.read(name), count=1)
    portal.write(name, text.replace("\nstatus:", f"\n{key}: {value}\nstatus:", 1) if value else text)


def _day(chance: random.Random) -> dt.date:
    return FIRST_DAY + dt.timedelta(days=chance.randrange(DAYS))


def content(portal: Portal, chance: random.Random) -> None:
    name = chance.choice(portal.texts())
    portal.write(name, f"{portal.read(name)}\n{chance.choice(WORDS)} {chance.randrange(99)}.\n")


def heading(portal: Portal, chance: random.Random) -> None:
    name = chance.choice(portal.texts())
    portal.write(name, f"{portal.read(name)}\n## {chance.choice(WORDS)}\n\nx\n")


def title(portal: Portal, chance: random.Random) -> None:
    name = chance.choice(portal.texts())
    portal.write(name, re.sub(r"(?m)^title: .*", f"title: {chance.choice(WORDS)}", portal.read(name), count=1))


def summary(portal: Portal, chance: random.Random) -> None:
    _line(portal, chance.choice(portal.texts()), "summary", f"{chance.choice(WORDS)} {chance.randrange(9)}.")


def status(portal: Portal, chance: random.Random) -> None:
    name = chance.choice(portal.texts())
    word = chance.choice(("approved", "approved", "draft", "review"))
    portal.write(name, re.sub(r"(?m)^status: .*", f"status: {word}", portal.read(name), count=1))


def _an_article(portal: Portal, chance: random.Random) -> str:
    found = [name for name in portal.texts() if name.startswith("docs/vi/news/")]
    return chance.choice(found) if found else ""


def date(portal: Portal, chance: random.Random) -> None:
    if name := _an_article(portal, chance):
        portal.write(name, re.sub(r"(?m)^date: .*", f"date: {_day(chance)}", portal.read(name), count=1))


def scheduled(portal: Portal, chance: random.Random) -> None:
    if name := _an_article(portal, chance):
        key = chance.choice(("publish_at", "expires_at"))
        _line(portal, name, key, f"{_day(chance)}T08:00:00+07:00" if chance.random() < 0.8 else "")


def related(portal: Portal, chance: random.Random) -> None:
    if name := _an_article(portal, chance):
        key, value = chance.choice(
            (
                ("related", "[about/land]"),
                ("related", f"[news/{chance.choice(NAMES)}]"),
                ("topics", "[border]"),
                ("topics", ""),
                ("section", "about"),
                ("section", ""),
                ("updated", str(_day(chance))),
            )
        )
        _line(portal, name, key, value)


def added(portal: Portal, chance: random.Random) -> None:
    word = chance.choice(WORDS)
    topics = chance.choice(("", "topics: [border]\n"))
    head = f"title: {word}\nsummary: {word}.\ndate: {_day(chance)}\n{topics}status: approved\n"
    portal.write(portal.article(chance.choice(NAMES), "vi"), f"---\n{head}---\n\n## Một\n\n{word}.\n")


def many_added(portal: Portal, chance: random.Random) -> None:
    for number in range(chance.randrange(3, 12)):
        day = _day(chance)
        text = f"---\ntitle: Tin {number}\nsummary: S.\ndate: {day}\nstatus: approved\n---\n\nTin.\n"
        portal.write(f"docs/vi/news/more-{number:02d}.md", text)


def translated(portal: Portal, chance: random.Random) -> None:
    if name := _an_article(portal, chance):
        language = chance.choice(portal.languages[1:])
        word = chance.choice(WORDS)
        text = f"---\ntitle: {word}\nsummary: {word}.\nstatus: approved\n---\n\n## {word}\n\nx [y](../about/land.md).\n"
        portal.write(name.replace("docs/vi/", f"docs/{language}/"), text)


def deleted(portal: Portal, chance: random.Random) -> None:
    """A source goes with its translations, a translation alone. Links to it may break: nothing is published."""
    name = chance.choice(portal.texts())
    inside = name.split("/", 2)[2]
    for language in LANGUAGES if name.startswith("docs/vi/") else (name.split("/")[1],):
        portal.path(f"docs/{language}/{inside}").unlink(missing_ok=True)


def renamed(portal: Portal, chance: random.Random) -> None:
    if name := _an_article(portal, chance):
        new = chance.choice(NAMES)
        for language in LANGUAGES:
            path, other = portal.path(name.replace("/vi/", f"/{language}/")), portal.path(portal.article(new, language))
            if path.exists() and not other.exists():
                other.parent.mkdir(parents=True, exist_ok=True)
                path.rename(other)


def linked(portal: Portal, chance: random.Random) -> None:
    name, other = chance.choice(portal.texts()), _an_article(portal, chance)
    if other and name.startswith("docs/vi/news/"):
        fragment = chance.choice(("", "", "#mot", "#quy-mo"))
        target = f"{Path(other).name}{fragment}"
        portal.write(name, f"{portal.read(name)}\nXem [bài]({target}) và [báo](https://b{chance.randrange(3)}.vn/).\n")


def record(portal: Portal, chance: random.Random) -> None:
    number = chance.randrange(1, 3)
    path = f"docs/data/documents/qd-{number}.yml"
    if number > 1 and portal.path(path).exists() and chance.random() < 0.4:
        portal.path(path).unlink()
        return
    text = portals.FILES["docs/data/documents/qd-1.yml"].replace("Quyết định về hầm", chance.choice(WORDS))
    text = text.replace("in_force", chance.choice(("in_force", "expired"))).replace("01/", f"{number:02d}/")
    portal.write(path, text)


def event(portal: Portal, chance: random.Random) -> None:
    start = _day(chance)
    text = portals.FILES["docs/data/events/opening.yml"].replace("2026-02-01", str(start))
    text = text.replace("2026-02-03", str(start + dt.timedelta(days=2))).replace("Ngày hội", chance.choice(WORDS))
    portal.write(f"docs/data/events/{chance.choice(('opening', 'closing'))}.yml", text)


def site_settings(portal: Portal, chance: random.Random) -> None:
    text = portals.FILES["docs/data/site.yml"].replace("Cổng thử", chance.choice(WORDS))
    portal.write("docs/data/site.yml", text.replace("9.068,73", chance.choice(("9.068,73", "8.000"))))


def sections(portal: Portal, chance: random.Random) -> None:
    text = portals.FILES["docs/data/sections.yml"].replace("Giới thiệu", chance.choice(WORDS))
    portal.write("docs/data/sections.yml", text.replace("rank: second", chance.choice(("rank: second", "rank: main"))))


def topics(portal: Portal, chance: random.Random) -> None:
    more = chance.choice(("", "- slug: trade\n  title: {vi: Thương mại}\n"))
    portal.write("docs/data/topics.yml", f"- slug: border\n  title: {{vi: {chance.choice(WORDS)}, en: Border}}\n{more}")


def configuration(portal: Portal, chance: random.Random) -> None:
    key, value = chance.choice(
        (
            ("design", f"{{hue: {chance.randrange(360)}}}"),
            ("page_size", str(chance.choice((5, 20)))),
            ("allowed_hosts", f"[b{chance.randrange(3)}.vn]"),
        )
    )
    portal.options[key] = value
    portal.configure()


def language_set(portal: Portal, chance: random.Random) -> None:
    portal.languages = chance.choice((["vi", "en", "zh", "ja"], ["vi", "en", "zh"], ["vi", "ja"], ["vi", "en"]))
    portal.configure()
    for language in LANGUAGES:
        if language not in portal.languages:
            shutil.rmtree(portal.path(f"docs/{language}"), ignore_errors=True)
    for path in sorted(portal.path("docs/data").rglob("*.yml")):
        name = path.relative_to(portal.root).as_posix()
        portal.write(name, portal.read(name))


def catalog(portal: Portal, chance: random.Random) -> None:
    word = chance.choice(("Trang nhất", "Nhà", ""))
    portal.options["catalogs"] = "words"
    portal.configure()
    portal.write("words/vi/own.po", portals.catalog("vi", {"Home": word} if word else {}))


def template(portal: Portal, chance: random.Random) -> None:
    portal.custom_dir = True
    portal.configure()
    path = portal.path("theme/partials/footer.html")
    if path.exists() and chance.random() < 0.3:
        path.unlink()
    else:
        view = chance.choice(("", "", "{{ view.title }}"))
        portal.write("theme/partials/footer.html", f"<footer>{chance.choice(WORDS)} {view}</footer>\n")


def asset(portal: Portal, chance: random.Random) -> None:
    path = "docs/assets/plan.pdf"
    if portal.path(path).exists() and chance.random() < 0.3:
        portal.path(path).unlink()
        return
    portal.write(path, b"%PDF-" + chance.randbytes(3))
    name = _an_article(portal, chance)
    if name and "plan.pdf" not in portal.read(name):
        portal.write(name, f"{portal.read(name)}\n[Tải về](../../assets/plan.pdf)\n")


def plan(portal: Portal, chance: random.Random) -> None:
    path = "docs/data/plans/sample.yml"
    amount = str(chance.randrange(1, 30))
    text = PLAN.replace('"10"', f'"{amount}"').replace("Việc một", chance.choice(WORDS))
    how = chance.randrange(6)
    if how == 0:
        text = text.replace("vi: Kế hoạch", f"vi: {chance.choice(WORDS)}")
    elif how == 1:
        text = text.replace(f'total: "{amount}"', 'total: "31"')
    elif how == 2:
        other = "docs/data/plans/other.yml"
        if portal.path(other).exists():
            portal.path(other).unlink()
        else:
            portal.write(other, text.replace("id: sample", "id: other"))
        return
    elif how == 3:
        portal.write("docs/data/agencies.yml", AGENCIES.replace("Sở Nội vụ", f"Sở {chance.choice(WORDS)}"))
        return
    portal.write(path, text)


def plan_block(portal: Portal, chance: random.Random) -> None:
    """A table of a plan comes into a text, or goes from the page that has one."""
    name = chance.choice(portal.texts())
    text = portal.read(name)
    block = "\n```plan\nplan: sample\n```\n"
    portal.write(name, text.replace(block, "") if block in text else text + block)


def time_passes(portal: Portal, chance: random.Random) -> None:
    portal.clock += dt.timedelta(days=chance.randrange(1, 40), hours=chance.randrange(24))


def nothing(portal: Portal, chance: random.Random) -> None:
    """Built again as it is."""


def tampered(portal: Portal, chance: random.Random) -> None:
    """Somebody changes the published site or damages the state: it is made good again."""
    if not portal.published:
        return
    how = chance.choice(("changed", "deleted", "added", "state", "spare"))
    if how == "state":
        path = chance.choice(sorted(path for path in portal.path(".ttdn/state").rglob("*") if path.is_file()))
        path.write_bytes(path.read_bytes()[: -chance.randrange(1, 900)])
        return
    if how == "spare":
        shutil.rmtree(portal.path(".ttdn/publish/site/spare"), ignore_errors=True)
        return
    portal.tampered = True
    path = portal.path("site") / chance.choice(sorted(portal.published))
    if how == "deleted":
        path.unlink(missing_ok=True)
    elif how == "added":
        # A foreign name directly in the site is refused instead.
        portal.path("site/news/shell.php").write_bytes(b"<?php")
    else:
        path.unlink()
        path.write_bytes(b"defaced")


# What changes a folder or a file on the disk; between two of these a build that ends is as one that ends at the first.
CHANGES = ("os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "ctypes.dlsym")


def killed(portal: Portal, chance: random.Random) -> None:
    """A build is killed right before one of its changes on the disk: the site is whole, the old one or the new one."""
    content(portal, chance)
    left = int(2 ** chance.uniform(0, 9))
    child = os.fork()
    if child == 0:

        def counted(event: str, arguments: tuple[object, ...]) -> None:
            nonlocal left
            if event in CHANGES or (event == "open" and _writes(arguments)):
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(counted)
        try:
            with mock.patch("ttdn_site.engine.announcements.share_image", _pictures):
                portal.build()
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    if portal.tampered:
        return
    found = sites.contents(portal.path("site"))
    if found != portal.published:
        with mock.patch("ttdn_site.engine.announcements.share_image", _pictures):
            _, site = portal.expected()
        assert site is not None
        same(found, site)
        portal.published = site


def _writes(arguments: tuple[object, ...]) -> bool:
    flags = arguments[2] if len(arguments) > 2 else 0
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


EDITS: tuple[Edit, ...] = (
    *(content, content, heading, title, title, summary, status, date, scheduled, related, added, many_added),
    *(translated, deleted, renamed, linked, record, event, site_settings, sections, topics, configuration),
    *(language_set, catalog, template, asset, plan, plan, plan_block, time_passes, nothing, tampered, killed, killed),
)


class Sequences:
    """Sequences of edits of one portal in one folder; each begins with the same portal, built."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "portal"
        self._first = folder / "first"
        portals.write(self.root, FILES)
        portal = Portal(self.root)
        portal.compare()
        assert portal.published, "the first portal has errors"
        self._published = portal.published
        shutil.copytree(self.root, self._first)

    def run(self, seed: int) -> Counter[str]:
        """How often each kind of edit was made, `builds`, those `refused`, and by which errors.

        Raises AssertionError at the first difference.
        """
        chance = random.Random(seed)
        shutil.rmtree(self.root)
        shutil.copytree(self._first, self.root)
        portal = Portal(self.root)
        portal.published = self._published
        counts: Counter[str] = Counter()
        steps: list[str] = []
        for _ in range(chance.randrange(2, 6)):
            for edit in chance.choices(EDITS, k=chance.choice((1, 1, 1, 2, 3))):
                steps.append(edit.__name__)
                counts[edit.__name__] += 1
                try:
                    edit(portal, chance)
                except AssertionError as error:
                    raise AssertionError(f"seed {seed}: {', '.join(steps)}: {error}") from error
            steps.append("build")
            try:
                portal.compare()
            except AssertionError as error:
                raise AssertionError(f"seed {seed}: {', '.join(steps)}: {error}") from error
        counts["builds"] = portal.builds
        return counts + portal.refused
