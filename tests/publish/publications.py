"""Sites with manifests for the tests of manifests, signatures, packages and verification."""

from __future__ import annotations

import os
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

from publish import serving

from ttdn_site.publish.manifest import Provenance, Sums, make_manifest, sum_tree, write_manifest
from ttdn_site.publish.staging import Stage

NOW = datetime(2026, 9, 1, 8, 0, tzinfo=UTC)


def clock() -> datetime:
    return NOW


def provenance(**changed: object) -> Provenance:
    values: dict[str, object] = {
        "content_revision": "4f2c1d",
        "inputs": "00" * 32,
        "built_at": NOW,
        "expires_at": NOW + timedelta(days=30),
        "versions": (("ttdn-site", "0.1.0"),),
        "hosts": ("laichau.gov.vn",),
        **changed,
    }
    return Provenance(**values)  # type: ignore[arg-type] # the keys are those of the dataclass


def publish(folder: Path, previous: bytes | None = None) -> tuple[Path, Path, Sums]:
    """The example site and its manifest folder."""
    site = serving.make_site(folder / "site")
    manifest = folder / "site.manifest"
    manifest.mkdir(exist_ok=True)
    sums, problems = sum_tree(site)
    assert problems == []
    write_manifest(manifest, sums, make_manifest(sums, provenance(), previous))
    return site, manifest, sums


def make_key(folder: Path, name: str = "province") -> Path:
    """A key made for this test, without password."""
    key = folder / name
    command = [serving.program("ssh-keygen"), "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(key)]
    subprocess.run(command, check=True, timeout=60)
    return key


def allow(key: Path, *, options: str = "") -> Path:
    """A list of allowed signers that names the owner of one key."""
    public = key.with_name(f"{key.name}.pub").read_text(encoding="utf-8")
    path = key.with_name(f"{key.name}.allowed")
    path.write_text(
        f'{key.name}@laichau.gov.vn namespaces="ttdn-site"{options} {public}', encoding="utf-8", newline="\n"
    )
    return path


def write_part(stage: Stage, number: int) -> None:
    """What one worker process does; here, so that it can be found by name."""
    stage.write(f"phần {number % 3}/{number}.html", b"x")


def read_until(target: Path, names: tuple[str, ...], stop: Path) -> tuple[set[str], set[str]]:
    """Read a site through one opened folder after another until the file `stop` exists: (faults, versions met)."""
    faults: set[str] = set()
    versions: set[str] = set()
    stop.with_name("reading").write_bytes(b"")
    while not stop.exists():
        try:
            folder = os.open(target, os.O_RDONLY)
        except FileNotFoundError:
            faults.add("no folder")
            continue
        try:
            found = set()
            for name in names:
                with open(os.open(name, os.O_RDONLY, dir_fd=folder), "rb") as file:  # noqa: PTH123 -- a descriptor
                    found.add(file.read().decode())
            if len(found) == 1:
                versions |= found
            else:
                faults.add(" ".join(sorted(found)))
        except FileNotFoundError:
            # The opened folder is the old one, which is being deleted by now.
            pass
        finally:
            os.close(folder)
    return faults, versions
