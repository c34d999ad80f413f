"""The archive that is handed to whoever runs the web server: site, manifest, server configurations, instructions.

Same site, same manifest, same `epoch`: the same bytes, on any computer with the same zlib. Times are the epoch, names
are sorted, owners are nobody, modes are 644 and 755. Every file is compared with the manifest while it is packed.

An archive of changes holds only what differs from an earlier manifest, the list of what went away, and `apply.sh`: it
makes a copy of the published folder, applies the changes there, checks the whole result against the new manifest and
only then lets the folders change names.
"""

from __future__ import annotations

import contextlib
import errno
import gzip
import hashlib
import io
import os
import tarfile
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import IO

from ttdn_site.problems import Location, Problem, Severity, declare, has_errors, problem
from ttdn_site.publish.injected import outgoing_hosts
from ttdn_site.publish.manifest import Manifest, Sums, list_tree, read_manifest
from ttdn_site.publish.ownership import MANIFEST_NAMES
from ttdn_site.publish.servers.apache import apache_configuration, apache_htaccess
from ttdn_site.publish.servers.iis import iis_problems, iis_web_config
from ttdn_site.publish.servers.nginx import nginx_configuration
from ttdn_site.publish.servers.served import ServedSite, served_site
from ttdn_site.publish.staging import refusal

SITE_DIFFERS = declare(
    "PB020",
    Severity.ERROR,
    "The site is not what its manifest says: {path}; no archive was made",
    "Build the site again; if none of you changed the folder in between, find out who did",
    wrong="site/en/index.html edited by hand after the build",
    right="site/ as it was built",
)
ODD_NAME = declare(
    "PB021",
    Severity.ERROR,
    "The name {path} holds a line break, backslash or control character; not every system can unpack it",
    "Rename the file",
    wrong="bao\\cao.pdf",
    right="bao-cao.pdf",
)
NOT_SIGNED = declare(
    "PB022",
    Severity.WARNING,
    "The manifest is not signed; whoever receives the archive cannot tell who made it",
    "Sign the manifest with the key of the province, then make the archive again",
    wrong="site.manifest/ without SHA256SUMS.sig",
    right="site.manifest/ with SHA256SUMS.sig and manifest.json.sig",
)

MISPLACED = declare(
    "PB023",
    Severity.ERROR,
    "The archive cannot lie in {path}: that is part of the site or of its sources",
    "Choose another folder with --output",
    wrong="ttdn package --output site",
    right="ttdn package --output build",
)

# Packing these again costs time and gains nothing.
_PACKED = frozenset(
    {
        "avif",
        "docx",
        "gif",
        "jpeg",
        "jpg",
        "mp4",
        "ods",
        "odt",
        "png",
        "pptx",
        "webm",
        "webp",
        "woff",
        "woff2",
        "xlsx",
        "zip",
    }
)


@dataclass(frozen=True, slots=True)
class PackageRequest:
    """What goes into an archive.

    name: first part of the archive's name. base_url: address of the site's root. base_path: its path, with slashes on
    both sides. server_folder: full path of the site's folder on the server. epoch: seconds since 1970, the time of each
    file. redirects: (old, new) below the base path. previous: sums of the publication the other side has; then the
    archive holds changes only.
    """

    site: Path
    manifest_folder: Path
    name: str
    base_url: str
    base_path: str
    server_folder: str
    epoch: int
    redirects: tuple[tuple[str, str], ...] = ()
    previous: Sums | None = None


def misplaced(output: Path, taken: tuple[Path, ...]) -> list[Problem]:
    """Whether archives would lie among what is published. taken: the site, its manifest, the sources."""
    place = output.resolve()
    if any(place.is_relative_to(folder.resolve()) for folder in taken):
        return [problem(MISPLACED, Location(output.as_posix()), path=output)]
    return []


def make_package(
    request: PackageRequest, folder: Path, kinds: tuple[str, ...] = ("zip", "tar.gz")
) -> tuple[tuple[Path, ...], list[Problem]]:
    """Write the archives, each with a `.sha256` beside it, into an existing folder.

    Returns their paths, none when there is an error. Problems: MF002 to MF005, PB001, PB002, PB020 to PB022, SV001 to
    SV011.
    """
    read, problems = read_manifest(request.manifest_folder)
    if read is None:
        return (), problems
    manifest, sums = read
    served, found = served_site(request.base_path, request.server_folder, sums.by_path(), request.redirects)
    problems += found
    problems += [problem(ODD_NAME, Location(path), path=repr(path)) for path, _ in sums.entries if _is_odd(path)]
    if served is None or has_errors(problems):
        return (), problems
    if not (request.manifest_folder / "SHA256SUMS.sig").is_file():
        problems.append(problem(NOT_SIGNED, Location(request.manifest_folder.as_posix())))
    problems += iis_problems(sums.by_path())
    problems += _differences(request.site, sums)
    if has_errors(problems):
        return (), problems
    suffix = f"{manifest.sequence}-changes" if request.previous is not None else str(manifest.sequence)
    top = f"{request.name}-{suffix}"
    paths = tuple(folder / f"{top}.{kind}" for kind in kinds)
    try:
        problems += _pack(request, top, paths, (manifest, sums), served)
        if has_errors(problems):
            return (), problems
    except OSError as error:
        return (), [*problems, refusal(error, folder).reason]
    return paths, problems


def changes(previous: Sums, present: Sums) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The paths that are new or different, and those that went away."""
    before, now = previous.by_path(), present.by_path()
    changed = tuple(path for path, digest in present.entries if before.get(path) != digest)
    return changed, tuple(path for path, _ in previous.entries if path not in now)


def link_report(pages: dict[str, tuple[str, ...]]) -> str:
    """Hosts that pages link to, as tab-separated text. pages: the pages of each host, ordered."""
    lines = ["host\tpages\texample"]
    lines += [f"{host}\t{len(found)}\t{found[0]}" for host, found in sorted(pages.items())]
    return "\n".join(lines) + "\n"


def _pack(
    request: PackageRequest,
    top: str,
    paths: tuple[Path, ...],
    published: tuple[Manifest, Sums],
    served: ServedSite,
) -> list[Problem]:
    manifest, sums = published
    wanted, removed = changes(request.previous, sums) if request.previous else (tuple(sums.by_path()), ())
    chosen = frozenset(wanted)
    hosts: dict[str, list[str]] = {}
    fresh = [_fresh(path) for path in paths]
    sides = [path.with_name(f"{path.name}.sha256") for path in paths]
    try:
        with contextlib.ExitStack() as stack:
            writers = [stack.enter_context(_writer(path, request.epoch)) for path in fresh]
            extras = _texts(request, manifest, served, removed)
            # The list of allowed signers goes another way: what comes with the site proves nothing about it.
            for name in sorted(MANIFEST_NAMES - {"allowed_signers"}):
                if (request.manifest_folder / name).is_file():
                    extras[f"site.manifest/{name}"] = (request.manifest_folder / name).read_bytes()
            for path, digest in sums.entries:
                is_page = path.endswith((".html", ".htm"))
                if path not in chosen and not is_page:
                    continue
                data = (request.site / path).read_bytes()
                if hashlib.sha256(data).hexdigest() != digest:
                    return [problem(SITE_DIFFERS, Location(path), path=path)]
                for host in outgoing_hosts(data) if is_page else ():
                    hosts.setdefault(host, []).append(path)
                if path in chosen:
                    for writer in writers:
                        writer.add(f"{top}/site/{path}", data)
            extras["links.tsv"] = link_report({host: tuple(found) for host, found in hosts.items()}).encode()
            for name, data in sorted(extras.items()):
                for writer in writers:
                    writer.add(f"{top}/{name}", data, executable=name.endswith(".sh"))
        for made, final, side in zip(fresh, paths, sides, strict=True):
            with made.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            _fresh(side).write_text(f"{digest}  {final.name}\n", encoding="utf-8", newline="\n")
        # Everything is written by now. What only a look at the places can tell is asked before the first change.
        for final in (*paths, *sides):
            if final.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(final))
        for final in (*paths, *sides):
            _fresh(final).replace(final)
    finally:
        for final in (*paths, *sides):
            # A folder in that place is none of ours.
            if not _fresh(final).is_dir():
                _fresh(final).unlink(missing_ok=True)
    return []


def _fresh(path: Path) -> Path:
    """Where a file is written until it is whole."""
    return path.with_name(f"{path.name}.new")


def _differences(site: Path, sums: Sums) -> list[Problem]:
    try:
        files, others = list_tree(site)
    except OSError as error:
        return [refusal(error, site).reason]
    strange = sorted({*files, *others} ^ set(sums.by_path()))
    return [problem(SITE_DIFFERS, Location(path), path=path) for path in strange]


def _texts(
    request: PackageRequest, manifest: Manifest, served: ServedSite, removed: tuple[str, ...]
) -> dict[str, bytes]:
    texts = {
        "servers/nginx/ttdn-site.conf": nginx_configuration(served),
        "servers/apache/ttdn-site.conf": apache_configuration(served),
        "servers/apache/htaccess.txt": apache_htaccess(served),
        "servers/iis/web.config": iis_web_config(served),
    }
    kind = "full"
    if request.previous is not None:
        kind = "changes"
        texts["removed.txt"] = "".join(f"{path}\n" for path in removed)
        texts["apply.sh"] = resources.files("ttdn_site.publish").joinpath("readme/apply.sh").read_text(encoding="utf-8")
    words = {
        "name": request.name,
        "base_url": request.base_url,
        "base_path": request.base_path,
        "folder": request.server_folder,
        "sequence": str(manifest.sequence),
        "files": str(manifest.files),
        "revision": manifest.provenance.content_revision,
        "built_at": manifest.provenance.built_at.isoformat(),
        "expires_at": manifest.provenance.expires_at.isoformat(),
    }
    for template in sorted(
        resources.files("ttdn_site.publish").joinpath("readme").iterdir(), key=lambda item: item.name
    ):
        part, _, rest = template.name.partition(".")
        if part in ("README", kind) and rest.endswith(".md"):
            text = template.read_text(encoding="utf-8")
            for word, value in words.items():
                text = text.replace("{{" + word + "}}", value)
            texts[f"README.{rest}" if part == "README" else f"CHANGES.{rest}"] = text
    return {name: text.encode() for name, text in texts.items()}


def _is_odd(path: str) -> bool:
    return "\\" in path or any(ord(character) < 32 or 0xD800 <= ord(character) < 0xE000 for character in path)


@dataclass(frozen=True, slots=True)
class _Zip:
    archive: zipfile.ZipFile
    epoch: int

    def add(self, name: str, data: bytes, *, executable: bool = False) -> None:
        # ZIP counts years from 1980 to 2107.
        moment = time.gmtime(min(max(self.epoch, 315532800), 4354819198))
        entry = zipfile.ZipInfo(name, moment[:6])
        entry.create_system = 3
        entry.external_attr = (0o100755 if executable else 0o100644) << 16
        packed = name.rpartition(".")[2].lower() in _PACKED
        entry.compress_type = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
        self.archive.writestr(entry, data, compresslevel=6)


@dataclass(frozen=True, slots=True)
class _Tar:
    archive: tarfile.TarFile
    epoch: int

    def add(self, name: str, data: bytes, *, executable: bool = False) -> None:
        entry = tarfile.TarInfo(name)
        entry.size = len(data)
        entry.mtime = self.epoch
        entry.mode = 0o755 if executable else 0o644
        self.archive.addfile(entry, io.BytesIO(data))


@contextlib.contextmanager
def _writer(path: Path, epoch: int) -> Iterator[_Zip | _Tar]:
    with path.open("wb") as file:
        if path.name.endswith(".zip.new"):
            with zipfile.ZipFile(file, "w", allowZip64=True) as archive:
                yield _Zip(archive, epoch)
        else:
            with _gzip(file, epoch) as stream, tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
                yield _Tar(tar, epoch)


def _gzip(file: IO[bytes], epoch: int) -> gzip.GzipFile:
    # gzip counts the seconds from 1970 to 2106.
    return gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=file, mtime=min(max(epoch, 0), (1 << 32) - 1))
