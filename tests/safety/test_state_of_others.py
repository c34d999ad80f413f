"""The memory of the last build, in a folder that somebody else could write to, is not read."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import portals
import pytest

from ttdn_site.engine.build import build
from ttdn_site.engine.state import Damaged, Store, packed, state_folder, unpacked


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="LEFT OUT: no owners and modes on this system")
def test_a_folder_that_others_may_write_to(tmp_path: Path) -> None:
    project = portals.portal(tmp_path)
    assert build(project, portals.CLOCK, durable=False).rendered
    folder = state_folder(tmp_path, tmp_path / "site", False)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert Store(folder).head() is not None
    for mode in (0o720, 0o702, 0o777):
        folder.chmod(mode)
        assert Store(folder).head() is None
    # The build is a whole one, and the folder is its own again.
    assert build(project, portals.CLOCK, durable=False).rendered
    assert folder.stat().st_mode & 0o777 == 0o700


class Planted:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch /tmp/planted",)


def test_only_named_classes_are_made() -> None:
    """Whoever wrote the file: nothing runs when it is read."""
    assert unpacked(packed({"a": (1, "b")})) == {"a": (1, "b")}
    with pytest.raises(Damaged):
        unpacked(packed(Planted()))
    for module, name in ((b"builtins", b"eval"), (b"subprocess", b"Popen"), (b"builtins", b"getattr")):
        planted = b"c" + module + b"\n" + name + b"\n."
        with pytest.raises(Damaged):
            unpacked(packed_bytes(planted))


def packed_bytes(data: bytes) -> bytes:
    """With a right checksum in front."""
    return hashlib.blake2b(data, digest_size=16).digest() + data
