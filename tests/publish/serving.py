"""A small site and the real web servers that serve it on a loopback port with the generated configuration."""

from __future__ import annotations

import contextlib
import getpass
import http.client
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

BASE = "/thongtindoingoai/"
FILES = {
    "index.html": "<!DOCTYPE html><html lang=vi><title>Trang chủ</title>",
    "404.html": "<!DOCTYPE html><html lang=vi><title>Không tìm thấy trang</title>",
    "tin-tức/hội-nghị/index.html": "<!DOCTYPE html><title>Hội nghị</title>",
    "en/index.html": "<!DOCTYPE html><html lang=en><title>Home</title>",
    "en/404.html": "<!DOCTYPE html><html lang=en><title>Page not found</title>",
    "en/news/fair/index.html": "<!DOCTYPE html><title>Fair</title>",
    "en/feed.atom": "<feed/>",
    "en/feed.rss": "<rss/>",
    "en/events.ics": "BEGIN:VCALENDAR",
    "zh/index.html": "<!DOCTYPE html><html lang=zh-Hans><title>首页</title>",
    "zh/404.html": "<!DOCTYPE html><html lang=zh-Hans><title>找不到页面</title>",
    "assets/app.0a1b2c3d.js": "export {};" * 400,
    "assets/app.5f6e7d8c9b.min.css": "body{}",
    "assets/font.00aabbcc.woff2": "wOF2",
    "images/map.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "images/hoi-nghi-20260901.jpg": "jpeg",
    "data/plan.csv": "cột\n",
    "data/plan.xlsx": "PK",
    "data/plan.json": "{}",
    "manifest.webmanifest": "{}",
    "search/vi/0.json": "[]",
    "sitemap.xml": "<urlset/>",
    "robots.txt": "User-agent: *\n",
    "empty/below/file.pdf": "%PDF",
}
REDIRECTS = (
    ("en/news/expo/", "en/news/fair/"),
    ("tin-tức/hội-thảo/", "tin-tức/hội-nghị/"),
    ("data/ke-hoach.csv", "data/plan.csv"),
)


def make_site(root: Path) -> Path:
    for path, text in FILES.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    return root


def program(name: str) -> str:
    """The path of a server or tool. Missing: a failure where CI is set, a skip with its reason elsewhere."""
    found = shutil.which(name, path=os.environ.get("PATH", "") + os.pathsep + "/usr/sbin")
    if found is None:
        if os.environ.get("CI", "").lower() == "true":
            pytest.fail(f"{name} is not installed; continuous integration must have it")
        pytest.skip(f"{name} is not installed: what it proves is NOT proved here")
    return found


def open_to_servers(folder: Path) -> None:
    """Let a server's own account through; pytest's folders are for their owner only."""
    for parent in (folder, *folder.parents):
        if parent.stat().st_mode & 0o005 != 0o005 and parent.owner() == folder.owner():
            parent.chmod(parent.stat().st_mode | 0o055)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def get(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, list[tuple[str, str]], bytes]:
    """Status, every header line (names in lower case, duplicates kept), body; redirects are not followed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer = connection.getresponse()
        return answer.status, [(name.lower(), value) for name, value in answer.getheaders()], answer.read()
    finally:
        connection.close()


@contextlib.contextmanager
def running(command: list[str], port: int, log: Path) -> Iterator[None]:
    """A server in the foreground until the block ends; its log is shown when it does not start."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        for _ in range(200):
            if process.poll() is not None:
                break
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                break
            time.sleep(0.02)
        if process.poll() is not None:
            pytest.fail(f"{command[0]} ended: {log.read_text(encoding='utf-8', errors='replace')}")
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


@contextlib.contextmanager
def nginx(folder: Path, configuration: str) -> Iterator[int]:
    """nginx with the configuration inside a server block that has headers of its own."""
    binary, port = program("nginx"), free_port()
    (folder / "site.conf").write_text(configuration, encoding="utf-8", newline="\n")
    temporary = "\n".join(
        f"    {kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = f"user {getpass.getuser()};" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"""{user}
daemon off; master_process off; pid {folder}/pid; error_log stderr warn;
events {{}}
http {{
    access_log off;
{temporary}
    server {{
        listen 127.0.0.1:{port};
        server_name host.test;
        add_header X-Frame-Options SAMEORIGIN;
        add_header Content-Security-Policy "default-src *" always;
        location / {{ return 200 "the host"; }}
        location ~ \\.php$ {{ return 200 "a program ran"; }}
        include {folder}/site.conf;
    }}
}}
""",
        encoding="utf-8",
    )
    with running([binary, "-p", str(folder), "-c", str(folder / "nginx.conf")], port, folder / "log"):
        yield port


_MODULES = ("mpm_event", "authz_core", "alias", "dir", "headers", "mime", "setenvif", "autoindex", "negotiation")


@contextlib.contextmanager
def apache(folder: Path, configuration: str, *, override: str = "") -> Iterator[int]:
    """Apache with the configuration inside a virtual host that has headers of its own."""
    binary, port = program("apache2"), free_port()
    (folder / "site.conf").write_text(configuration, encoding="utf-8", newline="\n")
    modules = "\n".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in _MODULES)
    account = "User www-data\nGroup www-data" if os.geteuid() == 0 else ""
    (folder / "apache.conf").write_text(
        f"""ServerRoot {folder}
Listen 127.0.0.1:{port}
ServerName host.test
PidFile {folder}/apache.pid
DefaultRuntimeDir {folder}
ErrorLog {folder}/log
{modules}
{account}
TypesConfig /dev/null
AddLanguage ja .ja
<VirtualHost *:{port}>
    DocumentRoot {folder}
    Header set Content-Security-Policy "default-src *"
    Header always set X-Frame-Options "SAMEORIGIN"
    Header set Cache-Control "max-age=7"
    <Directory {folder}>
        Options +Indexes +FollowSymLinks
        Require all granted
        AllowOverride {override or "None"}
    </Directory>
    Include {folder}/site.conf
</VirtualHost>
""",
        encoding="utf-8",
    )
    with running([binary, "-D", "FOREGROUND", "-f", str(folder / "apache.conf")], port, folder / "output"):
        yield port
