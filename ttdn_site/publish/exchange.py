"""What the operating system offers for replacing one folder by another, and for getting bytes onto the disk."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from collections.abc import Iterable
from pathlib import Path

_RENAME_EXCHANGE = 2
_AT_FDCWD = -100
# The call or the flag is unknown to this kernel or this file system: the caller renames twice instead.
_UNSUPPORTED = frozenset({errno.ENOSYS, errno.EINVAL, errno.EOPNOTSUPP, errno.EXDEV})


def exchange(first: Path, second: Path) -> bool:
    """Let two folders change places in one step: renameat2(2) with RENAME_EXCHANGE, Linux 3.15, glibc 2.28.

    False where that is not offered, and then nothing has happened. Other failures are an OSError.
    """
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "renameat2"):
        return False
    status = libc.renameat2(
        _AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), ctypes.c_uint(_RENAME_EXCHANGE)
    )
    if status == 0:
        return True
    number = ctypes.get_errno()
    if number in _UNSUPPORTED:
        return False
    raise OSError(number, os.strerror(number), str(second))


def replace_folder(staged: Path, target: Path) -> bool:
    """`staged` becomes `target`; what was there, if anything, then lies at `staged`.

    True when it happened in one step. On OSError everything is where it was.
    """
    if not target.exists():
        staged.rename(target)
        return True
    if exchange(staged, target):
        return True
    target.rename(set_aside(staged))
    try:
        staged.rename(target)
    except BaseException:
        set_aside(staged).rename(target)
        raise
    set_aside(staged).rename(staged)
    return False


def set_aside(staged: Path) -> Path:
    """Where the published folder lies between the two renames of `replace_folder`."""
    return staged.with_name(f"{staged.name}.old")


def put_back(staged: Path, target: Path) -> None:
    """Undo `replace_folder`."""
    if staged.exists():
        replace_folder(staged, target)
    else:
        target.rename(staged)


def flush_files(root: Path, paths: Iterable[str]) -> None:
    """These files below `root` and the names in their folders are on the disk; what is gone is passed over."""
    folders: set[Path] = set()
    for relative in paths:
        path = root / relative
        folders.update(folder for folder in path.parents if folder.is_relative_to(root))
        try:
            # Windows flushes only what is open for writing.
            descriptor = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
        except FileNotFoundError:
            continue
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    for folder in sorted(folders):
        if folder.is_dir():
            flush_folder(folder)


def flush_tree(root: Path, *, whole_disk: bool = True) -> None:
    """Everything below `root` is on the disk when this returns.

    Linux, unless told otherwise: one syncfs(2), which since Linux 5.8 also reports failed writes; 40,000 single fsync
    calls take minutes on a spinning disk. Elsewhere: one fsync for each file.
    """
    if whole_disk and sys.platform.startswith("linux"):
        libc = ctypes.CDLL(None, use_errno=True)
        if hasattr(libc, "syncfs"):
            descriptor = os.open(root, os.O_RDONLY)
            try:
                if libc.syncfs(descriptor) != 0:
                    number = ctypes.get_errno()
                    raise OSError(number, os.strerror(number), str(root))
            finally:
                os.close(descriptor)
            return
    for folder, _, names in os.walk(root):
        for name in names:
            # Windows flushes only what is open for writing.
            descriptor = os.open(Path(folder) / name, os.O_RDWR)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        flush_folder(Path(folder))


def flush_folder(folder: Path) -> None:
    """The names in `folder` are on the disk when this returns. Windows has no such call and keeps a journal instead."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
