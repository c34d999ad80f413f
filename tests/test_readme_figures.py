"""The README says what the benchmarks found."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def readme() -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmarks_readme", ROOT / "benchmarks" / "readme.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("locale", ["en", "vi"])
def test_the_readme_holds_the_results(locale: str, readme: ModuleType) -> None:
    text = (ROOT / readme.NAMES[locale]).read_text(encoding="utf-8")
    found = readme.BLOCK.findall(text)
    assert len(found) == 1
    assert found[0] == readme.block(locale), "run “python benchmarks/readme.py”"


@pytest.mark.parametrize("locale", ["en", "vi"])
def test_every_figure_has_its_command(locale: str, readme: ModuleType) -> None:
    for line in readme.block(locale).splitlines():
        if match := re.search(r"`python (benchmarks/\w+\.py)[^`]*`", line):
            assert (ROOT / match[1]).is_file(), line
    assert all(
        re.search(r"\| `python benchmarks/", line) for line in readme.block(locale).split("\n\n")[0].splitlines()[2:]
    )


def test_numbers_are_written_as_each_language_does(readme: ModuleType) -> None:
    assert [readme.figure(1234.56, 1, locale) for locale in ("en", "vi")] == ["1,234.6", "1.234,6"]
    assert [readme.seconds(value, "en") for value in (0.482, 2.84, 75.4)] == ["0.48 s", "2.8 s", "75 s"]


def test_results_name_no_place(readme: ModuleType) -> None:
    """A machine by its kind, a command as anybody would type it."""
    for path in readme.RESULTS.glob("*"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"(?<![\w.])/(?!\s)[\w.-]+/[\w./-]+", text), path.name
