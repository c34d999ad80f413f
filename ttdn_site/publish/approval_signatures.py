"""Signatures of approval records, made and checked by ssh-keygen like those of the manifest.

    ssh-keygen -Y verify -f approvals/allowed_signers -I <approver> -n ttdn-approval -s X.yml.sig < X.yml

The approver's name in the record is the principal in `allowed_signers`. Who may change that file decides who may sign:
it belongs under protected review. A signature made for a site (`ttdn-site`) is none of an approval.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from ttdn_site.content.approvals import ALLOWED_SIGNERS, FOLDER, Verifier
from ttdn_site.content.project import Project
from ttdn_site.problems import Location, Problem, problem
from ttdn_site.publish.signing import KEY_IN_TREE, NO_SSH_KEYGEN, sign_file

NAMESPACE = "ttdn-approval"
_SECONDS = 60


def sign_record(project: Project, record: Path, key: Path) -> list[Problem]:
    """Sign a record; the signature is written beside it. key: as in `signing.sign_manifest`. MF030, MF031, MF032."""
    if key.resolve().is_relative_to(project.root):
        return [problem(KEY_IN_TREE, Location(key.as_posix()), key=key, folder=project.root)]
    program = shutil.which("ssh-keygen")
    if program is None:
        return [problem(NO_SSH_KEYGEN, Location(record.as_posix()))]
    return sign_file(program, record, key, NAMESPACE)


def signature_verifier(project: Project) -> Verifier:
    """Checks signatures against the project's list of allowed signers, at the time of the approval.

    ssh-keygen is started once for each signature, not once for each build: what was found good is noted in `.ttdn/`,
    with everything it depends on.
    """
    allowed = project.root / FOLDER / ALLOWED_SIGNERS
    notes = project.root / ".ttdn" / "signatures"
    good = _noted(notes)

    def verify(data: bytes, signature: bytes | None, approver: str, at: dt.datetime) -> str:
        if signature is None:
            return "there is no signature beside it"
        if not allowed.is_file():
            return f"{FOLDER}/{ALLOWED_SIGNERS} is missing"
        program = shutil.which("ssh-keygen")
        if program is None:
            return "ssh-keygen is not installed"
        parts = (allowed.read_bytes(), data, signature, approver.encode(), at.isoformat().encode())
        note = hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()
        if note in good:
            return ""
        reason = _verify(program, allowed, data, signature, approver, at)
        # Composing writes nothing: only where a build has made the folder, something is noted in it.
        if not reason and _is_own(notes.parent):
            with contextlib.suppress(OSError), notes.open("a", encoding="ascii", newline="\n") as file:
                file.write(f"{note}\n")
        return reason

    return verify


_NOTE = 65
_MOST_NOTES = 200_000


def _noted(path: Path) -> frozenset[str]:
    """Digests of signatures found good before; none where somebody else may have written them, or too many."""
    try:
        if not (_is_own(path.parent) and _is_own(path)) or path.stat().st_size > _MOST_NOTES * _NOTE:
            path.unlink(missing_ok=True)
            return frozenset()
        return frozenset(path.read_text(encoding="ascii").split("\n"))
    except (OSError, UnicodeDecodeError):
        return frozenset()


def _is_own(path: Path) -> bool:
    """Whether it is there and nobody but this account may write to it, where the system knows of owners."""
    try:
        status = path.stat()
    except OSError:
        return False
    return not hasattr(os, "getuid") or (status.st_uid == os.getuid() and not status.st_mode & 0o022)


def _verify(program: str, allowed: Path, data: bytes, signature: bytes, approver: str, at: dt.datetime) -> str:
    moment = f"-Overify-time={at.astimezone(dt.UTC):%Y%m%d%H%M%SZ}"
    # ssh-keygen reads the signature from a file only; the bytes are those that were read with the record.
    with tempfile.TemporaryDirectory(prefix="ttdn-") as folder:
        beside = Path(folder) / "record.sig"
        beside.write_bytes(signature)
        command = [program, "-Y", "verify", moment, "-f", str(allowed), "-I", approver, "-n", NAMESPACE]
        try:
            done = subprocess.run(
                [*command, "-s", str(beside)],
                input=data,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
                env={**os.environ, "LC_ALL": "C"},
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            return type(error).__name__
    if done.returncode == 0:
        return ""
    words = (done.stderr or done.stdout).decode("utf-8", "replace").replace(str(beside), "record.sig").split("\n")
    return "; ".join(line.strip() for line in words if line.strip())[:200] or "the signature does not fit"
