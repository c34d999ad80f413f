"""One HTTP request, bounded in time and size, redirects reported instead of followed."""

from __future__ import annotations

import http.client
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass


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


def http_fetch(*, timeout: float = 20.0, deadline: float = 120.0, limit: int = 64 << 20) -> Fetch:
    """Fetch over http and https with the system's certificates and proxy settings.

    timeout: seconds without a sign of the server. deadline: seconds for the whole answer. limit: bytes of a body.
    """
    # Without HTTPErrorProcessor no status is an exception and no redirect is followed; without the other default
    # handlers there is no file:, ftp: or data: address.
    opener = urllib.request.OpenerDirector()
    for handler in (urllib.request.ProxyHandler(), urllib.request.HTTPHandler(), urllib.request.HTTPSHandler()):
        opener.add_handler(handler)
    opener.add_handler(urllib.request.UnknownHandler())

    def fetch(address: str, headers: Mapping[str, str]) -> Answer:
        ends = time.monotonic() + deadline
        try:
            request = urllib.request.Request(address, headers={"Accept-Encoding": "identity", **headers})
            with opener.open(request, timeout=timeout) as response:
                parts: list[bytes] = []
                size = 0
                while size <= limit:
                    part = response.read1(min(1 << 16, limit + 1 - size))
                    if not part:
                        break
                    parts.append(part)
                    size += len(part)
                    if time.monotonic() > ends:
                        raise TimeoutError(f"no end after {deadline:g} seconds")
                received = tuple((name.lower(), value) for name, value in response.headers.items())
                return Answer(response.status, received, b"".join(parts)[:limit], size <= limit)
        except (http.client.HTTPException, ValueError) as error:
            raise OSError(f"{type(error).__name__}: {error}") from error

    return fetch
