"""The tools that `run.py` compares: how each is set up for a corpus, called and cleaned.

Hugo has the small theme in `peers/hugo-theme`, which makes what a portal needs at least: lists in pages, feeds, topics,
languages that know of each other. MkDocs has Material and static-i18n as in `peers/mkdocs.yml`; its articles are kept
out of the navigation and reached through lists written beforehand: with them in it a thousand articles take minutes.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
LANGUAGES = ("vi", "en", "zh", "ja")
OURS = "ttdn"
OURS_PLAIN = "ttdn, no search"


@dataclass(frozen=True)
class Contestant:
    """A tool under test.

    command: what builds a project's folder. content: the folder of its texts. site: what it writes. state: what it
    remembers. search: whether it makes a search index. setup: puts its configuration beside the corpus.
    """

    name: str
    flavour: str
    command: tuple[str, ...]
    content: str
    site: str
    state: tuple[str, ...]
    search: bool
    versions: tuple[str, ...]
    setup: Callable[[Path], None]


def contestants(hugo: str, pagefind: str, mkdocs: bool) -> Iterator[Contestant]:
    """Ours first, then the peers that are there. hugo, pagefind: commands, empty to leave out."""
    ours = (sys.executable, "-m", "ttdn_site.cli.main", "build")
    remembered = (".ttdn", "site.manifest")
    told: tuple[str, ...] = (f"ttdn-site {version('ttdn-site')}",)
    yield Contestant(OURS, "ttdn", ours, "docs", "site", remembered, True, told, lambda folder: None)
    yield Contestant(OURS_PLAIN, "ttdn", ours, "docs", "site", remembered, False, told, _without_our_search)
    if hugo:
        told = (f"hugo {_spoken_version([*shlex.split(hugo), 'version'])}",)
        command = [*shlex.split(hugo), "--quiet", "--noBuildLock"]
        yield Contestant("hugo", "hugo", tuple(command), "content", "public", ("resources",), False, told, _hugo)
        if pagefind:
            told += (f"pagefind {_spoken_version([*shlex.split(pagefind), '--version'])}",)
            both = ("sh", "-c", f"{shlex.join(command)} && {pagefind} --site public --silent")
            yield Contestant("hugo + pagefind", "hugo", both, "content", "public", ("resources",), True, told, _hugo)
    if mkdocs and find_spec("mkdocs") and find_spec("material"):
        told = tuple(f"{name} {version(name)}" for name in ("mkdocs", "mkdocs-material", "mkdocs-static-i18n"))
        one = (sys.executable, "-m", "mkdocs", "build", "-q")
        each = f"{shlex.join(one)} -f mkdocs-{{}}.yml -d site/{{}}"
        split = ("sh", "-c", f"printf '%s\\n' {' '.join(LANGUAGES)} | xargs -P {processors()} -I{{}} {each}")
        for search in (True, False):
            suffix = "" if search else ", no search"
            setup = _mkdocs(search)
            yield Contestant(f"mkdocs{suffix}", "mkdocs", one, "docs", "site", (), search, told, setup)
            name = f"mkdocs, a process per language{suffix}"
            yield Contestant(name, "mkdocs", split, "docs", "site", (), search, told, setup)


def default_hugo() -> str:
    """The program itself: what PyPI installs under the name is a script that starts it."""
    inside = find_spec("hugo")
    if inside is not None and inside.submodule_search_locations:
        for folder in inside.submodule_search_locations:
            if (program := Path(folder) / "binaries" / "hugo").is_file():
                return str(program)
    return shutil.which("hugo") or ""


def default_pagefind() -> str:
    if found := shutil.which("pagefind"):
        return found
    return shlex.join([sys.executable, "-m", "pagefind"]) if find_spec("pagefind") else ""


def processors() -> int:
    return len(os.sched_getaffinity(0))


def version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "–"


def corpus(tool: Contestant, folder: Path, news: int) -> None:
    """The project of a tool, made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    out = folder if tool.flavour == "ttdn" else folder / tool.content
    command = [sys.executable, str(HERE / "corpus.py"), "--out", str(out), "--news", str(news)]
    command += ["--flavour", tool.flavour, *(("--listing",) if tool.flavour == "mkdocs" else ())]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    tool.setup(folder)


def article(tool: Contestant, folder: Path) -> Path:
    """The article that is edited and weighed: one in the middle, the same one for every tool."""
    found = sorted((folder / tool.content / "en/news").rglob("[0-9]*.md"))
    return found[len(found) // 2]


def article_page(tool: Contestant, folder: Path) -> Path:
    """What the tool makes of that article."""
    where = article(tool, folder).relative_to(folder / tool.content / "en").with_suffix("") / "index.html"
    # A process per language writes a site each, and the language's own folder inside it.
    places = [folder / tool.site / prefix / where for prefix in ("en", "en/en")]
    return next(place for place in places if place.is_file())


def _without_our_search(folder: Path) -> None:
    settings = folder / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("  - ttdn\n", "  - ttdn: {search: false}\n"), encoding="utf-8", newline="\n")


def _hugo(folder: Path) -> None:
    shutil.copy(HERE / "peers/hugo.yaml", folder / "hugo.yaml")
    shutil.copytree(HERE / "peers/hugo-theme", folder / "themes/floor", dirs_exist_ok=True)


def _mkdocs(search: bool) -> Callable[[Path], None]:
    def setup(folder: Path) -> None:
        text = (HERE / "peers/mkdocs.yml").read_text(encoding="utf-8")
        if not search:
            text = text.replace("  - search\n", "")
        (folder / "mkdocs.yml").write_text(text, encoding="utf-8", newline="\n")
        for language in LANGUAGES:
            alone = text.replace(
                "      docs_structure: folder\n",
                f"      docs_structure: folder\n      build_only_locale: {language}\n",
            )
            (folder / f"mkdocs-{language}.yml").write_text(alone, encoding="utf-8", newline="\n")

    return setup


def _spoken_version(command: list[str]) -> str:
    """What a program says of itself, without what it was built with: `hugo v0.168.0-…+extended`, `pagefind 1.5.2`."""
    words = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    told = next((word for word in words if word.removeprefix("v")[:1].isdigit()), "–")
    return told.removeprefix("v").partition("-")[0].partition("+")[0]
