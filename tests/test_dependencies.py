"""What is imported is declared, what is declared is needed, and the locks hold both and no address."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "ttdn_site"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# A script of developers, no part of a build: it makes the fonts that are committed.
FOR_DEVELOPERS = {PACKAGE / "syndication" / "fonts" / "subset.py"}
# For runs by hand; who has it not is told so.
OPTIONAL = {"atheris"}


def normal(name: str) -> str:
    """A distribution's name as registries compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


def declared(requirements: list[str]) -> set[str]:
    return {normal(re.split(r"[<>=!~;\[ ]", each, maxsplit=1)[0]) for each in requirements}


def imported(paths: list[Path]) -> dict[str, str]:
    """Third-party modules by their first name, with one file that imports each."""
    found: dict[str, str] = {}
    own = {path.stem for path in (*ROOT.glob("tests/**/*.py"), *ROOT.glob("benchmarks/*.py"))}
    own |= {path.parent.name for path in ROOT.glob("tests/**/*.py")}
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for name in names:
                first = name.split(".")[0]
                if first not in sys.stdlib_module_names and first != "ttdn_site" and first not in own:
                    found[first] = path.relative_to(ROOT).as_posix()
    return found


DISTRIBUTIONS = {
    module: {normal(name) for name in names} for module, names in metadata.packages_distributions().items()
}
RUNTIME = declared(PROJECT["dependencies"])
TESTS = declared(PROJECT["optional-dependencies"]["test"])


def test_the_package_imports_what_it_declares() -> None:
    paths = [path for path in PACKAGE.rglob("*.py") if path not in FOR_DEVELOPERS]
    for module, path in sorted(imported(paths).items()):
        assert DISTRIBUTIONS[module] & RUNTIME, f"{path} imports {module}, which pyproject.toml does not name"


def test_nothing_is_declared_that_nobody_needs() -> None:
    """Needed is what the package imports, and the theme and plugins that a plain `mkdocs build` finds in mkdocs.yml."""
    used = {name for module in imported(list(PACKAGE.rglob("*.py"))) for name in DISTRIBUTIONS[module]}
    settings = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    named = {settings["theme"]["name"], *(name for each in settings["plugins"] for name in each)}
    for group in ("mkdocs.themes", "mkdocs.plugins"):
        for point in metadata.entry_points(group=group):
            if point.name in named and point.dist is not None:
                used.add(normal(point.dist.name))
    assert used >= RUNTIME, f"not needed: {RUNTIME - used}"


def test_tests_and_tools_import_what_is_declared() -> None:
    paths = [path for folder in ("tests", "tools", "benchmarks") for path in ROOT.glob(f"{folder}/**/*.py")]
    for module, path in sorted(imported([*paths, *FOR_DEVELOPERS]).items()):
        if module not in OPTIONAL:
            assert DISTRIBUTIONS[module] & (RUNTIME | TESTS), (
                f"{path} imports {module}, which pyproject.toml does not name"
            )


def locked(name: str) -> dict[str, str]:
    """Version of each distribution of a lock."""
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    return {normal(match[1]): match[2] for match in re.finditer(r"^([A-Za-z0-9._-]+)==(\S+)", text, re.MULTILINE)}


@pytest.mark.parametrize("name", ["site.txt", "test.txt", "forks.txt"])
def test_a_lock_holds_hashes_and_no_address(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text(encoding="utf-8")
    assert not re.search(r"://|--(index-url|extra-index-url|find-links|trusted-host)", text)
    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert entries
    assert all("--hash=sha256:" in entry for entry in entries)


def test_the_locks_are_those_of_the_declarations() -> None:
    assert locked("site.txt").keys() >= RUNTIME
    assert locked("test.txt").keys() >= RUNTIME | TESTS
    # A page is the same whichever of the two made it.
    assert all(locked("test.txt")[each] == version for each, version in locked("site.txt").items())
    forked = {"mkdocs", "mkdocs-material"}
    assert locked("forks.txt").keys() >= RUNTIME - forked
    wanted = declared((ROOT / "requirements" / "forks.in").read_text(encoding="utf-8").splitlines()[1:])
    assert wanted >= RUNTIME - forked


def test_the_least_python_can_install_what_is_locked() -> None:
    """Not the one that made the locks: systems that are in use for long have older ones."""
    least = PROJECT["requires-python"].removeprefix(">=") + ".0"
    asked = {normal(found.name): found.metadata.get("Requires-Python") or "" for found in metadata.distributions()}
    wrong = {
        name: asked[name]
        for name in locked("test.txt")
        if name in asked and not SpecifierSet(asked[name]).contains(least)
    }
    assert not wrong
    same = locked("forks.txt").keys() & locked("test.txt").keys()
    assert {name: locked("forks.txt")[name] for name in same} == {name: locked("test.txt")[name] for name in same}


def test_every_file_of_the_package_is_installed_with_it() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    patterns = settings["package-data"]["ttdn_site"]
    carried = {path for pattern in patterns for path in PACKAGE.glob(pattern) if path.is_file()}
    left = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*")
        if path.is_file() and path.suffix != ".py" and "__pycache__" not in path.parts and path not in carried
    }
    assert not left
    # Folders without an `__init__.py` are no packages to setuptools.
    assert all((path.parent / "__init__.py").is_file() for path in PACKAGE.rglob("*.py"))
