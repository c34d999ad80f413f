"""Signatures with keys made here; ssh-keygen alone must come to the same verdict."""

from __future__ import annotations

import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from publish import publications, serving

from ttdn_site.publish.signing import sign_manifest, verify_manifest_signature


@pytest.fixture
def signed(tmp_path: Path) -> tuple[Path, Path]:
    _, folder, _ = publications.publish(tmp_path)
    (tmp_path / "keys").mkdir()
    key = publications.make_key(tmp_path / "keys")
    assert sign_manifest(folder, key) == []
    return folder, key


def _standard_tool(folder: Path, name: str, allowed: Path) -> int:
    command = [serving.program("ssh-keygen"), "-Y", "verify", "-f", str(allowed), "-I", "province@laichau.gov.vn"]
    command += ["-n", "ttdn-site", "-s", str(folder / f"{name}.sig")]
    data = (folder / name).read_bytes()
    return subprocess.run(command, input=data, capture_output=True, timeout=60, check=False).returncode


def test_a_signature_names_its_signer(signed: tuple[Path, Path]) -> None:
    folder, key = signed
    allowed = publications.allow(key)
    assert verify_manifest_signature(folder, allowed, publications.NOW) == ("province@laichau.gov.vn", [])
    assert _standard_tool(folder, "SHA256SUMS", allowed) == 0
    assert _standard_tool(folder, "manifest.json", allowed) == 0


@pytest.mark.parametrize("name", ["SHA256SUMS", "manifest.json"])
def test_one_changed_byte_is_found(signed: tuple[Path, Path], name: str) -> None:
    folder, key = signed
    allowed = publications.allow(key)
    data = bytearray((folder / name).read_bytes())
    data[10] ^= 1
    (folder / name).write_bytes(data)
    signer, problems = verify_manifest_signature(folder, allowed, publications.NOW)
    assert signer == ""
    assert [found.code.id for found in problems] == ["MF034"]
    assert _standard_tool(folder, name, allowed) != 0


def test_another_key_is_not_allowed(signed: tuple[Path, Path]) -> None:
    folder, key = signed
    other = publications.allow(publications.make_key(key.parent, "somebody"))
    assert [found.code.id for found in verify_manifest_signature(folder, other, publications.NOW)[1]] == ["MF034"] * 2


def test_two_signers_of_one_manifest_are_refused(signed: tuple[Path, Path]) -> None:
    folder, key = signed
    other = publications.make_key(key.parent, "somebody")
    mine = (folder / "SHA256SUMS.sig").read_bytes()
    assert sign_manifest(folder, other) == []
    (folder / "SHA256SUMS.sig").write_bytes(mine)
    both = key.parent / "both"
    both.write_text(
        "".join(publications.allow(one).read_text(encoding="utf-8") for one in (key, other)), encoding="utf-8"
    )
    assert [found.code.id for found in verify_manifest_signature(folder, both, publications.NOW)[1]] == ["MF034"]


def test_a_signature_for_another_purpose_does_not_count(signed: tuple[Path, Path]) -> None:
    folder, key = signed
    path = folder / "SHA256SUMS"
    command = [serving.program("ssh-keygen"), "-Y", "sign", "-f", str(key), "-n", "git"]
    done = subprocess.run(command, input=path.read_bytes(), capture_output=True, timeout=60, check=True)
    (folder / "SHA256SUMS.sig").write_bytes(done.stdout)
    allowed = publications.allow(key)
    assert [found.code.id for found in verify_manifest_signature(folder, allowed, publications.NOW)[1]] == ["MF034"]


def test_a_key_that_is_no_longer_valid_is_refused(signed: tuple[Path, Path]) -> None:
    folder, key = signed
    allowed = publications.allow(key, options=',valid-before="20260915000000Z"')
    assert verify_manifest_signature(folder, allowed, publications.NOW)[1] == []
    later = publications.NOW + timedelta(days=60)
    assert [found.code.id for found in verify_manifest_signature(folder, allowed, later)[1]] == ["MF034"] * 2


def test_missing_signatures_are_named(signed: tuple[Path, Path]) -> None:
    folder, key = signed
    (folder / "manifest.json.sig").unlink()
    problems = verify_manifest_signature(folder, publications.allow(key), publications.NOW)[1]
    assert [found.code.id for found in problems] == ["MF033"]


def test_a_missing_list_of_signers_is_a_problem(signed: tuple[Path, Path]) -> None:
    folder, key = signed
    problems = verify_manifest_signature(folder, key.parent / "none", publications.NOW)[1]
    assert {found.code.id for found in problems} == {"MF034"}


def test_the_key_stays_out_of_site_and_project(tmp_path: Path) -> None:
    site, folder, _ = publications.publish(tmp_path)
    inside = publications.make_key(site, "en.key")
    assert [found.code.id for found in sign_manifest(folder, inside, keep_out=(site,))] == ["MF031"]
    beside = publications.make_key(folder, "key")
    assert [found.code.id for found in sign_manifest(folder, beside)] == ["MF031"]


def test_what_is_no_key_cannot_sign(tmp_path: Path) -> None:
    _, folder, _ = publications.publish(tmp_path)
    (tmp_path / "key").write_text("not a key\n", encoding="utf-8")
    (tmp_path / "key").chmod(0o600)
    assert {found.code.id for found in sign_manifest(folder, tmp_path / "key")} == {"MF032"}
    assert {found.code.id for found in sign_manifest(folder, tmp_path / "none")} == {"MF032"}


def test_without_openssh_the_message_is_clear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, folder, _ = publications.publish(tmp_path)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert [found.code.id for found in sign_manifest(folder, tmp_path / "key")] == ["MF030"]
    assert [found.code.id for found in verify_manifest_signature(folder, tmp_path, publications.NOW)[1]] == ["MF030"]
