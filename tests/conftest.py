"""Shared by all tests: options, and browsers and servers that a machine may lack."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
import sites

ROOT = Path(__file__).resolve().parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-cases", action="store_true", help="write the found messages into the data files")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long runs only when asked for; tests without their program fail on CI and are left out loudly elsewhere."""
    soak = "soak" in (config.getoption("-m") or "")
    for item in items:
        if item.get_closest_marker("soak") and not soak:
            item.add_marker(pytest.mark.skip(reason="long run: make soak"))
        if item.get_closest_marker("browser") and not shutil.which("chromium") and not os.environ.get("CI"):
            item.add_marker(pytest.mark.skip(reason="LEFT OUT: Chromium is not installed"))


@pytest.fixture(autouse=True)
def _no_surprises(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test depends on the clock or language of whoever runs it."""
    for name in ("SOURCE_DATE_EPOCH", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")


@pytest.fixture(scope="session")
def own_site(tmp_path_factory: pytest.TempPathFactory) -> sites.BuiltSite:
    """This repository's own site, built at a fixed time. It is shared: nothing may be written into it."""
    return sites.own_site(sites.shared_folder(tmp_path_factory))


@pytest.fixture(scope="session")
def small_site(tmp_path_factory: pytest.TempPathFactory) -> sites.BuiltSite:
    """The small portal, built. It is shared: nothing may be written into it."""
    return sites.small_site(sites.shared_folder(tmp_path_factory))
