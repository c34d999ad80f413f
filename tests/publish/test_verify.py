"""Tampering with a folder and with what a server hands out; each kind is found and named."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote

import pytest
from publish import publications, serving

from ttdn_site.content.scans.spam_words import spam_words
from ttdn_site.publish import verify_served
from ttdn_site.publish.fetch import Answer, http_fetch
from ttdn_site.publish.injected import injections, outgoing_hosts, page_links
from ttdn_site.publish.servers.nginx import nginx_configuration
from ttdn_site.publish.servers.policy import content_type, security_headers
from ttdn_site.publish.servers.served import served_site
from ttdn_site.publish.signing import sign_manifest
from ttdn_site.publish.verify import Report, note_seen, read_seen, verify_directory
from ttdn_site.publish.verify_served import verify_url

_BASE = "https://laichau.gov.vn/thongtindoingoai/"
_SPAM = '<html><a href="https://casino.example/x">nhà cái uy tín</a><script src="//evil.example/a.js"></script>'


def _codes(report: Report) -> list[tuple[str, str]]:
    return [(found.code.id, found.location.path) for found in report.findings]


def test_an_untouched_folder_is_in_order(tmp_path: Path) -> None:
    site, folder, _ = publications.publish(tmp_path)
    report = verify_directory(site, folder, now=publications.NOW)
    assert (report.ok, report.findings, report.checked, report.sequence) == (True, (), len(serving.FILES), 1)


def _edit(site: Path) -> None:
    (site / "en/index.html").write_text(_SPAM, encoding="utf-8")


def _delete(site: Path) -> None:
    (site / "zh/index.html").unlink()


def _add(site: Path) -> None:
    (site / "nha-cai").mkdir()
    (site / "nha-cai/index.html").write_text("<p>hello", encoding="utf-8")


def _link(site: Path) -> None:
    (site / "robots.txt").unlink()
    (site / "robots.txt").symlink_to("/etc/hostname")


def _link_folder(site: Path) -> None:
    (site / "files").symlink_to("/etc")


def _one_byte(site: Path) -> None:
    (site / "data/plan.xlsx").write_bytes(b"PJ")


_TAMPERING: list[tuple[Callable[[Path], None], list[tuple[str, str]]]] = [
    (_edit, [(code, "en/index.html") for code in ("MF010", "MF013", "MF014", "MF015")]),
    (_delete, [("MF011", "zh/index.html")]),
    (_add, [("MF012", "nha-cai/index.html")]),
    (_one_byte, [("MF010", "data/plan.xlsx")]),
    *([] if os.name == "nt" else [(_link, [("MF001", "robots.txt")]), (_link_folder, [("MF001", "files")])]),
]


@pytest.mark.parametrize(("tamper", "expected"), _TAMPERING, ids=lambda value: getattr(value, "__name__", ""))
def test_tampering_on_disk_is_named(
    tmp_path: Path, tamper: Callable[[Path], None], expected: list[tuple[str, str]]
) -> None:
    site, folder, _ = publications.publish(tmp_path)
    tamper(site)
    report = verify_directory(site, folder, now=publications.NOW)
    assert not report.ok
    assert _codes(report) == expected


def test_an_outdated_manifest_and_an_older_one_are_findings(tmp_path: Path) -> None:
    site, folder, _ = publications.publish(tmp_path)
    late = verify_directory(site, folder, now=publications.NOW + timedelta(days=31))
    assert [found.code.id for found in late.findings] == ["MF018"]
    replayed = verify_directory(site, folder, now=publications.NOW, seen=2)
    assert [found.code.id for found in replayed.findings] == ["MF019"]
    assert verify_directory(site, folder, now=publications.NOW, seen=1).ok


def test_the_highest_number_is_kept(tmp_path: Path) -> None:
    note = tmp_path / "seen"
    assert read_seen(note) == (0, [])
    note_seen(note, Report("x", (), sequence=7))
    note_seen(note, Report("x", (), sequence=5))
    assert read_seen(note) == (7, [])
    note.write_text("broken", encoding="ascii")
    assert [found.code.id for found in read_seen(note)[1]] == ["MF027"]


def test_a_bad_signature_ends_the_comparison(tmp_path: Path) -> None:
    site, folder, _ = publications.publish(tmp_path)
    (tmp_path / "keys").mkdir()
    key = publications.make_key(tmp_path / "keys")
    assert sign_manifest(folder, key) == []
    allowed = publications.allow(key)
    good = verify_directory(site, folder, now=publications.NOW, allowed_signers=allowed)
    assert (good.ok, good.signer) == (True, "province@laichau.gov.vn")
    with (folder / "SHA256SUMS").open("ab") as file:
        file.write(b"ab" * 32 + b"  nha-cai/index.html\n")
    bad = verify_directory(site, folder, now=publications.NOW, allowed_signers=allowed)
    assert [found.code.id for found in bad.findings] == ["MF034"]
    assert bad.checked == 0


def test_the_report_is_json(tmp_path: Path) -> None:
    site, folder, _ = publications.publish(tmp_path)
    _edit(site)
    content = json.loads(verify_directory(site, folder, now=publications.NOW).to_json())
    assert content["schema"] == "ttdn-verify/1"
    assert content["ok"] is False
    assert content["findings"][0]["message"] == "en/index.html is not the file that was signed"


class _Server:
    """A server made of a folder that can be told to misbehave."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self.headers = dict(security_headers())
        self.crawler: dict[str, bytes] = {}
        self.redirects: dict[str, str] = {}
        self.types: dict[str, str] = {}
        self.soft = False

    def __call__(self, address: str, headers: Mapping[str, str]) -> Answer:
        assert address.startswith(_BASE)
        path = unquote(address.removeprefix(_BASE))
        if path in self.redirects:
            return self._answer(301, b"", path, (("location", self.redirects[path]),))
        file = path + "index.html" if path == "" or path.endswith("/") else path
        if "Googlebot" in headers["User-Agent"] and file in self.crawler:
            return self._answer(200, self.crawler[file], file)
        if (self.site / file).is_file():
            return self._answer(200, (self.site / file).read_bytes(), file)
        if self.soft:
            return self._answer(200, (self.site / "index.html").read_bytes(), "index.html")
        prefix = "en/" if path.startswith("en/") else "zh/" if path.startswith("zh/") else ""
        return self._answer(404, (self.site / f"{prefix}404.html").read_bytes(), "404.html")

    def _answer(self, status: int, body: bytes, path: str, more: tuple[tuple[str, str], ...] = ()) -> Answer:
        kind = self.types.get(path, content_type(path))
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Answer(status, (("content-type", kind), *headers.items(), *more), body)


@pytest.fixture
def served(tmp_path: Path) -> tuple[_Server, Path]:
    site, folder, _ = publications.publish(tmp_path)
    return _Server(site), folder


def _verify(server: _Server, folder: Path) -> Report:
    return verify_url(_BASE, folder, server, now=publications.NOW)


def test_an_untouched_server_is_in_order(served: tuple[_Server, Path]) -> None:
    report = _verify(*served)
    assert _codes(report) == []
    assert report.checked == len(serving.FILES)


def test_added_pages_are_found_through_the_links_of_changed_ones(served: tuple[_Server, Path]) -> None:
    server, folder = served
    (server.site / "en/index.html").write_text('<a href="bet/">x</a>', encoding="utf-8")
    for name in ("en/bet", "en/bet/more"):
        (server.site / name).mkdir()
    (server.site / "en/bet/index.html").write_text('<a href="more/">tài xỉu</a>', encoding="utf-8")
    (server.site / "en/bet/more/index.html").write_text("<p>fine", encoding="utf-8")
    assert _codes(_verify(server, folder)) == [
        ("MF012", "en/bet/"),
        ("MF015", "en/bet/"),
        ("MF012", "en/bet/more/"),
        ("MF010", "en/index.html"),
    ]


def test_pages_for_crawlers_only_are_found(served: tuple[_Server, Path]) -> None:
    server, folder = served
    server.crawler["en/index.html"] = _SPAM.encode()
    assert _codes(_verify(server, folder)) == [(code, "en/index.html") for code in ("MF013", "MF014", "MF015", "MF025")]


def test_redirects_are_not_followed_but_named(served: tuple[_Server, Path]) -> None:
    server, folder = served
    server.redirects["en/"] = "https://casino.example/"
    report = _verify(server, folder)
    assert [(found.code.id, dict(found.parameters)["location"]) for found in report.findings] == [
        ("MF021", "https://casino.example/")
    ]


def test_a_wrong_header_is_one_finding(served: tuple[_Server, Path]) -> None:
    server, folder = served
    del server.headers["Content-Security-Policy"]
    server.types["manifest.webmanifest"] = "text/plain"
    report = _verify(server, folder)
    assert [found.code.id for found in report.findings] == ["MF023", "MF022"]
    assert dict(report.findings[0].parameters)["more"] == str(len(serving.FILES) + 2)
    assert report.ok


def test_soft_errors_are_found(served: tuple[_Server, Path]) -> None:
    server, folder = served
    server.soft = True
    assert [found.code.id for found in _verify(server, folder).findings] == ["MF024"] * 3


def test_files_that_are_gone_are_missing(served: tuple[_Server, Path]) -> None:
    server, folder = served
    (server.site / "data/plan.csv").unlink()
    assert _codes(_verify(server, folder)) == [("MF011", "data/plan.csv")]


def test_an_unreachable_server_is_told_once(tmp_path: Path) -> None:
    _, folder, _ = publications.publish(tmp_path)
    asked: list[str] = []

    def fetch(address: str, headers: Mapping[str, str]) -> Answer:
        asked.append(address)
        raise TimeoutError("no answer")

    report = verify_url(_BASE, folder, fetch, now=publications.NOW)
    assert [found.code.id for found in report.findings] == ["MF020"]
    assert asked == [_BASE]


def test_a_server_that_stops_answering_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each request may wait for its time-out: a night would not do for forty thousand files."""
    monkeypatch.setattr(verify_served, "GIVES_UP", 3)
    _, folder, _ = publications.publish(tmp_path)
    asked: list[str] = []

    def fetch(address: str, headers: Mapping[str, str]) -> Answer:
        asked.append(address)
        if len(asked) > 1:
            raise TimeoutError("no answer")
        return Answer(200, (), b"")

    report = verify_url(_BASE, folder, fetch, now=publications.NOW, workers=1)
    counted = Counter(found.code.id for found in report.findings)
    assert counted == {"MF020": 3, "MF026": 1}
    assert len(asked) == 4


def test_an_address_that_is_none_is_a_finding(tmp_path: Path) -> None:
    _, folder, _ = publications.publish(tmp_path)

    def fetch(address: str, headers: Mapping[str, str]) -> Answer:
        raise AssertionError("nothing is asked of such an address")

    report = verify_url("https://[*a]/", folder, fetch, now=publications.NOW)
    assert [found.code.id for found in report.findings] == ["MF020"]


@pytest.fixture
def loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.server
@pytest.mark.usefixtures("loopback")
def test_a_real_server_with_our_configuration_has_no_finding(tmp_path: Path) -> None:
    site, folder, sums = publications.publish(tmp_path)
    serving.open_to_servers(tmp_path)
    facts, _ = served_site(serving.BASE, site.as_posix(), sums.by_path())
    assert facts is not None
    with serving.nginx(tmp_path, nginx_configuration(facts)) as port:
        base = f"http://127.0.0.1:{port}{serving.BASE}"
        assert _codes(verify_url(base, folder, http_fetch(), now=publications.NOW)) == []
        (site / "en/index.html").write_text(_SPAM, encoding="utf-8")
        report = verify_url(base, folder, http_fetch(), now=publications.NOW)
        assert ("MF010", "en/index.html") in _codes(report)
        assert not report.ok


@pytest.mark.server
@pytest.mark.usefixtures("loopback")
def test_answers_are_bounded(tmp_path: Path) -> None:
    site = serving.make_site(tmp_path / "site")
    facts, _ = served_site(serving.BASE, site.as_posix(), serving.FILES)
    assert facts is not None
    serving.open_to_servers(tmp_path)
    with serving.nginx(tmp_path, nginx_configuration(facts)) as port:
        address = f"http://127.0.0.1:{port}{serving.BASE}assets/app.0a1b2c3d.js"
        answer = http_fetch(limit=100)(address, {})
        assert (len(answer.body), answer.complete, answer.status) == (100, False, 200)
        with pytest.raises(OSError, match="no end after"):
            http_fetch(deadline=-1)(address, {})


@pytest.mark.parametrize("address", ["file:///etc/hostname", "ftp://127.0.0.1/", "data:,x", "http://", "x"])
def test_only_http_is_fetched(address: str) -> None:
    with pytest.raises(OSError):  # noqa: PT011 -- the words differ between Python versions
        http_fetch(timeout=1)(address, {})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nhà Cái uy tín số 1", ("nhà cái",)),
        ("<a href=/nha-cai-uy-tin/>", ("nhà cái",)),
        ("nh&#224; c&#225;i", ("nhà cái",)),
        ("澳门赌场", ("赌场",)),
        ("オンラインカジノ", ("オンラインカジノ",)),
        ("slot-gacor hari ini", ("slot gacor",)),
        ("mật ong và nhà cách mạng", ()),
        ("Công an triệt phá đường dây đánh bạc", ()),
        ("casino hotel investment", ()),
        ("nhà cáiết", ()),
    ],
)
def test_spam_words(text: str, words: tuple[str, ...]) -> None:
    assert spam_words(text) == words


@pytest.mark.parametrize(
    ("page", "codes"),
    [
        ('<a href="https://laichau.gov.vn/x">', []),
        ('<a href="/x">', []),
        ("<a href=https://bad.example/>", ["MF013"]),
        ("<a href='//bad.example'>", ["MF013"]),
        ("<A HREF = 'HTTPS://BAD.EXAMPLE/'>", ["MF013"]),
        ("<img srcset='a.png 1x, https://bad.example/b.png 2x'>", ["MF013"]),
        ("<script src='/assets/app.js'></script>", []),
        ("<script>alert(1)</script>", ["MF014"]),
        ('<script type="application/ld+json">{}</script>', []),
        ("<iframe src='https://bad.example/'>", ["MF014"]),
        ("<img src=x onerror=alert(1)>", ["MF014"]),
        ("<base href='https://bad.example/'>", ["MF014"]),
        ('<meta http-equiv="refresh" content="0; url=https://bad.example/">', ["MF014"]),
        ("<iframe src=javascript:alert(1)>", ["MF014"]),
        ("<![ <a <a <a", []),
        ("<a href='http://[bad/'>", []),
    ],
)
def test_injections(page: str, codes: list[str]) -> None:
    found = injections("en/index.html", page.encode(), f"{_BASE}en/", ())
    assert [item.code.id for item in found] == codes


def test_hostile_pages_take_linear_time() -> None:
    for piece in ("<a ", "<a href=", "<a href='", "<script ", "<meta http-equiv=refresh content=", "<loc>", "href="):
        injections("x.html", (piece * 30_000).encode(), _BASE, ())
        outgoing_hosts((piece * 30_000).encode())


def test_links_of_pages_and_sitemaps() -> None:
    page = '<a href="b/">x</a><a href="b/">y</a><a href="mailto:x@y">z</a><loc>https://laichau.gov.vn/c</loc>'
    assert page_links(page, _BASE) == (f"{_BASE}b/", "https://laichau.gov.vn/c")


def test_hosts_of_a_page() -> None:
    page = b"<a href=https://A.example/x><img src='//b.example'><a href=\"/c//d\"><a href='http://1.2.3.4:80/'>"
    assert outgoing_hosts(page) == {"a.example", "b.example", "1.2.3.4"}
