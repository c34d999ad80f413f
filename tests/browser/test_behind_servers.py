"""The portal behind the real servers with the files of the package: nothing breaks under their policy."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
import sites
from browser.conftest import PHONE, Served
from publish import serving

from ttdn_site.publish.servers.apache import apache_configuration
from ttdn_site.publish.servers.nginx import nginx_configuration
from ttdn_site.publish.servers.policy import CONTENT_SECURITY_POLICY
from ttdn_site.publish.servers.served import served_site

pytestmark = [pytest.mark.browser, pytest.mark.server]
ARTICLE = "news/khoi-cong-ham-duong-bo-hoang-lien/"


@pytest.fixture(scope="module", params=["nginx", "apache"])
def served(
    request: pytest.FixtureRequest, own_site: sites.BuiltSite, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("behind")
    shutil.copytree(own_site.folder, folder / "site")
    serving.open_to_servers(folder / "site")
    base = own_site.project.base_path
    files = [path.relative_to(folder / "site").as_posix() for path in (folder / "site").rglob("*") if path.is_file()]
    site, problems = served_site(base, (folder / "site").as_posix(), files, ())
    assert problems == []
    assert site is not None
    server, written = {
        "nginx": (serving.nginx, nginx_configuration(site)),
        "apache": (serving.apache, apache_configuration(site)),
    }[request.param]
    with server(folder, written) as port:
        origin = f"http://127.0.0.1:{port}"
        yield Served(own_site, origin + base, origin)


def test_everything_works_under_the_policy(visit: Any) -> None:
    """Menu, colours, switcher, search and filters; `visit` fails on any violation, error or request elsewhere."""
    with visit() as visitor:
        page = visitor.page
        visitor.open("")
        policy = visitor.responses[0].headers["content-security-policy"]
        assert {part.strip().split(" ")[0] for part in policy.split(";")} == {
            name for name, _ in CONTENT_SECURITY_POLICY
        }
        assert "unsafe" not in policy
        visitor.follow(page.locator("nav.tabs a").nth(1))
        assert visitor.path == "news/"
        visitor.follow(page.locator("main a", has_text="hầm").first)
        for language in ("ja", "zh-Hans", "en"):
            visitor.follow(page.locator(f"nav.langs a[hreflang={language}]"))
            page.wait_for_selector(f"html[lang={language}]")
        page.locator("#q").press_sequentially("tunnel", delay=20)
        page.wait_for_selector("[role=listbox] [role=option]")
        page.keyboard.press("Escape")
        page.keyboard.press("Enter")
        page.wait_for_selector(".ttdn-search__title")
        visitor.open("search/?q=Lai Châu")
        page.wait_for_selector(".ttdn-search__title")
        page.locator("select[name=year]").select_option("2025")
        page.wait_for_url(re.compile("year=2025"))
        page.locator("[data-toggle-theme]:visible").click()
        visitor.open("documents/")
    with visit(viewport=PHONE, has_touch=True, color_scheme="dark") as visitor:
        visitor.open("plans/")
        visitor.page.locator("header summary:visible, header button[aria-expanded]:visible").first.click()
