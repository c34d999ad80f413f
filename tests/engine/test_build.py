"""The parallel build against the serial one, what it renders after an edit, and builds that are killed."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import pickle
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import portals
import pytest
import sites

from ttdn_site.content.project import Project, read_project
from ttdn_site.engine import pieces, state
from ttdn_site.engine.build import build
from ttdn_site.engine.compose import compose
from ttdn_site.engine.outcome import Built
from ttdn_site.engine.outputs import outputs
from ttdn_site.engine.provenance import LASTS, revision
from ttdn_site.engine.timings import Timings
from ttdn_site.problems import Severity
from ttdn_site.publish.manifest import Manifest, read_manifest, sum_tree
from ttdn_site.publish.verify import verify_directory

ROOT = Path(__file__).resolve().parents[2]
NEWS = 60
COMMAND = "import sys; from ttdn_site.cli.main import main; sys.exit(main())"


def article(number: int, title: str = "", body: str = "") -> str:
    day = dt.date(2025, 12, 1) - dt.timedelta(days=number)
    before = f"news/n-{number + 1:03d}" if number + 1 < NEWS else "about/land"
    return (
        f"---\ntitle: {title or f'Tin {number}'}\nsummary: Tin số {number}.\ndate: {day}\nstatus: approved\n"
        f"topics: [border]\nrelated: [{before}]\n---\n\n## Một\n\nNội dung {number}. {body}\n"
    )


def many(root: Path) -> Project:
    """The small portal with more news than fit on one page of the list."""
    return portals.portal(root, {f"docs/vi/news/n-{number:03d}.md": article(number) for number in range(NEWS)})


def serial(project: Project, clock: dt.datetime = portals.CLOCK) -> dict[str, bytes]:
    return {output.path: output.data for output in outputs(compose(project, clock))}


def made(project: Project, **options: object) -> Built:
    result = build(project, portals.CLOCK, durable=False, **options)  # type: ignore[arg-type]  # named where it is called
    assert result.published, result.problems
    return result


@pytest.mark.parametrize("workers", [1, 3])
def test_the_bytes_are_those_of_the_serial_build(tmp_path: Path, workers: int) -> None:
    project = many(tmp_path)
    # In a process of its own: the runner of these tests has threads, and beside threads a build does not fork.
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(portals.CLOCK.timestamp())), "PYTHONPATH": str(ROOT)}
    # As for a large portal, whose lists are made beside each other.
    large = "from ttdn_site.engine import joined; joined.MANY_BLOCKS = 1"
    command = f"from ttdn_site.engine.workers import can_fork; assert can_fork()\n{large}\n{COMMAND}"
    arguments = [sys.executable, "-c", command, "build", "--workers", str(workers)]
    subprocess.run(arguments, cwd=tmp_path, env=environment, check=True)
    assert sites.contents(project.target) == serial(project)


def test_nothing_changed_nothing_done(tmp_path: Path) -> None:
    project = many(tmp_path)
    first = made(project)
    before = project.target.stat().st_ino
    again = made(project)
    assert (again.rendered, again.written) == (0, 0)
    assert (again.pages, again.files) == (first.pages, first.files)
    assert project.target.stat().st_ino == before


def test_an_edit_renders_what_depends_on_it(tmp_path: Path) -> None:
    """Counts, which no busy machine changes."""
    project = many(tmp_path)
    made(project)
    body = made_after(project, "docs/vi/news/n-030.md", article(30, body="Thêm."))
    assert body.rendered == 1
    # The text: its four pages; feeds hold the newest thirty only; search: its terms, its snippet stays.
    assert body.written < 16
    titled = made_after(project, "docs/vi/news/n-030.md", article(30, title="Tên khác", body="Thêm."))
    # The title: the item, its lists, those that show it as related, and the pages that gather from everywhere.
    assert body.rendered < titled.rendered < NEWS / 2
    assert sites.contents(project.target) == serial(project)


def made_after(project: Project, name: str, text: str) -> Built:
    portals.write(project.root, {name: text})
    return made(project)


def test_a_new_article_leaves_older_ones_alone(tmp_path: Path) -> None:
    project = many(tmp_path)
    made(project)
    text = article(0).replace("2025-12-01", "2025-11-30").replace("Tin 0", "Tin mới")
    result = made_after(project, "docs/vi/news/n-new.md", text)
    assert result.rendered < NEWS / 2
    assert sites.contents(project.target) == serial(project)


def test_unchanged_files_are_not_copied(tmp_path: Path) -> None:
    """Twice, because the second edit goes on with the folder of the build before last."""
    project = many(tmp_path)
    made(project)
    page = project.target / "news/n-050/index.html"
    before = page.stat().st_ino
    for text in ("Một.", "Hai.", "Ba."):
        made_after(project, "docs/vi/news/n-001.md", article(1, body=text))
        assert page.stat().st_ino == before
        assert sites.contents(project.target) == serial(project)


def test_a_state_holds_problems_whatever_python_wrote_it() -> None:
    """Members of enumerations were pickled as a call of `getattr` up to Python 3.11.3."""
    severities = tuple(Severity)
    assert pieces.unpacked(pieces.packed(severities)) == severities
    assert b"getattr" not in pieces.packed(severities)


def test_a_state_of_others_is_no_state(tmp_path: Path) -> None:
    """What is read from the state makes nothing but what a state holds."""
    project = many(tmp_path)
    made(project)
    (head,) = (project.root / ".ttdn/state").rglob("head")

    class Evil:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.system, (f"touch {tmp_path / 'evil'}",)

    data = pieces.packed(Evil())
    assert pickle.loads(data[16:]) == 0
    (tmp_path / "evil").unlink()
    head.write_bytes(head.read_bytes()[:12] + data)
    made(project)
    assert not (tmp_path / "evil").exists()
    assert sites.contents(project.target) == serial(project)


def test_files_that_keep_changing_stop_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = many(tmp_path)
    monkeypatch.setattr("ttdn_site.engine.inputs.digest_of", lambda path: "0" * 64)
    result = build(project, portals.CLOCK, durable=False)
    assert not result.published
    assert [each.code.id for each in result.problems] == ["EN002"]


def test_the_clock_alone_changes_the_site(tmp_path: Path) -> None:
    project = many(tmp_path)
    made(project)
    later = portals.CLOCK + dt.timedelta(days=17)
    result = build(project, later, durable=False)
    assert result.written > 0
    assert sites.contents(project.target) == serial(project, later)
    assert build(project, later + dt.timedelta(hours=1), durable=False).rendered == 0


def test_steps_are_timed(tmp_path: Path) -> None:
    timings = Timings()
    made(many(tmp_path), timings=timings)
    assert {"scan", "read", "render", "search", "publish"} <= timings.steps.keys()
    assert timings.counts["pages"] > NEWS
    assert '"total"' in timings.to_json()


BUILD = """
import sys, datetime as dt
from pathlib import Path
from ttdn_site.content.project import read_project
from ttdn_site.engine.build import build
project, _ = read_project(Path(sys.argv[1]) / "mkdocs.yml")
build(project, dt.datetime.fromisoformat(sys.argv[2]), durable=False)
"""


def kill_somewhere(root: Path, pause: float) -> None:
    command = [sys.executable, "-c", BUILD, str(root), portals.CLOCK.isoformat()]
    with subprocess.Popen(command, cwd=ROOT, start_new_session=True) as process:
        time.sleep(pause)
        os.killpg(process.pid, signal.SIGKILL)


def killed_and_built_again(root: Path, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    project = many(root)
    made(project)
    for number in range(kills):
        portals.write(root, {f"docs/vi/news/n-{number % NEWS:03d}.md": article(number % NEWS, body=f"Lần {number}.")})
        kill_somewhere(root, chance.uniform(0.2, 1.6))
        found, _ = read_project(root / "mkdocs.yml")
        assert found is not None
        made(found)
        assert sites.contents(project.target) == serial(found)


def test_killed_builds(tmp_path: Path) -> None:
    killed_and_built_again(tmp_path, kills=4, seed=1)


@pytest.mark.soak
def test_many_killed_builds(tmp_path: Path) -> None:
    killed_and_built_again(tmp_path, kills=200, seed=2)


def test_the_site_is_what_its_manifest_says(tmp_path: Path) -> None:
    """After a build from nothing and after edits; the chain of headers goes on."""
    project = many(tmp_path)
    folder = tmp_path / "site.manifest"
    headers: list[bytes] = []
    for number in range(3):
        made_after(
            project, "docs/vi/news/n-001.md", article(1, body=f"[Báo](https://bao{number}.example.vn/a) {number}.")
        )
        found, problems = read_manifest(folder)
        assert found is not None, problems
        manifest, sums = found
        assert sums == sum_tree(project.target)[0]
        assert manifest.sequence == number + 1
        assert f"bao{number}.example.vn" in manifest.provenance.hosts
        assert f"bao{number - 1}.example.vn" not in manifest.provenance.hosts
        assert "example.gov.vn" in manifest.provenance.hosts
        headers.append((folder / "manifest.json").read_bytes())
    assert hashlib.sha256(headers[1]).hexdigest() == read_manifest(folder)[0][0].previous  # type: ignore[index]  # it was read above


def test_the_commit_is_read_from_the_repository(tmp_path: Path) -> None:
    assert revision(tmp_path) == ""
    commit = "0123456789abcdef" * 2 + "01234567"
    portals.write(tmp_path, {".git/HEAD": "ref: refs/heads/main\n", ".git/packed-refs": f"{commit} refs/heads/main\n"})
    assert revision(tmp_path / "docs") == commit
    portals.write(tmp_path, {".git/refs/heads/main": f"{commit[::-1]}\n"})
    assert revision(tmp_path) == commit[::-1]


@pytest.mark.skipif(not shutil.which("git"), reason="LEFT OUT: git is not installed")
def test_the_commit_is_read_from_worktrees_and_submodules(tmp_path: Path) -> None:
    """There `.git` is a file."""

    def git(folder: Path, *arguments: str) -> str:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.gov.vn", "-c", "protocol.file.allow=always")
        done = subprocess.run(["git", "-C", str(folder), *who, *arguments], capture_output=True, text=True, check=True)
        return done.stdout.strip()

    first, other = tmp_path / "first", tmp_path / "other"
    for folder in (first, other):
        folder.mkdir()
        git(folder, "init", "-q", "-b", "main")
        git(folder, "commit", "-q", "--allow-empty", "-m", folder.name)
    git(first, "worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    git(tmp_path / "side", "commit", "-q", "--allow-empty", "-m", "side")
    git(first, "submodule", "add", "-q", str(other), "inner")
    for folder in (first, tmp_path / "side", first / "inner"):
        assert revision(folder) == git(folder, "rev-parse", "HEAD")
    git(tmp_path / "side", "pack-refs", "--all")
    assert revision(tmp_path / "side") == git(tmp_path / "side", "rev-parse", "HEAD")


def test_a_manifest_lasts_from_the_day_of_publication(tmp_path: Path) -> None:
    """Not from the time the site is built for, which is that of a commit."""
    project = portals.portal(tmp_path)
    first = dt.datetime(2031, 5, 1, 8, 30, tzinfo=dt.UTC)

    def published(now: dt.datetime) -> Manifest:
        assert build(project, portals.CLOCK, durable=False, now=now).published
        return read_manifest(tmp_path / "site.manifest")[0][0]  # type: ignore[index]  # a sound one is there

    made = published(first)
    assert made.provenance.built_at == portals.CLOCK
    assert made.provenance.expires_at == first + LASTS
    manifest = tmp_path / "site.manifest"
    assert verify_directory(tmp_path / "site", manifest, now=first + LASTS).ok
    late = verify_directory(tmp_path / "site", manifest, now=first + LASTS + dt.timedelta(seconds=1))
    assert [found.code.id for found in late.findings] == ["MF018"]
    # Nothing changed: the manifest stays until it is a month old, whatever the time the site is built for.
    assert published(first + dt.timedelta(days=30)) == made
    again = published(first + dt.timedelta(days=31))
    assert (again.sequence, again.provenance.expires_at) == (2, first + dt.timedelta(days=31) + LASTS)
    assert again.sums == made.sums


def test_a_foreign_file_does_not_come_back(tmp_path: Path) -> None:
    """The folder replaced is kept for the build after the next: what was added to it must not return with it."""
    project = many(tmp_path)
    made(project)
    for number in range(4):
        (project.target / "news" / f"shell{number}.php").write_bytes(b"<?php")
        made_after(project, "docs/vi/news/n-001.md", article(1, body=f"{number}."))
        assert sites.contents(project.target) == serial(project)
    for number in range(4):
        made_after(project, "docs/vi/news/n-002.md", article(2, body=f"{number}."))
        assert sites.contents(project.target) == serial(project)


def test_folders_are_known_after_every_kind_of_build(tmp_path: Path) -> None:
    project = many(tmp_path)
    made(project)
    for number in range(3):
        made_after(project, "docs/vi/news/n-001.md", article(1, body=f"{number}."))
        (project.target / "about/shell.php").write_bytes(b"<?php")
        assert made(project).written > NEWS
        made_after(project, "docs/vi/news/n-001.md", article(1, body=f"{number} lần."))
        assert made_after(project, "docs/vi/news/n-001.md", article(1, body=f"{number} hai.")).written < NEWS
        assert made(project).rendered == 0


def test_the_first_edit_begins_in_the_twin(tmp_path: Path) -> None:
    """A build from nothing leaves a second name of each file, so that the edit after it touches what it writes."""
    project = many(tmp_path)
    made(project)
    spare = tmp_path / ".ttdn/publish/site/spare"
    assert sites.contents(spare) == sites.contents(project.target)
    page = "about/land/index.html"
    assert (spare / page).stat().st_ino == (project.target / page).stat().st_ino
    number = spare.stat().st_ino
    made_after(project, "docs/vi/news/n-001.md", article(1, body="Thêm."))
    assert project.target.stat().st_ino == number
    assert sites.contents(project.target) == serial(project)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
@pytest.mark.parametrize("links", [True, False])
def test_a_web_server_may_read_each_build(tmp_path: Path, links: bool) -> None:
    """Whatever umask the account that builds has: also what an edit writes into the folder kept for it."""
    many(tmp_path)
    environment = {**os.environ, "SOURCE_DATE_EPOCH": str(int(portals.CLOCK.timestamp())), "PYTHONPATH": str(ROOT)}
    without = "import os\ndef link(*_, **__): raise PermissionError(1, 'no links')\nos.link = link\n"
    arguments = [sys.executable, "-c", ("" if links else without) + COMMAND, "build"]
    for number in range(4):
        portals.write(tmp_path, {f"docs/vi/about/new-{number}.md": "---\ntitle: Mới\nstatus: approved\n---\n\nMới.\n"})
        subprocess.run(arguments, cwd=tmp_path, env=environment, check=True, umask=0o077)
        published = [tmp_path / "site", *(tmp_path / "site").rglob("*"), *(tmp_path / "site.manifest").rglob("*")]
        wrong = [path for path in published if path.stat().st_mode & 0o777 != (0o755 if path.is_dir() else 0o644)]
        assert not wrong, number
        assert (tmp_path / f"site/about/new-{number}/index.html").is_file()


def test_without_hard_links_files_are_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise PermissionError(1, "no hard links here")

    monkeypatch.setattr(os, "link", refuse)
    project = many(tmp_path)
    made(project)
    for number in range(2):
        made_after(project, "docs/vi/news/n-001.md", article(1, body=f"{number}."))
        assert sites.contents(project.target) == serial(project)


def test_many_small_parts_become_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ttdn_site.engine.making.MOST_PARTS", 3)
    project = many(tmp_path)
    made(project)
    files = []
    for number in range(5):
        assert made_after(project, "docs/vi/news/n-001.md", article(1, body=f"{number}.")).rendered < NEWS
        files.append(len(list((tmp_path / ".ttdn/state").rglob("parts-*.bin"))))
    assert max(files) <= 3
    assert 1 in files
    assert sites.contents(project.target) == serial(project)


def test_states_of_few_sites_are_kept(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / f"s{number}").mkdir()
        os.utime(tmp_path / f"s{number}", ns=(number, number))
    state.forget_oldest(tmp_path, 2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["s2", "s3"]
