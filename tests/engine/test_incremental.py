"""A build that goes on from the last one gives what a build from nothing gives, whatever was edited in between."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from pathlib import Path

import portals
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from ttdn_site.content.project import read_project
from ttdn_site.engine.build import build
from ttdn_site.engine.compose import compose
from ttdn_site.engine.outputs import outputs
from ttdn_site.problems import has_errors

LANGUAGES = ("vi", "en", "zh", "ja")
NAMES = ("tunnel", "bridge", "market", "festival", "school")
WORDS = st.sampled_from(("Chợ phiên", "Cầu mới", "Border trade", "隧道", "祭り", "Một hai ba"))
DAYS = st.dates(dt.date(2025, 6, 1), dt.date(2026, 3, 1))
ARTICLE = st.sampled_from(NAMES)
LANGUAGE = st.sampled_from(LANGUAGES)


class Edits(RuleBasedStateMachine):
    """Edits of the small portal; after each the site is built and compared with a serial build from nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="ttdn-edits-"))
        self.clock = portals.CLOCK
        self.published: dict[str, bytes] = {}
        self.steps = 0

    def teardown(self) -> None:
        shutil.rmtree(self.root)

    @initialize()
    def begin(self) -> None:
        portals.write(self.root, portals.FILES)
        self.compare()

    def article(self, name: str, language: str) -> Path:
        return self.root / "docs" / language / "news" / f"{name}.md"

    def write(self, path: Path, text: str) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        self.compare()

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        self.write(path, text.replace(old, new, 1))

    @rule(name=ARTICLE, title=WORDS, day=DAYS, topics=st.sampled_from(("", "topics: [border]\n")))
    def article_written(self, name: str, title: str, day: dt.date, topics: str) -> None:
        head = f"title: {title}\nsummary: {title} {day}.\ndate: {day}\nstatus: approved\n{topics}"
        text = f"---\n{head}---\n\n## Một\n\n{title}.\n"
        self.write(self.article(name, "vi"), text)

    @rule(name=ARTICLE, language=LANGUAGE, title=WORDS, body=WORDS)
    def translated(self, name: str, language: str, title: str, body: str) -> None:
        if language != "vi" and self.article(name, "vi").exists():
            text = f"---\ntitle: {title}\nstatus: approved\n---\n\n## {title}\n\n{body} [x](../about/land.md).\n"
            self.write(self.article(name, language), text)

    @rule(name=ARTICLE, language=LANGUAGE)
    def deleted(self, name: str, language: str) -> None:
        """A source goes with its translations, a translation alone. Links to it may break: nothing is published."""
        for each in LANGUAGES if language == "vi" else (language,):
            self.article(name, each).unlink(missing_ok=True)
        self.compare()

    @rule(name=ARTICLE, language=LANGUAGE, status=st.sampled_from(("approved", "draft", "review")))
    def status_changed(self, name: str, language: str, status: str) -> None:
        path = self.article(name, language)
        if path.exists():
            lines = path.read_text(encoding="utf-8").split("\n")
            self.write(path, "\n".join(f"status: {status}" if line.startswith("status:") else line for line in lines))

    @rule(name=ARTICLE, key=st.sampled_from(("publish_at", "expires_at")), day=DAYS)
    def scheduled(self, name: str, key: str, day: dt.date) -> None:
        path = self.article(name, "vi")
        if path.exists() and key not in path.read_text(encoding="utf-8"):
            text = path.read_text(encoding="utf-8")
            self.write(path, text.replace("status:", f"{key}: {day}T08:00:00+07:00\nstatus:", 1))

    @rule(days=st.integers(1, 40))
    def time_passes(self, days: int) -> None:
        self.clock += dt.timedelta(days=days)
        self.compare()

    @rule(name=ARTICLE, other=ARTICLE)
    def linked(self, name: str, other: str) -> None:
        path = self.article(name, "vi")
        if path.exists() and self.article(other, "vi").exists():
            self.write(path, path.read_text(encoding="utf-8") + f"\nXem [bài]({other}.md).\n")

    @rule(title=WORDS)
    def page_retitled(self, title: str) -> None:
        self.write(
            self.root / "docs/en/about/land.md",
            f"---\ntitle: {title}\nstatus: approved\n---\n\n[news](../news/tunnel.md).\n\n"
            "## Area\n\nx\n\n## Rivers\n\ny\n",
        )

    @rule(title=WORDS)
    def page_added(self, title: str) -> None:
        self.write(self.root / "docs/vi/about/people.md", f"---\ntitle: {title}\nstatus: approved\n---\n\n{title}\n")

    @rule(title=WORDS, force=st.sampled_from(("in_force", "expired")))
    def record_changed(self, title: str, force: str) -> None:
        text = portals.FILES["docs/data/documents/qd-1.yml"]
        text = text.replace("in_force", force).replace("Quyết định về hầm", title)
        self.write(self.root / "docs/data/documents/qd-1.yml", text)

    @rule(start=DAYS)
    def event_moved(self, start: dt.date) -> None:
        text = portals.FILES["docs/data/events/opening.yml"]
        text = text.replace("2026-02-01", str(start)).replace("2026-02-03", str(start + dt.timedelta(days=2)))
        self.write(self.root / "docs/data/events/opening.yml", text)

    @rule(name=WORDS)
    def settings_changed(self, name: str) -> None:
        path = self.root / "docs/data/site.yml"
        self.write(path, portals.FILES["docs/data/site.yml"].replace("Cổng thử", name))

    @rule(title=WORDS)
    def topic_renamed(self, title: str) -> None:
        self.write(self.root / "docs/data/topics.yml", f"- slug: border\n  title: {{vi: {title}, en: Border}}\n")

    @rule(hue=st.integers(0, 359), languages=st.sampled_from((4, 3)), size=st.sampled_from((5, 20)))
    def configured(self, hue: int, languages: int, size: int) -> None:
        text = portals.MKDOCS.replace("  - ttdn\n", f"  - ttdn: {{design: {{hue: {hue}}}, page_size: {size}}}\n")
        if languages == 3:
            text = text.replace(
                "        - {locale: ja, name: 日本語}\n", "        - {locale: ja, name: 日本語, build: false}\n"
            )
        self.write(self.root / "mkdocs.yml", text)

    @rule(word=st.sampled_from(("Trang nhất", "Nhà", "")))
    def wording(self, word: str) -> None:
        """A project's own catalog comes, changes, goes."""
        config = (self.root / "mkdocs.yml").read_text(encoding="utf-8")
        if "catalogs:" not in config:
            config = config.replace("  - ttdn\n", "  - ttdn: {catalogs: words}\n")
            (self.root / "mkdocs.yml").write_text(config, encoding="utf-8", newline="\n")
        entry = f'\nmsgid "Home"\nmsgstr "{word}"\n' if word else ""
        head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: vi\\n"\n'
        self.write(self.root / "words/vi/own.po", head + entry)

    @rule(text=WORDS, reads_page=st.booleans())
    def template_overridden(self, text: str, reads_page: bool) -> None:
        config = (self.root / "mkdocs.yml").read_text(encoding="utf-8")
        if "custom_dir" not in config:
            config = config.replace("  name: material\n", "  name: material\n  custom_dir: theme\n")
            (self.root / "mkdocs.yml").write_text(config, encoding="utf-8", newline="\n")
        title = "{{ view.title }}" if reads_page else ""
        self.write(self.root / "theme/partials/footer.html", f"<footer>{text} {title}</footer>\n")

    @rule(data=st.binary(min_size=1, max_size=4))
    def picture_changed(self, data: bytes) -> None:
        path = self.root / "docs/assets/plan.pdf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        article = self.article("tunnel", "vi")
        if article.exists() and "plan.pdf" not in article.read_text(encoding="utf-8"):
            article.write_text(
                article.read_text(encoding="utf-8") + "\n[Tải về](../../assets/plan.pdf)\n",
                encoding="utf-8",
                newline="\n",
            )
        self.compare()

    @rule(name=ARTICLE, new=ARTICLE)
    def renamed(self, name: str, new: str) -> None:
        for language in LANGUAGES:
            path = self.article(name, language)
            if path.exists() and not self.article(new, language).exists():
                path.rename(self.article(new, language))
        self.compare()

    @precondition(lambda self: self.published)
    @rule(place=st.integers(0, 1000), how=st.sampled_from(("changed", "deleted", "added", "state")))
    def tampered(self, place: int, how: str) -> None:
        """Somebody changes the published site or damages the state: it is made good again."""
        if how == "state":
            files = sorted(path for path in (self.root / ".ttdn/state").rglob("*") if path.is_file())
            path = files[place % len(files)]
            path.write_bytes(path.read_bytes()[: -place - 1])
        else:
            path = self.root / "site" / sorted(self.published)[place % len(self.published)]
            if how == "deleted":
                path.unlink()
            elif how == "added":
                path.with_name("shell.php").write_bytes(b"<?php")
            else:
                path.write_bytes(b"defaced")
        self.compare()

    def compare(self) -> None:
        self.steps += 1
        project, problems = read_project(self.root / "mkdocs.yml")
        assert project is not None
        result = build(project, self.clock, durable=False, extra_problems=tuple(problems))
        composition = compose(project, self.clock, extra_problems=tuple(problems))
        assert result.problems == composition.problems
        assert result.published != has_errors(composition.problems)
        if result.published:
            self.published = {output.path: output.data for output in outputs(composition)}
        site = self.root / "site"
        found = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
        if result.published:
            assert sorted(found) == sorted(self.published)
            for name, path in found.items():
                assert path.read_bytes() == self.published[name], name


LIGHT = [HealthCheck.too_slow, HealthCheck.data_too_large]


def test_edits() -> None:
    run_state_machine_as_test(
        Edits, settings=settings(max_examples=4, stateful_step_count=12, deadline=None, suppress_health_check=LIGHT)
    )


@pytest.mark.soak
def test_many_edits() -> None:
    run_state_machine_as_test(
        Edits, settings=settings(max_examples=2000, stateful_step_count=20, deadline=None, suppress_health_check=LIGHT)
    )
