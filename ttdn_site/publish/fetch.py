"""One HTTP request, bounded in time and size, redirects reported instead of followed."""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ttdn_site.publish.time_limit import TimeLimit


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server sent. headers: (name in lower case, value), in order. complete: the body was within the limit."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    complete: bool = True

    def header(self, name: str) -> str | None:
        """The value of a header; several of one name are joined as RFC 9110, section 5.3 says."""
        values = [value for found, value in self.headers if found == name.lower()]
        return ", ".join(values) if values else None


Fetch = Callable[[str, Mapping[str, str]], Answer]
"""Address and request headers to an answer; OSError when there is none."""


class _Request(urllib.request.Request):
    """A request whose connection is cut at its deadline: a server that sends one letter now and then never times
    out."""

    def __init__(self, address: str, headers: dict[str, str], deadline: float) -> None:
        super().__init__(address, headers=headers)
        self.deadline = deadline
        self.cuts: list[tuple[threading.Timer, socket.socket]] = []

    def watch(self, sock: socket.socket) -> None:
        # A second name of the connection: TLS takes the first one away when its handshake begins.
        named = sock.dup()

        def cut() -> None:
            with contextlib.suppress(OSError):
                named.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(self.deadline, cut)
        timer.daemon = True
        self.cuts.append((timer, named))
        timer.start()

    def done(self) -> None:
        for timer, named in self.cuts:
            timer.cancel()
            named.close()


class _Plain(http.client.HTTPConnection):
    asked: _Request

    def connect(self) -> None:
        super().connect()
        self.asked.watch(self.sock)


class _Secure(http.client.HTTPSConnection, _Plain):
    """It connects as `_Plain` does, watched before the handshake, which a server can stretch too."""


def _watched(made: _Plain | _Secure, request: urllib.request.Request) -> http.client.HTTPConnection:
    assert isinstance(request, _Request)
    made.asked = request
    return made


class _PlainHandler(urllib.request.HTTPHandler):
    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(lambda host, /, **options: _watched(_Plain(host, **options), req), req)


class _SecureHandler(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(lambda host, /, **options: _watched(_Secure(host, **options), req), req)


def http_fetch(
    *, timeout: float = 20.0, deadline: float = 120.0, limit: int = 64 << 20, run: TimeLimit | None = None
) -> Fetch:
    """Fetch over http and https with the system's certificates and proxy settings.

    timeout: seconds without a sign of the server. deadline: seconds for the whole answer. limit: bytes of a body. run:
    of all requests together; the last one is cut where it ends.
    """
    # Without HTTPErrorProcessor no status is an exception and no redirect is followed; without the other default
    # handlers there is no file:, ftp: or data: address.
    opener = urllib.request.OpenerDirector()
    for handler in (urllib.request.ProxyHandler(), _PlainHandler(), _SecureHandler()):
        opener.add_handler(handler)
    opener.add_handler(urllib.request.UnknownHandler())

    def fetch(address: str, headers: Mapping[str, str]) -> Answer:
        seconds = deadline if run is None else min(deadline, run.left())
        ends = time.monotonic() + seconds
        request: _Request | None = None
        try:
            if seconds <= 0:
                raise TimeoutError
            request = _Request(address, {"Accept-Encoding": "identity", **headers}, seconds)
            with opener.open(request, timeout=min(timeout, seconds)) as response:
                parts: list[bytes] = []
                size = 0
                while size <= limit:
                    part = response.read1(min(1 << 16, limit + 1 - size))
                    if not part:
                        break
                    parts.append(part)
                    size += len(part)
                    if time.monotonic() > ends:
                        break
                if time.monotonic() > ends:
                    raise TimeoutError
                received = tuple((name.lower(), value) for name, value in response.headers.items())
                return Answer(response.status, received, b"".join(parts)[:limit], size <= limit)
        except (http.client.HTTPException, OSError, ValueError) as error:
            if time.monotonic() > ends:
                raise TimeoutError(f"no end after {seconds:.3g} seconds") from error
            if isinstance(error, OSError):
                raise
            raise OSError(f"{type(error).__name__}: {error}") from error
        finally:
            if request is not None:
                request.done()

    return fetch
