"""The same inputs and the same time give the same bytes, wherever, whenever and by whomever they are built."""

from __future__ import annotations

import datetime as dt
import os
import random
import re
import subprocess
import sys
from pathlib import Path

import portals
import pytest
import rich
import sites
from plans.plan_samples import AGENCIES, PLANS

from ttdn_site.content.project import read_project
from ttdn_site.engine.build import build

EPOCH = str(int(portals.CLOCK.timestamp()))
NEWS = 70


def article(number: int) -> str:
    day = dt.date(2025, 12, 1) - dt.timedelta(days=number)
    head = f"title: Tin {number}\nsummary: Tin.\ndate: {day}\nstatus: approved\ntopics: [border]\n"
    return f"---\n{head}---\n\nSố {number}.\n"


def files() -> dict[str, str | bytes | None]:
    """Enough that the work is spread over processes, with pictures, a plan and a document for it."""
    found: dict[str, str | bytes | None] = {**portals.FILES, **rich.FILES}
    found.update({f"docs/vi/news/n-{number:03d}.md": article(number) for number in range(NEWS)})
    plan = (PLANS / "dien-bien-2018-2020.yml").read_text(encoding="utf-8")
    found["docs/data/agencies.yml"] = AGENCIES.read_text(encoding="utf-8")
    # The documents it names are those of the whole portal.
    found["docs/data/plans/dien-bien-2018-2020.yml"] = re.sub(r"(?m)document: [a-z0-9-]+", "document: qd-1", plan)
    return found


def ttdn(folder: Path, *arguments: str, umask: int = 0o022, cwd: Path | None = None, **environment: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "ttdn_site.cli.main", "build", *arguments],
        cwd=cwd or folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(sites.ROOT), "SOURCE_DATE_EPOCH": EPOCH, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        umask=umask,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def modes(folder: Path) -> dict[str, int]:
    return {path.relative_to(folder).as_posix(): path.stat().st_mode for path in sorted(folder.rglob("*"))}


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One process, files written in order."""
    folder = tmp_path_factory.mktemp("first")
    portals.write(folder, files())
    ttdn(folder, "--workers", "1", TZ="UTC", LC_ALL="C.UTF-8", PYTHONHASHSEED="0")
    return folder / "site"


PLACES = {
    "another place and language": {"TZ": "Pacific/Kiritimati", "LANG": "vi_VN.UTF-8", "PYTHONHASHSEED": "1"},
    "an old locale": {"TZ": "America/Los_Angeles", "LC_ALL": "C", "PYTHONHASHSEED": "4242", "PYTHONUTF8": "0"},
}


@pytest.mark.parametrize(
    ("name", "workers"), [("another place and language", "2"), ("an old locale", "5"), ("an old locale", "1")]
)
def test_the_same_bytes_and_modes(first: Path, tmp_path: Path, name: str, workers: str) -> None:
    """Path, time zone, locale, umask, hash seed, number of processes, order and age of files: all are others."""
    folder = tmp_path / "sâu hơn" / "một cấp"
    listed = list(files().items())
    random.Random(int(workers)).shuffle(listed)
    portals.write(folder, dict(listed))
    for place, path in enumerate(sorted(folder.rglob("*"))):
        os.utime(path, (place * 86_400 * 40, place * 86_400 * 40))
    config = ("--config-file", str(folder / "mkdocs.yml"), "--workers", workers)
    ttdn(folder, *config, umask=0o077 if workers == "2" else 0, cwd=tmp_path, **PLACES[name])
    assert sites.contents(folder / "site") == sites.contents(first)
    assert modes(folder / "site") == modes(first)


def test_the_same_bytes_after_a_history(first: Path, tmp_path: Path) -> None:
    """A site that was built, changed, and changed back, in steps."""
    portals.write(tmp_path, files())
    changed = "docs/vi/news/n-003.md"
    for text in (article(3).replace("Số 3.", "Khác."), None, article(3)):
        ttdn(tmp_path, "--workers", "2")
        portals.write(tmp_path, {changed: text})
    ttdn(tmp_path)
    assert sites.contents(tmp_path / "site") == sites.contents(first)


def pages_of(slug: str) -> set[str]:
    return {f"{segment}news/{slug}/index.html" for segment in ("", "en/", "zh/", "ja/")}


def test_without_an_epoch_bytes_change_where_a_date_has_passed(tmp_path: Path) -> None:
    """Two builds at other hours are equal; where a publication or an expiry lies between them they are not."""
    due = article(1).replace("topics:", 'publish_at: "2026-03-01T08:00:00+07:00"\ntopics:')
    over = article(2).replace("topics:", 'expires_at: "2026-03-01T08:00:00+07:00"\ntopics:')
    changes = {**files(), "docs/vi/news/due.md": due, "docs/vi/news/over.md": over}
    zone = dt.timezone(dt.timedelta(hours=7))

    def at(*moment: int) -> dict[str, bytes]:
        folder = tmp_path / "-".join(map(str, moment))
        portals.write(folder, changes)
        project, _ = read_project(folder / "mkdocs.yml")
        assert project is not None
        clock = dt.datetime(*moment, tzinfo=zone)  # type: ignore[misc]  # year to second
        assert build(project, clock, durable=False, now=clock).published
        return sites.contents(folder / "site")

    before, hours_later = at(2026, 2, 27, 0, 0, 1), at(2026, 2, 28, 23, 59, 59)
    assert before == hours_later
    after = at(2026, 3, 1, 9)
    assert set(before) - set(after) == pages_of("over")
    assert set(after) - set(before) == pages_of("due")
    same = [path for path in before if path.endswith(".html") and before[path] == after.get(path)]
    assert len(same) > NEWS
