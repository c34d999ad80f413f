"""What browsers and others ask of a preview: nothing but the site, and no traceback on the editor's console."""

from __future__ import annotations

import datetime as dt
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import portals
import pytest

from ttdn_site.engine.preview import Preview, Server, handler


@pytest.fixture
def serving(tmp_path: Path) -> Iterator[tuple[str, int]]:
    portals.portal(tmp_path)
    preview = Preview((tmp_path / "mkdocs.yml").resolve(), lambda: dt.datetime.now(dt.UTC))
    preview.rebuild()
    server = Server(("127.0.0.1", 0), handler(preview, "en"))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield ("127.0.0.1", server.server_address[1])
    server.shutdown()
    server.server_close()
    thread.join()


def answered(address: tuple[str, int], request: bytes) -> bytes:
    with socket.create_connection(address, timeout=30) as connection:
        connection.sendall(request + b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (b"/ttdn/", 200),
        (b"/ttdn/%ff%fe", 404),
        (b"/ttdn/\xff\xfe", 404),
        (b"/ttdn/%00", 404),
        (b"/ttdn/../mkdocs.yml", 404),
        (b"/ttdn/%2e%2e/%2e%2e/mkdocs.yml", 404),
        (b"/ttdn/..%5c..%5cmkdocs.yml", 404),
        (b"/ttdn//etc/passwd", 404),
        (b"/ttdn/" + b"a" * 30_000, 404),
        (b"/ttdn/_preview/state.json?known=%ff", 200),
        (b"//[", 404),
        (b"http://[", 400),
        (b"*", 404),
    ],
)
def test_odd_paths(path: bytes, status: int, serving: tuple[str, int], capfd: pytest.CaptureFixture[str]) -> None:
    answer = answered(serving, b"GET " + path)
    assert answer.startswith(b"HTTP/1.1 %d " % status)
    assert b"docs_structure" not in answer
    assert answered(serving, b"GET /ttdn/").startswith(b"HTTP/1.1 200 ")
    assert capfd.readouterr().err == ""


def test_a_browser_that_went_away_is_no_news(capfd: pytest.CaptureFixture[str]) -> None:
    """Every closed tab waits for a save at that moment."""
    for error, is_told in ((BrokenPipeError(), False), (ConnectionResetError(), False), (KeyError("a"), True)):
        with Server(
            ("127.0.0.1", 0), handler(Preview(Path("mkdocs.yml"), lambda: dt.datetime.now(dt.UTC)), "en")
        ) as server:
            try:
                raise error
            except Exception:
                server.handle_error(None, ("127.0.0.1", 1))
        assert ("Traceback" in capfd.readouterr().err) == is_told


def test_a_folder_of_texts_that_goes_leaves_the_last_site(tmp_path: Path) -> None:
    portals.portal(tmp_path)
    preview = Preview((tmp_path / "mkdocs.yml").resolve(), lambda: dt.datetime.now(dt.UTC))
    preview.rebuild()
    shutil.rmtree(tmp_path / "docs")
    assert "FL008" in {found.code.id for found in preview.rebuild()}
    assert preview.state.files["index.html"]
    portals.portal(tmp_path)
    assert preview.rebuild() == ()
