"""Every check finds what it is for: the small portal's site is right, and wrong in one way after one change."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import sites
import yaml

from ttdn_site.checks.html import read_page
from ttdn_site.checks.site import check_site
from ttdn_site.problems import declared

CASES = yaml.safe_load((Path(__file__).parent / "changes.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def copy(small_site: sites.BuiltSite, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small site that cases change and mend again."""
    folder = tmp_path_factory.mktemp("copy") / "site"
    shutil.copytree(small_site.folder, folder)
    return folder


def codes(folder: Path, site: sites.BuiltSite) -> set[str]:
    return {item.code.id for item in check_site(folder, site.project.base_url, site.project.languages)}


def test_the_small_site_is_right(copy: Path, small_site: sites.BuiltSite) -> None:
    assert codes(copy, small_site) == set()


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{'+'.join(case['codes']) or 'none'}-{case['file']}")
def test_a_check_finds_what_it_is_for(copy: Path, small_site: sites.BuiltSite, case: dict[str, Any]) -> None:
    file = copy / case["file"]
    before = file.read_text(encoding="utf-8")
    old, new = (case[key].replace("{base}", small_site.project.base_url) for key in ("old", "new"))
    assert old in before
    try:
        file.write_text(before.replace(old, new, 1), encoding="utf-8")
        assert codes(copy, small_site) == set(case["codes"])
    finally:
        file.write_text(before, encoding="utf-8")


def test_style_sheets_and_scripts_are_read_too(copy: Path, small_site: sites.BuiltSite) -> None:
    extra = {
        "theme/x.css": ("p { background: url(missing.png) }", {"CK010"}),
        "theme/y.css": ("@import 'https://example.com/x.css';", {"CK020"}),
        "theme/z.js": ('import { a } from "./missing.js";', {"CK010"}),
        "theme/v.js": ('new URL("missing.js", import.meta.url)', {"CK010"}),
        "theme/w.js": ('fetch("https://example.com/x")', {"CK020"}),
    }
    for path, (text, expected) in extra.items():
        (copy / path).write_text(text, encoding="utf-8")
        try:
            assert codes(copy, small_site) == expected
        finally:
            (copy / path).unlink()


def test_a_page_that_is_no_text_and_a_folder_that_is_no_site(copy: Path, small_site: sites.BuiltSite) -> None:
    (copy / "vi.html").write_bytes(b"\xff\xfe")
    assert "CK004" in codes(copy, small_site)
    (copy / "vi.html").unlink()
    assert codes(copy / "theme", small_site) == {"CK003"}


def test_every_check_has_a_case() -> None:
    shown = {code for case in CASES for code in case["codes"]}
    checks = {code.id for code in declared() if code.id.startswith("CK")}
    assert checks - shown == {"CK003", "CK004"}


def test_the_language_of_a_text_is_that_of_the_nearest_element() -> None:
    page = read_page("x.html", '<!doctype html><html lang="vi"><p>một <b lang="en">two</b> ba<br>bốn</p></html>')
    assert page.faults == ()
    assert [(run.text, run.lang) for run in page.runs] == [("một", "vi"), ("two", "en"), ("ba", "vi"), ("bốn", "vi")]


def test_a_place_in_a_page_is_told_by_line_and_column() -> None:
    page = read_page("x.html", "<!doctype html>\n<html>\n<p>a</p></div></html>")
    assert [str(fault.location) for fault in page.faults] == ["x.html:3:9"]
