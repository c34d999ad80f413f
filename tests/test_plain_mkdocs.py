"""Plain `mkdocs build` with the plugin gives the same files, byte for byte; so do the forks of MkDocs and Material."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
import warnings
from pathlib import Path

import canaries
import portals
import pytest
import rich
import sites

EPOCH = str(int(portals.CLOCK.timestamp()))


def environment() -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(sites.ROOT),
        "PYTHONUTF8": "1",
        "SOURCE_DATE_EPOCH": EPOCH,
        # Material's advertisement of its successor.
        "NO_MKDOCS_2_WARNING": "1",
    }


def run(python: Path | str, folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A module of this or another environment, in the folder of a portal."""
    return subprocess.run(
        [str(python), "-m", *arguments],
        cwd=folder,
        env=environment() | more,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> sites.BuiltSite:
    """The small portal with a text that uses the whole dialect, built by our own engine."""
    return sites.built(portals.portal(tmp_path_factory.mktemp("whole"), rich.FILES), portals.CLOCK)


def test_mkdocs_gives_the_same_bytes(tmp_path: Path, whole: sites.BuiltSite) -> None:
    """Strict: MkDocs, Material and static-i18n have nothing to warn of either."""
    portals.portal(tmp_path, rich.FILES)
    result = run(sys.executable, tmp_path, "mkdocs", "build", "--strict", "--quiet")
    assert result.returncode == 0, result.stdout + result.stderr
    assert sites.contents(tmp_path / "site") == whole.bytes_of()


def test_mkdocs_gives_the_same_bytes_again(tmp_path: Path, whole: sites.BuiltSite) -> None:
    """The source tree of an earlier build is brought up to date: nothing stale is published."""
    old = "---\ntitle: Cũ\nsummary: Cũ.\nstatus: approved\n---\n\nCũ.\n"
    portals.portal(tmp_path, {**rich.FILES, "docs/vi/about/old.md": old, "docs/vi/about/land.md": old})
    # A page that others link to has changed its headings: what is broken now is told as `ttdn` tells it.
    result = run(sys.executable, tmp_path, "mkdocs", "build", "--quiet")
    assert result.returncode == 1
    assert "docs/vi/about/rich.md:" in result.stdout + result.stderr
    portals.portal(tmp_path, {**rich.FILES, "docs/vi/about/land.md": portals.FILES["docs/vi/about/land.md"]})
    for _ in range(2):
        assert run(sys.executable, tmp_path, "mkdocs", "build", "--quiet").returncode == 0
    assert (tmp_path / "site/about/old/index.html").exists()
    portals.write(tmp_path, {"docs/vi/about/old.md": None})
    assert run(sys.executable, tmp_path, "mkdocs", "build", "--quiet").returncode == 0
    assert sites.contents(tmp_path / "site") == whole.bytes_of()


def test_what_is_not_public_is_not_even_staged(tmp_path: Path) -> None:
    draft = f"---\ntitle: {canaries.CANARY}\nsummary: x\ndate: 2026-01-01\nstatus: draft\n---\n\nx\n"
    files: dict[str, str | bytes | None] = {
        "docs/vi/news/later.md": draft,
        f"docs/assets/{canaries.CANARY}.png": rich.PICTURE,
        "docs/data/events/secret.yml": f"title: {{vi: {canaries.CANARY}}}\nstarts: 2026-02-01\nstatus: review\n",
    }
    portals.portal(tmp_path, files)
    before = sites.contents(tmp_path / "docs")
    assert run(sys.executable, tmp_path, "mkdocs", "build", "--quiet").returncode == 0
    assert sites.contents(tmp_path / "docs") == before
    written = {
        path: data for path, data in sites.contents(tmp_path).items() if path.startswith(("site/", ".ttdn/", ".cache"))
    }
    assert any(path.startswith(".ttdn/") for path in written)
    assert [trace for path, data in written.items() for trace in canaries.traces(path, data, canaries.CANARY)] == []


def test_mistakes_stop_mkdocs_with_our_messages(tmp_path: Path) -> None:
    portals.portal(
        tmp_path, {"docs/vi/about/bad.md": "---\ntitle: X\nsummary: X\nstatus: approved\n---\n\n[x](y.md)\n"}
    )
    result = run(sys.executable, tmp_path, "mkdocs", "build", "--quiet")
    assert result.returncode == 1
    assert "docs/vi/about/bad.md:7:5: error LK001" in result.stdout + result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "site/index.html").exists()


@pytest.mark.parametrize("first", ["  - ttdn\n", "  - ttdn: {enabled: false}\n"])
def test_the_plugin_listed_twice_stops_both_engines(first: str, tmp_path: Path) -> None:
    text = portals.MKDOCS.replace("  - ttdn\n", f"{first}  - ttdn:\n      page_size: 10\n")
    portals.portal(tmp_path, {"mkdocs.yml": text})
    line = text.splitlines().index("  - ttdn:") + 1
    for command in (("mkdocs", "build", "--quiet"), ("ttdn_site.cli.main", "build")):
        result = run(sys.executable, tmp_path, *command)
        assert result.returncode == 1
        assert f"mkdocs.yml:{line}:5: error PJ011 " in result.stdout + result.stderr
        assert "Traceback" not in result.stderr
        assert not (tmp_path / "site/index.html").exists()


def forks_python() -> Path:
    """The environment with ProperDocs and MaterialX: `make test` makes it; elsewhere the test is left out loudly."""
    named = os.environ.get("TTDN_FORKS_PYTHON")
    python = Path(named) if named else sites.ROOT / ".venv-forks" / "bin" / "python"
    if not python.exists():
        if os.environ.get("CI"):
            pytest.fail(f"the environment of the forks is missing: {python}")
        warnings.warn(pytest.PytestWarning("LEFT OUT: ProperDocs and MaterialX (make .venv-forks/ready)"), stacklevel=1)
        pytest.skip("LEFT OUT: no environment with ProperDocs and MaterialX")
    return python


@pytest.mark.filterwarnings("default::pytest.PytestWarning")
def test_properdocs_and_materialx_give_the_same_bytes(tmp_path: Path, whole: sites.BuiltSite) -> None:
    python = forks_python()
    changed = portals.MKDOCS.replace("name: material", "name: materialx")
    portals.portal(tmp_path, {**rich.FILES, "mkdocs.yml": changed})
    result = run(python, tmp_path, "properdocs", "build", "--strict", "--quiet", "--config-file", "mkdocs.yml")
    assert result.returncode == 0, result.stdout + result.stderr
    assert sites.contents(tmp_path / "site") == whole.bytes_of()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def fetched(address: str) -> str:
    """A page of a server that may still be starting."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(address, timeout=5) as answer:
                text: str = answer.read().decode("utf-8")
                return text
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {address}")


def test_mkdocs_serve_shows_what_waits(tmp_path: Path) -> None:
    draft = "---\ntitle: Sau\nsummary: Sau.\ndate: 2026-01-01\nstatus: draft\n---\n\nChưa xong.\n"
    portals.portal(tmp_path, {"docs/vi/news/later.md": draft})
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "serve", "--quiet", "--dev-addr", f"127.0.0.1:{port}"],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        text = fetched(f"http://127.0.0.1:{port}/ttdn/news/later/")
    finally:
        server.terminate()
        server.wait(10)
    assert "Chưa xong." in text
    assert 'class="preview"' in text
    assert 'content="noindex"' in text


@pytest.mark.soak
def test_mkdocs_gives_the_own_site_byte_for_byte(own_site: sites.BuiltSite) -> None:
    root = own_site.project.root
    epoch = str(int(sites.OWN_CLOCK.timestamp()))
    result = run(sys.executable, root, "mkdocs", "build", "--quiet", "--site-dir", "plain", SOURCE_DATE_EPOCH=epoch)
    assert result.returncode == 0, result.stdout + result.stderr
    assert sites.contents(root / "plain") == own_site.bytes_of()
