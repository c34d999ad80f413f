"""The text of server configurations, without a server."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from publish import serving

from ttdn_site.publish.servers.apache import apache_configuration, apache_htaccess
from ttdn_site.publish.servers.iis import iis_problems, iis_web_config
from ttdn_site.publish.servers.nginx import nginx_configuration
from ttdn_site.publish.servers.policy import (
    CONTENT_SECURITY_POLICY,
    CONTENT_TYPES,
    cache_control,
    content_security_policy,
    content_type,
    meta_content_security_policy,
    security_headers,
)
from ttdn_site.publish.servers.served import ServedSite, hashed_folders, old_addresses, served_site

# The part of IIS_schema.xml (IIS 10) that we use: attributes and children of each element below system.webServer.
_IIS: dict[str, tuple[set[str], set[str]]] = {
    "system.webServer": (
        set(),
        {
            "httpProtocol",
            "staticContent",
            "defaultDocument",
            "directoryBrowse",
            "handlers",
            "security",
            "httpErrors",
            "httpRedirect",
        },
    ),
    "httpProtocol": ({"allowKeepAlive"}, {"customHeaders", "redirectHeaders"}),
    "customHeaders": (set(), {"add", "remove", "clear"}),
    "staticContent": (
        {"defaultDocFooter", "isDocFooterFileName", "enableDocFooter"},
        {"mimeMap", "remove", "clientCache"},
    ),
    "mimeMap": ({"fileExtension", "mimeType"}, set()),
    "clientCache": (
        {"cacheControlMode", "cacheControlMaxAge", "httpExpires", "cacheControlCustom", "setEtag"},
        set(),
    ),
    "defaultDocument": ({"enabled"}, {"files"}),
    "files": (set(), {"add", "remove", "clear"}),
    "directoryBrowse": ({"enabled", "showFlags", "virtualDirectoryTimeout"}, set()),
    "handlers": ({"accessPolicy"}, {"add", "remove", "clear"}),
    "security": (set(), {"requestFiltering"}),
    "requestFiltering": ({"allowDoubleEscaping", "allowHighBitCharacters"}, {"fileExtensions", "verbs"}),
    "fileExtensions": ({"allowUnlisted", "applyToWebDAV"}, {"add", "remove", "clear"}),
    "verbs": ({"allowUnlisted", "applyToWebDAV"}, {"add", "remove", "clear"}),
    "httpErrors": ({"errorMode", "existingResponse", "defaultResponseMode"}, {"error", "remove", "clear"}),
    "error": ({"statusCode", "subStatusCode", "prefixLanguageFilePath", "path", "responseMode"}, set()),
    "httpRedirect": ({"enabled", "destination", "exactDestination", "httpResponseStatus", "childOnly"}, set()),
    "add": ({"name", "value", "fileExtension", "verb", "allowed"}, set()),
    "remove": ({"name", "fileExtension", "statusCode", "subStatusCode", "verb"}, set()),
    "clear": (set(), set()),
}


def _served() -> ServedSite:
    site, problems = served_site(serving.BASE, "/srv/www/ttdn", serving.FILES, serving.REDIRECTS)
    assert problems == []
    assert site is not None
    return site


def test_the_policy_allows_nothing_inline_and_nothing_foreign() -> None:
    policy = content_security_policy()
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert "*" not in policy
    assert "http" not in policy
    assert len({name for name, _ in CONTENT_SECURITY_POLICY}) == len(CONTENT_SECURITY_POLICY)


def test_the_meta_policy_leaves_out_what_meta_may_not_say() -> None:
    assert meta_content_security_policy() == content_security_policy().replace("frame-ancestors 'none'; ", "")


def test_no_header_can_break_a_configuration() -> None:
    for name, value in security_headers():
        assert re.fullmatch(r"[A-Za-z-]+", name)
        assert not set(value) & set('"\\$\r\n')
        assert name != "Strict-Transport-Security"


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("assets/app.0a1b2c3d.js", "public, max-age=31536000, immutable"),
        ("assets/main.5f6e7d8c9b.min.css", "public, max-age=31536000, immutable"),
        ("images/hoi-nghi-20260901.jpg", "public, max-age=86400"),
        ("images/facade.jpg", "public, max-age=86400"),
        ("en/index.html", "no-cache"),
        ("data/plan.csv", "no-cache"),
        ("en/feed.atom", "public, max-age=900"),
    ],
)
def test_caching(path: str, expected: str) -> None:
    assert cache_control(path) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("en/", "text/html; charset=utf-8"),
        ("a/b.WOFF2", "font/woff2"),
        ("a.b/c", "application/octet-stream"),
        ("data/x.csv", "text/csv; charset=utf-8"),
    ],
)
def test_types(path: str, expected: str) -> None:
    assert content_type(path) == expected


def test_types_are_declared_once_and_in_order() -> None:
    extensions = [known.extension for known in CONTENT_TYPES]
    assert extensions == sorted(set(extensions))


@pytest.mark.parametrize("base", ["", "x/", "/x", "/../", "/thông tin/", '/x";/', "/a//b/"])
def test_bad_base_paths_are_refused(base: str) -> None:
    site, problems = served_site(base, "/srv", ["404.html"])
    assert site is None
    assert [found.code.id for found in problems] == ["SV001"]


@pytest.mark.parametrize("folder", ["", '/srv"', "/srv;x", "/srv/$x", "/srv\nroot /", "/srv{"])
def test_bad_folders_are_refused(folder: str) -> None:
    site, problems = served_site("/", folder, ["404.html"])
    assert site is None
    assert [found.code.id for found in problems] == ["SV002"]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("a/", "missing/", "SV008"),
        ("a/", "en", "SV008"),
        ("en/", "zh/", "SV007"),
        ("en/news/", "en/", "SV007"),
        ("a/", "https://example.com/", "SV003"),
        ('a";return 200', "en/", "SV003"),
        ("../a", "en/", "SV003"),
        ("/a/", "en/", "SV003"),
        ("a\n/", "en/", "SV003"),
        ("a$/", "en/", "SV003"),
    ],
)
def test_bad_redirects_are_reported_and_left_out(old: str, new: str, code: str) -> None:
    site, problems = served_site("/", "/srv", serving.FILES, [(old, new)])
    assert site is not None
    assert site.redirects == ()
    assert [found.code.id for found in problems] == [code]


def test_the_second_redirect_from_one_address_is_refused() -> None:
    site, problems = served_site("/", "/srv", serving.FILES, [("a/", "en/"), ("a/", "zh/")])
    assert site is not None
    assert site.redirects == (("a/", "en/"),)
    assert [found.code.id for found in problems] == ["SV009"]


def test_a_site_without_error_page_is_noted() -> None:
    _, problems = served_site("/", "/srv", ["index.html"])
    assert [found.code.id for found in problems] == ["SV004"]


def test_error_pages_are_those_of_the_languages() -> None:
    assert _served().not_found == (("", "404.html"), ("en/", "en/404.html"), ("zh/", "zh/404.html"))


def test_hashed_folders_hold_nothing_else() -> None:
    assert hashed_folders(serving.FILES) == ("assets",)
    assert hashed_folders([*serving.FILES, "assets/deep/plain.js"]) == ()
    assert hashed_folders(["a/b/x.0a1b2c3d.js", "a/y.txt"]) == ("a/b",)


def test_a_moved_page_is_found_under_each_spelling() -> None:
    assert old_addresses("a/b/") == ("a/b/", "a/b", "a/b/index.html")
    assert old_addresses("a.csv") == ("a.csv",)


def test_nginx_declares_headers_in_two_places_only() -> None:
    text = nginx_configuration(_served())
    # The outer location, and the one for the base path without its slash; anywhere else would hide the rest.
    assert text.count("add_header") == 2 * (len(security_headers()) + 1)
    assert all(line.rstrip().endswith("always;") for line in text.splitlines() if "add_header" in line)


def test_apache_empties_the_other_table_first() -> None:
    for text in (apache_configuration(_served()), apache_htaccess(_served())):
        lines = [line.strip() for line in text.splitlines()]
        for number, line in enumerate(lines):
            if line.startswith("Header always set "):
                assert lines[number - 1] == f"Header onsuccess unset {line.split()[3]}"


def test_configurations_are_the_same_each_time() -> None:
    for write in (nginx_configuration, apache_configuration, apache_htaccess, iis_web_config):
        assert write(_served()) == write(_served())
        assert write(_served()).endswith("\n")


def test_web_config_keeps_to_the_schema() -> None:
    root = ET.fromstring(iis_web_config(_served()).encode())
    assert root.tag == "configuration"
    assert {child.tag for child in root} == {"system.webServer", "location"}
    for element in root.iter():
        if element.tag in ("configuration", "location"):
            continue
        attributes, children = _IIS[element.tag]
        assert set(element.attrib) <= attributes, element.tag
        assert {child.tag for child in element} <= children, element.tag


def test_web_config_removes_before_it_adds() -> None:
    root = ET.fromstring(iis_web_config(_served()).encode())
    keys = {"add": ("name", "fileExtension", "verb"), "mimeMap": ("fileExtension",), "error": ("statusCode",)}
    added = 0
    for parent in root.iter():
        removed: set[str] = set()
        cleared = False
        for child in parent:
            if child.tag == "clear":
                cleared = True
            if child.tag == "remove":
                removed |= set(child.attrib.values())
            if child.tag in keys and not cleared:
                key = next(child.attrib[name] for name in keys[child.tag] if name in child.attrib)
                assert key in removed, key
                added += 1
    assert added > len(CONTENT_TYPES)


def test_web_config_says_the_same_as_the_policy() -> None:
    root = ET.fromstring(iis_web_config(_served()).encode())
    headers = {add.attrib["name"]: add.attrib["value"] for add in root.iterfind("system.webServer/httpProtocol//add")}
    assert headers == dict(security_headers())
    types = {item.attrib["fileExtension"]: item.attrib["mimeType"] for item in root.iter("mimeMap")}
    assert types == {f".{known.extension}": content_type(f"x.{known.extension}") for known in CONTENT_TYPES}
    errors = {
        location.attrib["path"]: error.attrib["path"]
        for location in root.iter("location")
        for error in location.iter("error")
    }
    assert errors == {"en": f"{serving.BASE}en/404.html", "zh": f"{serving.BASE}zh/404.html"}
    redirects = {
        location.attrib["path"]: move.attrib["destination"]
        for location in root.iter("location")
        for move in location.iter("httpRedirect")
    }
    assert redirects == {old.rstrip("/"): serving.BASE + new for old, new in serving.REDIRECTS}
    cached = [
        location.attrib["path"] for location in root.iter("location") if location.find(".//clientCache") is not None
    ]
    assert cached == ["assets"]


def test_web_config_says_that_nobody_tried_it() -> None:
    assert "NOT VERIFIED ON A SERVER" in iis_web_config(_served())


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("assets/bin/map.svg", "SV005"),
        ("App_Data/plan.csv", "SV005"),
        ("a+b.pdf", "SV010"),
        ("a./b.pdf", "SV011"),
        ("data/plan.xyz", "SV006"),
        ("LICENSE", "SV006"),
    ],
)
def test_what_iis_would_not_serve(path: str, code: str) -> None:
    assert [found.code.id for found in iis_problems([path])] == [code]


def test_the_example_site_suits_iis() -> None:
    assert iis_problems(serving.FILES) == []
