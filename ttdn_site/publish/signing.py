"""Signatures of the manifest, in the format of OpenSSH: anyone checks them with a tool that every system has.

    ssh-keygen -Y verify -f allowed_signers -I <who> -n ttdn-site -s SHA256SUMS.sig < SHA256SUMS

The private key belongs to the body that publishes and never lies in the project, the site or on the web server. The
list of allowed signers reaches whoever verifies by another way than the site: who can change both proves nothing.
Format: PROTOCOL.sshsig of OpenSSH; OpenSSH 8.2 or later.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from ttdn_site.problems import Location, Problem, Severity, declare, problem
from ttdn_site.publish.manifest import HEADER_NAME, SUMS_NAME

NAMESPACE = "ttdn-site"
"""A signature made for anything else, a commit for example, does not count as one of a site."""

_SECONDS = 120

NO_SSH_KEYGEN = declare(
    "MF030",
    Severity.ERROR,
    "The program ssh-keygen was not found; it makes and checks signatures",
    "Install OpenSSH: on Windows in “Optional features”, on Debian with “apt install openssh-client”",
    wrong="a computer without OpenSSH",
    right="ssh-keygen answers in the command line",
)
KEY_IN_TREE = declare(
    "MF031",
    Severity.ERROR,
    "The private key {key} lies inside {folder}, from where it can be published",
    "Move the key to a folder of its own that is neither in the project nor on the web server; if it was ever "
    "committed or published, make a new one",
    wrong="--key docs/province.key",
    right="--key D:/keys/province.key",
)
NOT_SIGNED = declare(
    "MF032",
    Severity.ERROR,
    "{path} could not be signed: {reason}",
    "Check that the key file is the private key, that only its owner can read it, and that the password is right",
    wrong="--key province.key.pub",
    right="--key province.key",
)
NO_SIGNATURE = declare(
    "MF033",
    Severity.ERROR,
    "There is no signature for {path}",
    "Sign the manifest with the key of the province, or take the complete manifest folder",
    wrong="manifest folder without SHA256SUMS.sig",
    right="SHA256SUMS, SHA256SUMS.sig, manifest.json, manifest.json.sig",
)
BAD_SIGNATURE = declare(
    "MF034",
    Severity.ERROR,
    "The signature of {path} is not from an allowed signer or does not fit the file: {reason}",
    "Do not publish this; take the manifest again from whoever handed it over, and compare the list of allowed signers",
    wrong="SHA256SUMS edited after it was signed",
    right="SHA256SUMS as it was signed",
)


def sign_manifest(folder: Path, key: Path, *, keep_out: tuple[Path, ...] = ()) -> list[Problem]:
    """Sign both files of a manifest folder; the signatures are written beside them as `.sig`.

    key: private key file, or the public one when an agent holds the private key. keep_out: folders the key must not lie
    in, besides the manifest folder: site, project. A password is asked for on the terminal by ssh-keygen.
    Problems: MF030, MF031, MF032.
    """
    for forbidden in (folder, *keep_out):
        if key.resolve().is_relative_to(forbidden.resolve()):
            return [problem(KEY_IN_TREE, Location(key.as_posix()), key=key, folder=forbidden)]
    program = shutil.which("ssh-keygen")
    if program is None:
        return [problem(NO_SSH_KEYGEN, Location(folder.as_posix()))]
    problems: list[Problem] = []
    for name in (SUMS_NAME, HEADER_NAME):
        problems += sign_file(program, folder / name, key, NAMESPACE)
    return problems


def verify_manifest_signature(folder: Path, allowed_signers: Path, at: datetime) -> tuple[str, list[Problem]]:
    """Who signed both files of a manifest folder; an empty name when there is any problem.

    allowed_signers: a file in the format of ssh-keygen(1), ALLOWED SIGNERS. at: the time at which the key must have
    been valid. Problems: MF030, MF033, MF034.
    """
    program = shutil.which("ssh-keygen")
    if program is None:
        return "", [problem(NO_SSH_KEYGEN, Location(folder.as_posix()))]
    signers: list[str] = []
    problems: list[Problem] = []
    for name in (SUMS_NAME, HEADER_NAME):
        signer, found = _verify_file(program, folder / name, allowed_signers, at)
        signers.append(signer)
        problems += found
    if not problems and len(set(signers)) != 1:
        where = (folder / HEADER_NAME).as_posix()
        problems.append(problem(BAD_SIGNATURE, Location(where), path=where, reason=" ≠ ".join(signers)))
    return ("" if problems else signers[0]), problems


def sign_file(program: str, path: Path, key: Path, namespace: str) -> list[Problem]:
    """Sign one file with ssh-keygen; the signature is written beside it as `.sig`. Problem: MF032."""
    where = path.as_posix()
    try:
        data = path.read_bytes()
        done = _run([program, "-Y", "sign", "-f", str(key), "-n", namespace], data)
        if done.returncode != 0 or not done.stdout.startswith(b"-----BEGIN SSH SIGNATURE-----"):
            return [problem(NOT_SIGNED, Location(where), path=where, reason=_reason(done))]
        fresh = path.with_name(f"{path.name}.sig.new")
        fresh.write_bytes(done.stdout.replace(b"\r\n", b"\n"))
        fresh.replace(path.with_name(f"{path.name}.sig"))
    except (OSError, subprocess.TimeoutExpired) as error:
        return [problem(NOT_SIGNED, Location(where), path=where, reason=error)]
    return []


def _verify_file(program: str, path: Path, allowed_signers: Path, at: datetime) -> tuple[str, list[Problem]]:
    where = path.as_posix()
    signature = path.with_name(f"{path.name}.sig")
    if not signature.is_file():
        return "", [problem(NO_SIGNATURE, Location(where), path=where)]
    moment = f"-Overify-time={at.astimezone(UTC):%Y%m%d%H%M%SZ}"
    signers = ["-s", str(signature), "-f", str(allowed_signers)]
    try:
        data = path.read_bytes()
        found = _run([program, "-Y", "find-principals", moment, *signers], b"")
        reason = _reason(found)
        for principal in found.stdout.decode("utf-8", "replace").splitlines() if found.returncode == 0 else []:
            checked = _run([program, "-Y", "verify", moment, "-I", principal, "-n", NAMESPACE, *signers], data)
            if checked.returncode == 0:
                return principal, []
            reason = _reason(checked)
    except (OSError, subprocess.TimeoutExpired) as error:
        reason = str(error)
    return "", [problem(BAD_SIGNATURE, Location(where), path=where, reason=reason)]


def _run(command: list[str], data: bytes) -> subprocess.CompletedProcess[bytes]:
    # Its messages are quoted in ours: in English, whatever the account's language is.
    environment = {**os.environ, "LC_ALL": "C"}
    return subprocess.run(command, input=data, capture_output=True, timeout=_SECONDS, check=False, env=environment)


def _reason(done: subprocess.CompletedProcess[bytes]) -> str:
    text = (done.stderr or done.stdout).decode("utf-8", "replace").split("\n")
    words = [line.strip() for line in text if line.strip() and not line.startswith("Signing data on")]
    return "; ".join(words)[:300] or f"ssh-keygen ended with {done.returncode}"
