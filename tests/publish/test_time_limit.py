"""A verification ends when its time is over, says what it did not look at, and is never taken for a good one."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import pytest
from publish import publications, serving

from ttdn_site.cli.main import main
from ttdn_site.publish.fetch import Answer
from ttdn_site.publish.time_limit import TimeLimit, from_now
from ttdn_site.publish.verify import verify_directory
from ttdn_site.publish.verify_served import verify_url

BASE = "https://laichau.gov.vn/thongtindoingoai/"
FILES = len(serving.FILES)


class Clock:
    """A clock that goes on when it is told to."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


def slow_server(site: Path, clock: Clock, seconds: float) -> Callable[[str, Mapping[str, str]], Answer]:
    """Right answers, each after so many seconds."""

    def fetch(address: str, headers: Mapping[str, str]) -> Answer:
        clock.time += seconds
        path = unquote(address.removeprefix(BASE))
        file = site / (f"{path}index.html" if path.endswith("/") or not path else path)
        return Answer(200, (), file.read_bytes()) if file.is_file() else Answer(404, (), b"")

    return fetch


def test_a_slow_server_is_left_when_the_time_is_over(tmp_path: Path) -> None:
    site, folder, _ = publications.publish(tmp_path)
    clock = Clock()
    report = verify_url(
        BASE, folder, slow_server(site, clock, 10), now=publications.NOW, workers=1, run=from_now(45, clock)
    )
    (ended,) = [found for found in report.findings if found.code.id == "MF028"]
    # One request for the address itself, and the fifth ends after the time.
    assert report.checked == 4
    assert dict(ended.parameters) == {"seconds": "45", "count": str(report.unchecked)}
    assert report.checked + report.unchecked >= FILES
    assert not report.ok
    assert clock.time < 1000 + 60


def test_a_request_that_the_end_cuts_is_no_server_that_is_gone(tmp_path: Path) -> None:
    _, folder, _ = publications.publish(tmp_path)
    clock = Clock()

    def fetch(address: str, headers: Mapping[str, str]) -> Answer:
        if address != BASE:
            clock.time += 100
            raise TimeoutError("no end after 45 seconds")
        return Answer(200, (), b"")

    report = verify_url(BASE, folder, fetch, now=publications.NOW, run=from_now(45, clock))
    assert {found.code.id for found in report.findings} == {"MF028"}
    assert report.checked == 0


def test_a_first_request_that_takes_all_the_time(tmp_path: Path) -> None:
    _, folder, _ = publications.publish(tmp_path)
    clock = Clock()

    def fetch(address: str, headers: Mapping[str, str]) -> Answer:
        clock.time += 100
        raise TimeoutError

    report = verify_url(BASE, folder, fetch, now=publications.NOW, run=from_now(45, clock))
    assert [found.code.id for found in report.findings] == ["MF028"]
    assert (report.checked, report.unchecked) == (0, FILES)


def test_a_slow_disk_is_left_when_the_time_is_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site, folder, _ = publications.publish(tmp_path)
    clock = Clock()

    def digest(path: str) -> str:
        clock.time += 10
        return hashlib.sha256(Path(path).read_bytes()).hexdigest()

    monkeypatch.setattr("ttdn_site.publish.verify.file_digest", digest)
    report = verify_directory(site, folder, now=publications.NOW, run=from_now(25, clock))
    assert [(found.code.id, dict(found.parameters)["count"]) for found in report.findings] == [
        ("MF028", str(FILES - 3))
    ]
    assert (report.checked, report.unchecked, report.ok) == (3, FILES - 3, False)
    assert verify_directory(site, folder, now=publications.NOW, run=from_now(10 * FILES, clock)).ok


@pytest.fixture
def dripping_pages(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server whose home page answers, and whose other answers never end."""
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    stop = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            try:
                while self.path != "/" and not stop.wait(0.02):
                    self.wfile.write(b"a")
            except OSError:
                return

        def log_message(self, format: str, *arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/"
    stop.set()
    server.shutdown()
    server.server_close()


def test_the_command_ends_in_time(dripping_pages: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each answer would take its two minutes; the run has two seconds."""
    _, folder, _ = publications.publish(tmp_path)
    seen = tmp_path / "seen"
    start = time.monotonic()
    command = ["verify", dripping_pages, "--manifest", str(folder), "--seen", str(seen), "--max-time", "2"]
    assert main([*command, "--format", "json"]) == 1
    assert time.monotonic() - start < 30
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is False
    assert told["unchecked"] >= FILES - 1
    assert "MF028" in {finding["code"] for finding in told["findings"]}
    assert not seen.exists()


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("en", (f"MF028 The check was ended after 7 s; {FILES} files", "0 files compared, NOT compared to the end")),
        ("vi", (f"MF028 Đã dừng kiểm tra sau 7 giây; còn {FILES} tệp", "CHƯA so sánh hết")),
    ],
)
def test_the_command_does_not_call_it_changed(
    locale: str,
    told: tuple[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site, folder, _ = publications.publish(tmp_path)
    header = json.loads((folder / "manifest.json").read_bytes())
    (folder / "manifest.json").write_text(json.dumps({**header, "expires_at": "9000-01-01T00:00:00+00:00"}))
    monkeypatch.setenv("LC_ALL", locale)
    monkeypatch.setattr("ttdn_site.cli.verify.from_now", lambda seconds: TimeLimit(seconds, 0, lambda: 1))
    assert main(["verify", str(site), "--manifest", str(folder), "--max-time", "7"]) == 1
    printed = capsys.readouterr().out
    assert all(part in printed for part in told)


@pytest.mark.parametrize("value", ["0", "-1", "1h", "9" * 20])
def test_a_limit_that_is_none_is_a_wrong_command_line(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", "site", "--manifest", "m", f"--max-time={value}"]) == 2
    assert "CL007" in capsys.readouterr().out
