"""The generated configurations inside real servers: every location, error and redirect carries the declared headers."""

from __future__ import annotations

import contextlib
import gzip
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
from publish import serving

from ttdn_site.publish.servers.apache import apache_configuration, apache_htaccess
from ttdn_site.publish.servers.nginx import nginx_configuration
from ttdn_site.publish.servers.policy import cache_control, content_type, security_headers
from ttdn_site.publish.servers.served import ServedSite, served_site

pytestmark = pytest.mark.server


def _served(folder: Path) -> ServedSite:
    site, problems = served_site(serving.BASE, folder.as_posix(), serving.FILES, serving.REDIRECTS)
    assert problems == []
    assert site is not None
    return site


@contextlib.contextmanager
def _nginx(folder: Path, root: Path) -> Iterator[int]:
    with serving.nginx(folder, nginx_configuration(_served(root))) as port:
        yield port


@contextlib.contextmanager
def _apache(folder: Path, root: Path) -> Iterator[int]:
    with serving.apache(folder, apache_configuration(_served(root))) as port:
        yield port


@contextlib.contextmanager
def _htaccess(folder: Path, root: Path) -> Iterator[int]:
    (root / ".htaccess").write_text(apache_htaccess(_served(root)), encoding="utf-8", newline="\n")
    alias = f'Alias "{serving.BASE[:-1]}" "{root}"\n'
    with serving.apache(folder, alias, override="All") as port:
        yield port


_SERVERS: dict[str, Callable[[Path, Path], contextlib.AbstractContextManager[int]]] = {
    "nginx": _nginx,
    "apache": _apache,
    "htaccess": _htaccess,
}


@pytest.fixture(scope="module", params=sorted(_SERVERS))
def port(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("server")
    serving.open_to_servers(folder)
    root = serving.make_site(folder / "trang web")
    (root / "shell.php").write_text("<?php evil();", encoding="utf-8")
    (root / ".secret").write_text("secret", encoding="utf-8")
    (root / "link.html").symlink_to("/etc/hostname")
    with _SERVERS[request.param](folder, root) as number:
        yield number


def _assert_headers(headers: list[tuple[str, str]], path: str) -> None:
    for name, value in security_headers():
        assert [found for key, found in headers if key == name.lower()] == [value], (path, name)
    assert [value for key, value in headers if key == "strict-transport-security"] == []


@pytest.mark.parametrize("path", sorted(serving.FILES))
def test_every_file_has_its_type_caching_and_headers(port: int, path: str) -> None:
    status, headers, body = serving.get(port, quote(serving.BASE + path))
    assert (status, body) == (200, serving.FILES[path].encode())
    _assert_headers(headers, path)
    assert dict(headers)["content-type"] == content_type(path)
    assert [value for name, value in headers if name == "cache-control"] == [cache_control(path)]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("missing", "Không tìm thấy trang"),
        ("missing/", "Không tìm thấy trang"),
        ("missing.0a1b2c3d.js", "Không tìm thấy trang"),
        ("en/missing", "Page not found"),
        ("en/news/missing.png", "Page not found"),
        ("zh/không/có/", "找不到页面"),
        ("en/news/fair/index.html/more", "Page not found"),
        ("shell.php", "Không tìm thấy trang"),
        (".secret", "Không tìm thấy trang"),
    ],
)
def test_missing_pages_answer_in_their_language(port: int, path: str, words: str) -> None:
    status, headers, body = serving.get(port, quote(serving.BASE + path))
    assert status == 404
    assert words in body.decode()
    _assert_headers(headers, path)
    assert dict(headers)["content-type"] == "text/html; charset=utf-8"
    assert [value for name, value in headers if name == "cache-control"] == ["no-cache"]


def test_folders_are_not_listed(port: int) -> None:
    for path in ("empty/", "images/"):
        status, headers, _ = serving.get(port, serving.BASE + path)
        assert status in (403, 404), path
        _assert_headers(headers, path)


def test_links_are_not_followed(port: int, request: pytest.FixtureRequest) -> None:
    status, headers, _ = serving.get(port, f"{serving.BASE}link.html")
    assert status in (403, 404)
    # Apache refuses a link before it knows which sections apply; its answer is its own text.
    if "nginx" in request.node.name:
        _assert_headers(headers, "link.html")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("en/news/expo/", "en/news/fair/"),
        ("en/news/expo", "en/news/fair/"),
        ("en/news/expo/index.html", "en/news/fair/"),
        ("tin-tức/hội-thảo/", "tin-tức/hội-nghị/"),
        ("data/ke-hoach.csv", "data/plan.csv"),
        ("en/news/fair", "en/news/fair/"),
        ("en", "en/"),
    ],
)
def test_moved_pages_and_folders_redirect(port: int, old: str, new: str) -> None:
    status, headers, _ = serving.get(port, quote(serving.BASE + old))
    assert status == 301
    assert unquote(urlsplit(dict(headers)["location"]).path) == serving.BASE + new
    _assert_headers(headers, old)


def test_redirects_take_nothing_below_them(port: int) -> None:
    assert serving.get(port, f"{serving.BASE}en/news/expo/other/")[0] == 404


def test_the_base_path_without_its_slash_redirects(port: int) -> None:
    status, headers, _ = serving.get(port, serving.BASE[:-1])
    assert status == 301
    assert urlsplit(dict(headers)["location"]).path == serving.BASE
    _assert_headers(headers, serving.BASE[:-1])


def test_pages_are_revalidated(port: int) -> None:
    _, headers, _ = serving.get(port, serving.BASE)
    status, again, _ = serving.get(port, serving.BASE, If_None_Match=dict(headers)["etag"])
    assert status == 304
    _assert_headers(again, "304")


def test_refused_methods_carry_the_headers(port: int) -> None:
    status, headers, _ = serving.get(port, f"{serving.BASE}en/", method="POST")
    assert status in (403, 405)
    _assert_headers(headers, "POST")


def test_nginx_compresses_text(tmp_path: Path) -> None:
    root = serving.make_site(tmp_path / "site")
    with _nginx(tmp_path, root) as port:
        _, headers, body = serving.get(port, f"{serving.BASE}assets/app.0a1b2c3d.js", Accept_Encoding="gzip")
        assert dict(headers)["content-encoding"] == "gzip"
        assert gzip.decompress(body).decode() == serving.FILES["assets/app.0a1b2c3d.js"]


def test_a_site_at_the_root_of_a_host(tmp_path: Path) -> None:
    root = serving.make_site(tmp_path / "site")
    site, _ = served_site("/", root.as_posix(), serving.FILES)
    assert site is not None
    assert "location ^~ / {" in nginx_configuration(site)
    assert f'Alias "/" "{root.as_posix()}/"' in apache_configuration(site)
