"""Deterministic corpus in four languages (vi, en, zh, ja) for benchmarks of site generators.

    python benchmarks/corpus.py --out FOLDER --news N [--flavour ttdn|mkdocs|hugo] [--listing] [--seed 1]

Seven sections of six pages and N articles in each language. The text of a page depends only on (seed, language, page):
it is the same in every flavour and for every N. Flavours differ in front matter (`ttdn` writes shared keys once, in
Vietnamese), in the names of index files, and in `--listing` (ready-made list pages for tools without pagination). The
flavour `ttdn` is a whole project with its mkdocs.yml. The words it is made of stand in `corpus-words.json`.
"""

from __future__ import annotations

import argparse
import datetime
import json
import random
import struct
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LANGS = ("vi", "en", "zh", "ja")
SECTIONS = ("about", "services", "health", "education", "transport", "culture", "safety")
PAGES = ("index", "overview", "how-to-apply", "documents", "fees", "contacts")
TAGS = (
    *("housing", "visa", "tax", "school", "clinic", "bus"),
    *("festival", "weather", "jobs", "library", "recycling", "elections"),
)
WORDS: dict[str, dict[str, Any]] = json.loads(Path(__file__).with_name("corpus-words.json").read_text(encoding="utf-8"))
PICTURES = 24

PROJECT = """\
site_name: Portal
site_url: https://example.org/portal/
theme:
  name: material
plugins:
  - ttdn
  - i18n:
      docs_structure: folder
      languages:
        - {locale: vi, name: Tiếng Việt, default: true}
        - {locale: en, name: English}
        - {locale: zh, name: 简体中文}
        - {locale: ja, name: 日本語}
"""

Link = tuple[str, str]


@dataclass(frozen=True)
class Prose:
    """Sentences in one language from one stream of chance."""

    lang: str
    chance: random.Random

    @property
    def words(self) -> dict[str, Any]:
        return WORDS[self.lang]

    def place(self) -> str:
        syllables, draw = self.words["syllables"], self.chance.choice
        if self.lang == "vi":
            return f"{draw(syllables)} {draw(syllables)}"
        if self.lang == "en":
            return str(draw(syllables) + draw(syllables).lower())
        return str(draw(syllables) + draw(syllables) + ("区" if self.lang == "zh" else "町"))

    def sentence(self) -> str:
        words, chance = self.words, self.chance
        if chance.random() < 0.16:
            count, share = chance.randint(120, 98000), chance.randint(2, 88)
            return str(words["q"].format(n=count, m=share, p=self.place()) + words["stop"])
        before, subject, verb, thing, tail = (
            chance.choice(words[key]) for key in ("pre", "subj", "verb", "obj", "tail")
        )
        where = self.place()
        if self.lang == "ja":
            body = f"{subject}{where}で{tail}{thing}{verb}"
        elif self.lang == "zh":
            body = f"{where}{subject}{verb}{thing}，{tail}"
        else:
            subject = subject[0].lower() + subject[1:] if before else subject
            body = f"{subject} {verb} {thing} {'in' if self.lang == 'en' else 'ở'} {where} {tail}"
        return (before + words["comma"] if before else "") + body + words["stop"]

    def paragraph(self, count: int) -> str:
        sentences = [self.sentence() for _ in range(count)]
        place = self.chance.randrange(count)
        stop = self.words["stop"]
        if self.chance.random() < 0.5:
            sentences[place] = f"**{sentences[place][:-1]}**{stop}"
        elif self.chance.random() < 0.3:
            sentences[place] = f"*{sentences[place][:-1]}*{stop}"
        return str(self.words["sep"].join(sentences))

    def title(self) -> str:
        where, thing = self.place(), self.chance.choice(self.words["obj"])
        return where + {"vi": ": ", "en": ": ", "zh": "：", "ja": "で"}[self.lang] + thing

    def body(self, links: list[Link], number: int) -> str:
        words, chance = self.words, self.chance
        lines = [self.paragraph(2), ""]
        for place, heading in enumerate(chance.sample(words["heads"], 4)):
            lines += [
                ("## " if place != 2 else "### ") + heading,
                "",
                self.paragraph(3 if self.lang == "en" else 2),
                "",
            ]
            if place == 0:
                lines += [self.paragraph(2), ""]
            if place == 1:
                lines += [*("- " + self.sentence() for _ in range(3)), ""]
            if place == 2 and number % 5 == 0:
                lines += ["| " + " | ".join(words["th"]) + " |", "|---|---|---:|"]
                for _ in range(5):
                    thing, day, month, cost = (
                        chance.choice(words["obj"]),
                        chance.randint(1, 28),
                        chance.randint(1, 12),
                        chance.randint(1, 90),
                    )
                    lines.append(f"| {thing} | {day}/{month} | {cost}00 |")
                lines.append("")
            if place == 3 and number % 3 == 0:
                lines += [f"![{words['img']}](/assets/img/photo-{number % PICTURES:02d}.png)", ""]
        lines += [f"{words['also']}: " + ", ".join(f"[{title}]({way})" for title, way in links), ""]
        return "\n".join(lines)


@dataclass(frozen=True)
class Page:
    """What front matter says of a page; `article` where it is dated news."""

    title: str
    date: str
    tags: tuple[str, ...]
    summary: str
    article: bool = False


@dataclass
class Corpus:
    """Writes one corpus and counts what it wrote."""

    out: Path
    flavour: str
    seed: int
    news: int
    per_page: int = 20
    listing: bool = False
    pages: int = 0
    size: int = 0
    folders: set[Path] = field(default_factory=set)

    @property
    def root(self) -> Path:
        return self.out / "docs" if self.flavour == "ttdn" else self.out

    @property
    def index(self) -> str:
        return "_index.md" if self.flavour == "hugo" else "index.md"

    def prose(self, lang: str, *names: object) -> Prose:
        return Prose(lang, random.Random(":".join(str(name) for name in (self.seed, *names))))

    def plan(self) -> list[tuple[str, int, datetime.date]]:
        """(slug, year, date) of each article, newest first; article i is the same whatever N is."""
        end = datetime.date(2026, 11, 1)
        rows = []
        for i in range(self.news):
            days = i * 1800 // max(self.news, 1800) if self.news > 1800 else i
            day = end - datetime.timedelta(days=days)
            tag = random.Random(f"{self.seed}:slug:{i}").choice(TAGS)
            section = random.Random(f"{self.seed}:s2:{i}").choice(SECTIONS)
            rows.append((f"{i:05d}-{tag}-{section}", day.year, day))
        return rows

    def front_matter(self, lang: str, page: Page) -> str:
        def quoted(text: str) -> str:
            return '"' + text.replace('"', "'") + '"'

        lines = ["---", f"title: {quoted(page.title)}"]
        if self.flavour == "ttdn":
            lines += [f"summary: {quoted(page.summary)}", "status: approved"]
            if lang == "vi" and page.article:
                lines += [f"date: {page.date}", f"topics: [{', '.join(page.tags)}]"]
        else:
            lines += [f"date: {page.date}", "tags:", *(f"  - {tag}" for tag in page.tags)]
            lines.append(f"summary: {quoted(page.summary)}")
        return "\n".join([*lines, "---", "", ""])

    def put(self, path: Path, lang: str, page: Page, body: str) -> None:
        text = self.front_matter(lang, page) + body
        if self.flavour == "ttdn":
            up = "../" * (len(path.relative_to(self.root).parts) - 1)
            text = text.replace("](/assets/", f"]({up}assets/")
        if path.parent not in self.folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.folders.add(path.parent)
        data = text.encode()
        path.write_bytes(data)
        self.pages += 1
        self.size += len(data)

    def write(self) -> None:
        plan = self.plan()
        for lang in LANGS:
            self.sections(lang)
            titles = [self.prose(lang, lang, "t", i).title() for i in range(self.news)]
            self.articles(lang, plan, titles)
            self.lists(lang, plan, titles)
        pictures = (self.out.parent / "static" if self.flavour == "hugo" else self.root) / "assets" / "img"
        pictures.mkdir(parents=True, exist_ok=True)
        for number in range(PICTURES):
            (pictures / f"photo-{number:02d}.png").write_bytes(png(number))
        if self.flavour == "ttdn":
            self.project()

    def sections(self, lang: str) -> None:
        words, base = WORDS[lang], self.root / lang
        prose = self.prose(lang, lang, "home")
        home = Page(words["sec"][0], "2026-01-01", ("housing",), prose.sentence())
        entries = [f"- [{words['sec'][k]}]({section}/{self.index})" for k, section in enumerate(SECTIONS)]
        entries.append(f"- [{words['news']}](news/{self.index})\n")
        self.put(base / self.index, lang, home, prose.paragraph(4) + "\n\n" + "\n".join(entries))
        for s, section in enumerate(SECTIONS):
            for p, name in enumerate(PAGES):
                prose = self.prose(lang, lang, section, name)
                other = (p + 1) % len(PAGES)
                near = (s + 1) % len(SECTIONS)
                links = [
                    (words["pg"][other], (PAGES[other] if other else self.index[:-3]) + ".md"),
                    (words["sec"][near], f"../{SECTIONS[near]}/{self.index}"),
                ]
                title = f"{words['sec'][s]} – {words['pg'][p]}" if p else words["sec"][s]
                tags = tuple(prose.chance.sample(TAGS, 2))
                page = Page(title, f"2026-0{1 + s}-1{p}", tags, prose.sentence())
                file = (name if p else self.index[:-3]) + ".md"
                self.put(base / section / file, lang, page, prose.body(links, s * len(PAGES) + p))

    def articles(self, lang: str, plan: list[tuple[str, int, datetime.date]], titles: list[str]) -> None:
        for i, (slug, year, day) in enumerate(plan):
            prose = self.prose(lang, lang, "n", i)
            links = [
                (titles[k], f"../{plan[k][1]}/{plan[k][0]}.md") for k in ((i + 7) % self.news, (i + 1) % self.news)
            ]
            links.append((WORDS[lang]["sec"][i % 7], f"../../{SECTIONS[i % 7]}/{self.index}"))
            tags = tuple(random.Random(f"{self.seed}:tags:{i}").sample(TAGS, 2))
            page = Page(titles[i], day.isoformat(), tags, prose.sentence(), article=True)
            self.put(self.root / lang / "news" / str(year) / f"{slug}.md", lang, page, prose.body(links, i))

    def lists(self, lang: str, plan: list[tuple[str, int, datetime.date]], titles: list[str]) -> None:
        """The front of the news, and with `listing` its ready-made pages."""
        words = WORDS[lang]
        last = -(-self.news // self.per_page) if self.listing else 1
        for number in range(last):
            start = number * self.per_page
            shown = plan[start : start + self.per_page] if self.listing else []
            rows = [f"- {day} [{titles[start + k]}]({year}/{slug}.md)" for k, (slug, year, day) in enumerate(shown)]
            newer = f"page-{number}.md" if number > 1 else self.index
            ways = f"[{words['prev']}]({newer}) " if number else ""
            ways += f"[{words['next']}](page-{number + 2}.md)" if number + 1 < last else ""
            title = words["news"] + (f" – {words['page']} {number + 1}" if number else "")
            page = Page(title, "2026-11-01", ("jobs",), words["news"])
            file = self.index if number == 0 else f"page-{number + 1}.md"
            self.put(self.root / lang / "news" / file, lang, page, "\n".join(rows) + "\n\n" + ways + "\n")

    def project(self) -> None:
        """What a portal has besides pages: configuration, settings, sections, topics."""

        def each(text: dict[str, str]) -> str:
            return "{" + ", ".join(f'{lang}: "{text[lang]}"' for lang in LANGS) + "}"

        def same(text: str) -> str:
            return each(dict.fromkeys(LANGS, text))

        data = self.root / "data"
        data.mkdir(parents=True, exist_ok=True)
        (self.out / "mkdocs.yml").write_text(PROJECT, encoding="utf-8")
        sections = ""
        for k, section in enumerate(SECTIONS):
            title = each({lang: WORDS[lang]["sec"][k] for lang in LANGS})
            sections += f"- slug: {section}\n  title: {title}\n  lead: {title}\n"
        news = each({lang: WORDS[lang]["news"] for lang in LANGS})
        sections += f"- slug: news\n  title: {news}\n  lead: {news}\n  lists: [article]\n"
        (data / "sections.yml").write_text(sections, encoding="utf-8")
        topics = "".join(f"- slug: {tag}\n  title: {same(tag)}\n" for tag in TAGS)
        (data / "topics.yml").write_text(topics, encoding="utf-8")
        portal = same("Portal")
        (data / "site.yml").write_text(
            f"name: {portal}\nportal: {portal}\ntagline: {portal}\nagency: {same('City')}\n"
            "waived: [responsible, address, licence, telephone, email]\n"
            f"home:\n  title: {portal}\n  lead: {portal}\n",
            encoding="utf-8",
        )


def png(seed: int, width: int = 160, height: int = 90) -> bytes:
    """A picture of noise."""
    chance = random.Random(seed)
    rows = b"".join(b"\0" + chance.randbytes(width * 3) for _ in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")


def main() -> None:
    parser = argparse.ArgumentParser(description="Makes a corpus for benchmarks.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--news", type=int, required=True)
    parser.add_argument("--flavour", default="ttdn", choices=("ttdn", "mkdocs", "hugo"))
    parser.add_argument("--listing", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--per-page", type=int, default=20)
    options = parser.parse_args()
    corpus = Corpus(**vars(options))
    corpus.write()
    print(f"{corpus.pages} Markdown files, {corpus.size / 1e6:.1f} MB -> {corpus.root}")


if __name__ == "__main__":
    main()
