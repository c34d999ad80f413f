"""What may only be read, or not even that: a clear problem, nothing half-written, the site and archives as they were.

For root nothing is read-only, so commands run as an account without rights where the tests are root's.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import portals
import pytest
import sites

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the modes of POSIX")

NOBODY = 65534
LAND = "docs/vi/about/land.md"


class Account:
    """A portal of an account that is not root's."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.locked: list[Path] = []

    def run(self, *arguments: str) -> tuple[int, str]:
        """`ttdn`, as that account."""
        return self.call("ttdn_site.cli.main", *arguments)

    def call(self, module: str, *arguments: str) -> tuple[int, str]:
        return self._run("-m", module, *arguments)

    def can_run(self) -> bool:
        return self._run("-c", "import ttdn_site")[0] == 0

    def _run(self, *arguments: str) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.root,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(sites.ROOT),
                "PYTHONDONTWRITEBYTECODE": "1",
                "LANG": "en_US.UTF-8",
                "HOME": str(self.root),
                # Material's advertisement of its successor.
                "NO_MKDOCS_2_WARNING": "1",
                "SOURCE_DATE_EPOCH": str(int(portals.CLOCK.timestamp())),
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
            timeout=300,
            **({"user": NOBODY, "group": NOBODY, "extra_groups": []} if os.geteuid() == 0 else {}),
        )
        return done.returncode, done.stdout

    def own(self, *folders: Path) -> None:
        """Give folders, with all that is in them, to the account."""
        for path in (each for folder in folders for each in (folder, *folder.rglob("*"))):
            if os.geteuid() == 0:
                os.chown(path, NOBODY, NOBODY, follow_symlinks=False)

    def lock(self, *paths: Path) -> None:
        """Take the right to write away; where the tests are root's, it all belongs to somebody else then."""
        for path in paths:
            path.chmod(0o555 if path.is_dir() else 0o444)
            if os.geteuid() == 0:
                os.chown(path, 0, 0)
            self.locked.append(path)

    def unlock(self) -> None:
        for path in self.locked:
            path.chmod(0o755 if path.is_dir() else 0o644)
        self.own(*self.locked)
        self.locked.clear()

    def contents(self, *names: str) -> dict[str, bytes | None]:
        """Everything in some folders, the folders too; builds that were begun and locks are in the workshop alone."""
        found = [path for name in names for path in (self.root / name).rglob("*")]
        return {str(path.relative_to(self.root)): path.read_bytes() if path.is_file() else None for path in found}

    def edit(self) -> None:
        portals.write(self.root, {LAND: portals.FILES[LAND].replace("Có ba con sông.", "Có bốn con sông.")})


@pytest.fixture
def account() -> Iterator[Account]:
    # Not in pytest's folder: each other run of pytest closes that to all accounts but its own.
    with tempfile.TemporaryDirectory(prefix="ttdn-read-only-") as folder:
        Path(folder).chmod(0o755)
        yield from portal_of(Path(folder).resolve() / "portal")


def portal_of(root: Path) -> Iterator[Account]:
    root.mkdir()
    portals.portal(root)
    made = Account(root)
    made.own(root)
    if not made.can_run():
        if os.environ.get("CI"):
            pytest.fail("an account without rights cannot read this Python or the package")
        warnings.warn(pytest.PytestWarning("LEFT OUT: folders that may only be read"), stacklevel=1)
        pytest.skip("LEFT OUT: an account without rights cannot read this Python or the package")
    code, shown = made.run("build")
    assert code == 0, shown
    try:
        yield made
    finally:
        made.unlock()


def refused(outcome: tuple[int, str], code: str = "PB001") -> None:
    assert outcome[0] == 1, outcome[1]
    assert f" error {code} " in outcome[1]
    assert "Permission denied" in outcome[1] or "Operation not permitted" in outcome[1]
    assert "Traceback" not in outcome[1]


def test_an_archive_into_a_folder_that_may_only_be_read(account: Account) -> None:
    """The archives of the publication before lie there."""
    assert account.run("package")[0] == 0
    account.edit()
    assert account.run("build")[0] == 0
    before = account.contents("build", "site", "site.manifest")
    account.lock(account.root / "build")
    refused(account.run("package"))
    assert account.contents("build", "site", "site.manifest") == before
    account.unlock()
    assert account.run("package")[0] == 0
    assert account.contents("build").items() > {k: v for k, v in before.items() if k.startswith("build/")}.items()


def test_an_archive_into_a_folder_that_cannot_be_made(account: Account) -> None:
    shelf = account.root / "shelf"
    shelf.mkdir()
    before = account.contents("shelf", "site", "site.manifest")
    account.own(shelf)
    account.lock(shelf)
    refused(account.run("package", "--output", "shelf/new"))
    assert account.contents("shelf", "site", "site.manifest") == before


@pytest.mark.parametrize("kept", ["zip", "tar.gz", "zip.sha256", "tar.gz.sha256"])
def test_an_archive_over_one_that_may_only_be_read(account: Account, kept: str) -> None:
    """The folder may be written, so the file is replaced; no archive is left beside the checksum of another."""
    assert account.run("package")[0] == 0
    (old,) = (account.root / "build").glob(f"*.{kept}")
    old.write_bytes(b"of somebody else")
    account.lock(old)
    code, shown = account.run("package")
    assert code == 0, shown
    for archive in (account.root / "build").glob("*[!6]"):
        check = subprocess.run(
            ["sha256sum", "--check", "--strict", f"{archive.name}.sha256"],
            cwd=archive.parent,
            capture_output=True,
            check=False,
        )
        assert check.returncode == 0
    assert len(list((account.root / "build").iterdir())) == 4


def test_a_site_into_a_folder_that_may_only_be_read(account: Account) -> None:
    shelf = account.root / "shelf"
    shelf.mkdir()
    account.own(shelf)
    assert account.run("build", "--site-dir", "shelf/site")[0] == 0
    account.edit()
    before = account.contents("shelf/site", "shelf/site.manifest")
    assert before
    # First with the workshop of the build before in it, which may still be written; then without.
    account.lock(shelf)
    refused(account.run("build", "--site-dir", "shelf/site"))
    assert account.contents("shelf/site", "shelf/site.manifest") == before
    account.lock(shelf / ".ttdn", shelf / ".ttdn/publish", shelf / ".ttdn/publish/site")
    refused(account.run("build", "--site-dir", "shelf/site"))
    assert account.contents("shelf/site", "shelf/site.manifest") == before
    account.unlock()
    assert account.run("build", "--site-dir", "shelf/site")[0] == 0
    page = (shelf / "site/about/land/index.html").read_text(encoding="utf-8")
    assert "Có bốn con sông" in page
    assert not list(shelf.glob(".ttdn/publish/site/build-*"))


def test_a_first_site_into_a_folder_that_may_only_be_read(account: Account) -> None:
    shelf = account.root / "shelf"
    shelf.mkdir()
    account.own(shelf)
    account.lock(shelf)
    refused(account.run("build", "--site-dir", "shelf/site"))
    refused(account.run("build", "--site-dir", "shelf/deep/site"))
    assert account.contents("shelf") == {}


def test_a_site_that_may_only_be_read(account: Account) -> None:
    """Its folder and everything in it; the folder around it may be written."""
    account.edit()
    before = account.contents("site", "site.manifest")
    account.lock(*(account.root / "site").rglob("*"), account.root / "site")
    refused(account.run("build"))
    assert account.contents("site", "site.manifest") == before
    account.unlock()
    assert account.run("build")[0] == 0


def test_a_project_that_may_only_be_read(account: Account) -> None:
    """A checkout of somebody else: no state can be kept, no site be made."""
    account.edit()
    before = account.contents("site", "site.manifest", "docs")
    account.lock(account.root, *(path for path in account.root.rglob("*") if path.is_dir()))
    refused(account.run("build"), "EN005")
    refused(account.run("build", "--clean"), "EN005")
    refused(account.run("build", "--preview", "--site-dir", "preview"), "EN005")
    refused(account.run("package"))
    assert account.contents("site", "site.manifest", "docs") == before
    # What only reads still works.
    assert account.run("check")[0] == 0
    assert "Traceback" not in account.run("verify", "site", "--manifest", "site.manifest")[1]


@pytest.mark.parametrize("closed", ["docs", "docs/vi", "docs/vi/about/land.md", "docs/data", "docs/data/site.yml"])
def test_sources_that_may_not_be_read(account: Account, closed: str) -> None:
    """Every command says so; nothing is published without what is closed."""
    before = account.contents("site", "site.manifest")
    (account.root / closed).chmod(0)
    for command in (("build",), ("check",), ("gate", "explain"), ("translation", "status"), ("new", "article", "x")):
        code, shown = account.run(*command)
        assert "Traceback" not in shown
        if command[0] in ("build", "check"):
            assert code == 1
            assert "Permission denied" in shown
    code, shown = account.call("mkdocs", "build", "--quiet")
    assert code == 1
    assert "Permission denied" in shown
    assert "Traceback" not in shown
    assert account.contents("site", "site.manifest") == before
    account.locked.append(account.root / closed)
