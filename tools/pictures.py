"""Take the pictures of the handbook and the README: `python tools/pictures.py`, in the environment of the tests.

Builds this repository's portal and the example of handbook/en/plans.md into a temporary folder, serves both on the
loopback address and photographs them with Chromium (`CHROMIUM`, else `chromium` on the path) into handbook/pictures/.
Ends with 1 when a picture is larger than 200 KB or a portal cannot be built.
"""

from __future__ import annotations

import datetime as dt
import functools
import http.server
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import portals  # noqa: E402 - the tests' folder has to be on the path first

from ttdn_site.content.project import Project, read_project  # noqa: E402 - as above
from ttdn_site.engine.build import build  # noqa: E402 - as above
from ttdn_site.locales.messages import as_text  # noqa: E402 - as above

PICTURES = ROOT / "handbook" / "pictures"
EXAMPLE_PAGE = ROOT / "handbook" / "en" / "plans.md"
CLOCK = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
MOST_BYTES = 200_000
COLOURS = 256
DESKTOP = (1366, 900)
PHONE = (390, 780)


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture. page: address below the portal's base. at: what is scrolled to the top, a CSS selector."""

    name: str
    page: str
    size: tuple[int, int] = DESKTOP
    at: str = ""
    dark: bool = False
    example: bool = False


SHOTS = (
    Shot("home-vi", ""),
    Shot("home-en", "en/", dark=True),
    Shot("home-zh", "zh/"),
    Shot("home-ja", "ja/"),
    Shot("article-ja-phone", "ja/about/history/", PHONE),
    Shot("fallback-zh-phone", "zh/news/hoi-dam-u-dom-xay-2025/", PHONE),
    Shot("plan-desktop", "en/plans/dien-bien-2018-2020/", at="table:has(#line-I) caption"),
    Shot("plan-phone", "en/plans/dien-bien-2018-2020/", PHONE, at="table:has(#line-I) caption"),
    Shot("plan-example", "en/plans/thu-2025-2027/", (1366, 1370), example=True),
)


def example(root: Path) -> Project:
    """The small portal with the files that the handbook's page gives by their titles, mended as its commands do."""
    text = EXAMPLE_PAGE.read_text(encoding="utf-8")
    pattern = r'^(`{3,})\w+ title="([^"]+)"\n(.*?)^\1$'
    files = {match[2]: match[3] for match in re.finditer(pattern, text, re.DOTALL | re.MULTILINE)}
    project: Project = portals.portal(root, files)
    for command in re.findall(r"^\$ (sed .*)$", text, re.MULTILINE):
        subprocess.run(["/bin/sh", "-c", command], cwd=root, check=True)
    return project


def publish(project: Project, target: Path, clock: dt.datetime) -> None:
    """Build a portal into `target`. Raises RuntimeError with its problems when it is not published."""
    result = build(project, clock, target=target, durable=False)
    if not result.published:
        raise RuntimeError(as_text(result.problems, "en"))


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Requests are not printed."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port of the loopback address; gives the address."""
    handler = functools.partial(_Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def take(browser: Browser, shot: Shot, base: str) -> bytes:
    """One picture as PNG of at most 256 colours."""
    width, height = shot.size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if shot.dark else "light",
        reduced_motion="reduce",
        is_mobile=width < 600,
    )
    page = context.new_page()
    page.goto(base + shot.page, wait_until="load")
    page.evaluate("document.fonts.ready")
    if shot.at:
        page.locator(shot.at).first.evaluate("element => element.scrollIntoView({block: 'start'})")
    page.wait_for_timeout(300)
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")
    context.close()
    # Without dithering flat areas stay flat, which keeps the file small and letters sharp.
    for colours in (COLOURS, 128, 64, 32):
        out = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= MOST_BYTES:
            break
    return out.getvalue()


def main() -> int:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not chromium:
        print("No chromium on the path; name it in CHROMIUM.", file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    wanted = [shot for shot in SHOTS if not sys.argv[1:] or shot.name in sys.argv[1:]]
    too_large = 0
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        own, _ = read_project(ROOT / "mkdocs.yml")
        if own is None:
            return 1
        bases: dict[bool, str] = {}
        for is_example in sorted({shot.example for shot in wanted}):
            project = example(work / "example") if is_example else own
            path = urlsplit(project.base_url).path
            publish(project, work / f"www{is_example:d}" / path.strip("/"), portals.CLOCK if is_example else CLOCK)
            bases[is_example] = path
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            for is_example, path in bases.items():
                with served(work / f"www{is_example:d}") as address:
                    for shot in (one for one in wanted if one.example is is_example):
                        data = take(browser, shot, address + path)
                        (PICTURES / f"{shot.name}.png").write_bytes(data)
                        print(f"{shot.name}.png {len(data)}")
                        too_large += len(data) > MOST_BYTES
            browser.close()
    return 1 if too_large else 0


if __name__ == "__main__":
    raise SystemExit(main())
