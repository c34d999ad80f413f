"""The gates `record` and `signed`, in portals made for the test, with keys made here."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
from pathlib import Path
from typing import Any

import portals
import pytest
from publish import publications, serving

from ttdn_site.cli.main import main
from ttdn_site.content.project import Project, read_project
from ttdn_site.engine.build import build
from ttdn_site.engine.compose import compose
from ttdn_site.publish import approval_signatures

CONFIG = portals.MKDOCS.replace(
    "  - ttdn\n",
    "  - ttdn:\n      gate: GATE\n      approvers:\n"
    "        - {name: chanh-vp@laichau.gov.vn}\n"
    "        - {name: bien-gioi@laichau.gov.vn, sections: [about]}\n"
    "        - {name: phien-dich@laichau.gov.vn, locales: [en]}\n",
)
WHO = ("--author", "bien-tap@laichau.gov.vn", "--role", "Chánh Văn phòng", "--reference", "12/QĐ-UBND")
HEAD = "chanh-vp@laichau.gov.vn"
LAND = "docs/vi/about/land.md"
ENGLISH_LAND = "docs/en/about/land.md"
# Nothing public links to this one.
ALONE = "docs/vi/about/alone.md"
TEXT = "---\ntitle: Một mình\nsummary: Bài.\nstatus: approved\n---\n\nXong.\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "portal"
    folder.mkdir()
    write(folder, "record")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(portals.CLOCK.timestamp())))
    return folder


def write(folder: Path, gate: str) -> None:
    portals.write(folder, portals.FILES)
    portals.write(folder, {"mkdocs.yml": CONFIG.replace("GATE", gate), ALONE: TEXT})


def project_of(root: Path) -> Project:
    project, problems = read_project(root / "mkdocs.yml")
    assert project is not None
    assert problems == []
    return project


def approve(*arguments: str, approver: str = HEAD) -> int:
    return main(["approve", *arguments, "--approver", approver, *WHO])


def approve_all(root: Path, *more: str) -> None:
    for path in sorted(portals.FILES):
        if path.startswith("docs/"):
            assert approve(path, *more) == 0
    assert approve(ALONE, *more) == 0


def explained(capsys: pytest.CaptureFixture[str], path: str) -> list[str]:
    capsys.readouterr()
    assert main(["gate", "explain", path, "--format", "json"]) == 0
    return [decision["reason"] for decision in json.loads(capsys.readouterr().out)["decisions"]]


def codes(root: Path) -> list[tuple[str, str]]:
    found = compose(project_of(root), portals.CLOCK).problems
    return [(each.code.id, each.location.path) for each in found if each.code.id.startswith(("AP", "FD"))]


def test_without_a_record_nothing_is_public(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    composition = compose(project_of(root), portals.CLOCK)
    assert composition.site.library.items == ()
    assert explained(capsys, LAND) == ["no_record"]
    preview = compose(project_of(root), portals.CLOCK, preview=True)
    assert len(preview.site.library.items) > 4


def test_with_records_everything_is(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    approve_all(root)
    assert codes(root) == []
    assert explained(capsys, LAND) == ["public"]
    assert explained(capsys, "docs/data/documents/qd-1.yml") == ["public", "public"]
    result = build(project_of(root), portals.CLOCK, durable=False)
    assert result.published
    site = root / "site"
    assert (site / "about/alone/index.html").is_file()
    written = [path for path in site.rglob("*") if path.is_file() and b"sha256: " in path.read_bytes()]
    assert written == []
    assert not (site / "approvals").exists()


def test_an_edit_voids_the_record_and_a_line_end_does_not(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    approve_all(root)
    windows = TEXT.replace("\n", "\r\n")
    (root / ALONE).write_bytes(b"\xef\xbb\xbf" + windows.encode())
    assert codes(root) == []
    (root / ALONE).write_text(TEXT.replace("Xong", "Xong rồi"), encoding="utf-8")
    assert codes(root) == [("AP003", ALONE)]
    assert explained(capsys, ALONE) == ["record_void"]
    assert approve(ALONE) == 0
    assert codes(root) == []


def test_a_built_page_goes_when_it_is_edited_and_comes_back(root: Path) -> None:
    approve_all(root)
    page = root / "site/about/alone/index.html"
    record = root / "approvals/vi/about/alone.md.vi.yml"
    kept = record.read_bytes()
    for change, there in (
        (lambda: None, True),
        (lambda: (root / ALONE).write_text(TEXT + "\nThêm.\n", encoding="utf-8"), False),
        (lambda: (root / ALONE).write_text(TEXT, encoding="utf-8"), True),
        (record.unlink, False),
        (lambda: record.write_bytes(kept), True),
    ):
        change()
        result = build(project_of(root), portals.CLOCK, durable=False)
        assert result.published
        assert page.exists() is there


def test_a_changed_picture_voids_the_record(root: Path) -> None:
    text = TEXT.replace("Xong.", "![Chợ](../../assets/cho.png)")
    portals.write(root, {ALONE: text, "docs/assets/cho.png": b"one"})
    approve_all(root)
    assert codes(root) == []
    portals.write(root, {"docs/assets/cho.png": b"two"})
    assert codes(root) == [("AP003", ALONE)]


def test_each_translation_has_its_own(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    approve_all(root)
    (root / "approvals/en/about/land.md.en.yml").unlink()
    assert explained(capsys, LAND) == ["public"]
    assert explained(capsys, ENGLISH_LAND) == ["no_record"]
    assert approve(ENGLISH_LAND, approver="phien-dich@laichau.gov.vn") == 0
    assert explained(capsys, ENGLISH_LAND) == ["public"]
    (root / "approvals/vi/about/land.md.vi.yml").unlink()
    assert explained(capsys, ENGLISH_LAND) == ["source_not_public"]


def test_a_draft_needs_no_record_and_gets_nothing_from_one(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / ALONE).write_text(TEXT.replace("approved", "draft"), encoding="utf-8")
    approve_all(root)
    assert codes(root) == []
    assert explained(capsys, ALONE) == ["draft"]


def test_who_may_approve(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    border, translator = "bien-gioi@laichau.gov.vn", "phien-dich@laichau.gov.vn"
    assert approve(LAND, approver=border) == 0
    assert approve("docs/vi/news/tunnel.md", approver=border) == 1
    assert approve(LAND, approver=translator) == 1
    assert approve(LAND, approver="ai-do@laichau.gov.vn") == 1
    assert approve(LAND, "--section", "news") == 1
    assert approve(LAND, "--section", "about") == 0
    assert approve(LAND, approver="Bien-Tap@laichau.gov.vn") == 1
    assert approve("docs/vi/khong-co.md") == 1
    # A record that was written by hand does not get past the gate either.
    record = root / "approvals/vi/about/land.md.vi.yml"
    sound = record.read_text(encoding="utf-8")
    record.write_text(sound.replace(HEAD, translator), encoding="utf-8")
    assert explained(capsys, LAND) == ["approver_not_allowed"]
    record.write_text(sound.replace(HEAD, "BIEN-TAP@laichau.gov.vn"), encoding="utf-8")
    assert explained(capsys, LAND) == ["approver_is_author"]
    record.write_text(sound.replace('"about"', '"news"'), encoding="utf-8")
    assert explained(capsys, LAND) == ["approver_not_allowed"]
    record.write_text("- đã duyệt\n", encoding="utf-8")
    assert explained(capsys, LAND) == ["no_record"]


def test_a_record_says_everything_that_an_auditor_asks(root: Path) -> None:
    assert approve(LAND) == 0
    lines = (root / "approvals/vi/about/land.md.vi.yml").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("sha256")] == [
        f'path: "{LAND}"',
        'locale: "vi"',
        'author: "bien-tap@laichau.gov.vn"',
        f'approver: "{HEAD}"',
        'role: "Chánh Văn phòng"',
        'approved_at: "2026-01-15T05:00:00+00:00"',
        'reference: "12/QĐ-UBND"',
    ]


def signer(folder: Path, name: str) -> Path:
    key = publications.make_key(folder, name)
    return key


def allow(root: Path, *keys: Path, options: str = "") -> None:
    lines = []
    for key in keys:
        public = key.with_name(f"{key.name}.pub").read_text(encoding="utf-8").strip()
        lines.append(f'{key.name}@laichau.gov.vn namespaces="ttdn-approval"{options} {public}\n')
    portals.write(root, {"approvals/allowed_signers": "".join(lines)})


def test_signed_records(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root, "signed")
    head, other = signer(tmp_path, "chanh-vp"), signer(tmp_path, "bien-gioi")
    allow(root, head, other)
    assert approve(LAND) == 1
    assert approve(LAND, "--key", str(head)) == 0
    record = root / "approvals/vi/about/land.md.vi.yml"
    beside = record.with_name(f"{record.name}.sig")
    assert explained(capsys, LAND) == ["public"]
    # A standard tool agrees.
    command = [serving.program("ssh-keygen"), "-Y", "verify", "-f", "approvals/allowed_signers", "-I", HEAD]
    command += ["-n", "ttdn-approval", "-s", str(beside)]
    done = subprocess.run(command, input=record.read_bytes(), capture_output=True, check=False, timeout=60)
    assert done.returncode == 0
    sound, signature = record.read_bytes(), beside.read_bytes()
    record.write_bytes(sound.replace(b"12/Q", b"13/Q"))
    assert explained(capsys, LAND) == ["signature_bad"]
    record.write_bytes(sound)
    beside.unlink()
    assert explained(capsys, LAND) == ["signature_bad"]
    # Somebody else's signature under the head's name.
    assert approve(LAND, "--key", str(other)) == 0
    assert explained(capsys, LAND) == ["signature_bad"]
    record.write_bytes(sound)
    beside.write_bytes(signature)
    allow(root, head, other, options=' valid-before="20250101"')
    assert explained(capsys, LAND) == ["signature_bad"]
    (root / "approvals/allowed_signers").unlink()
    assert explained(capsys, LAND) == ["signature_bad"]
    allow(root, head)
    assert explained(capsys, LAND) == ["public"]


def test_a_signature_of_a_site_is_none_of_an_approval(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(root, "signed")
    head = signer(tmp_path, "chanh-vp")
    public = head.with_name("chanh-vp.pub").read_text(encoding="utf-8")
    portals.write(root, {"approvals/allowed_signers": f"{HEAD} {public}"})
    assert approve(LAND, "--key", str(head)) == 0
    assert explained(capsys, LAND) == ["public"]
    record = root / "approvals/vi/about/land.md.vi.yml"
    command = [serving.program("ssh-keygen"), "-Y", "sign", "-f", str(head), "-n", "ttdn-site"]
    done = subprocess.run(command, input=record.read_bytes(), capture_output=True, check=True, timeout=60)
    record.with_name(f"{record.name}.sig").write_bytes(done.stdout)
    assert explained(capsys, LAND) == ["signature_bad"]


def test_a_key_inside_the_project_signs_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(root, "signed")
    key = signer(root, "chanh-vp")
    assert approve(LAND, "--key", str(key)) == 1
    assert "MF031" in capsys.readouterr().out
    assert list((root / "approvals").rglob("*.yml*")) == []


def test_the_digest_does_not_depend_on_the_clock(root: Path) -> None:
    approve_all(root)
    later = portals.CLOCK + dt.timedelta(days=400)
    assert not [each for each in compose(project_of(root), later).problems if each.code.id.startswith("AP")]


def test_settings_want_a_record_too(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What every page shows cannot be held back: without its record nothing is published."""
    approve_all(root)
    settings = "docs/data/site.yml"
    assert explained(capsys, settings) == ["public"]
    assert build(project_of(root), portals.CLOCK, durable=False).published
    text = (root / settings).read_text(encoding="utf-8")
    (root / settings).write_text(text.replace("tỉnh Thử}", "tỉnh Khác}"), encoding="utf-8")
    assert codes(root) == [("AP010", settings)]
    assert explained(capsys, settings) == ["record_void"]
    assert not build(project_of(root), portals.CLOCK, durable=False).published
    assert "tỉnh Thử" in (root / "site/index.html").read_text(encoding="utf-8")
    assert approve(settings) == 0
    assert build(project_of(root), portals.CLOCK, durable=False).published
    assert "tỉnh Khác" in (root / "site/index.html").read_text(encoding="utf-8")
    (root / "approvals/data/topics.yml.vi.yml").unlink()
    assert codes(root) == [("AP010", "docs/data/topics.yml")]
    write(root, "status")
    assert codes(root) == []


def test_an_approval_of_tomorrow_is_refused(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    approve_all(root)
    late = int(portals.CLOCK.timestamp()) + 86_400
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(late))
    assert approve(ALONE) == 0
    assert codes(root) == [("AP011", "approvals/vi/about/alone.md.vi.yml")]
    assert not build(project_of(root), portals.CLOCK, durable=False).published
    assert build(project_of(root), portals.CLOCK + dt.timedelta(days=1), durable=False).published


def test_plans_are_explained(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    draft, ours = "docs/data/plans/nhap.yml", "docs/data/plans/ban-hanh.yml"
    text = (Path(__file__).parents[2] / "docs/data/plans/cao-bang-2023.yml").read_text(encoding="utf-8")
    status = next(line for line in text.splitlines() if line.startswith("status: "))
    portals.write(root, {draft: text.replace(status, "status: draft"), ours: text})
    assert explained(capsys, draft) == ["draft"]
    assert explained(capsys, ours) == ["no_record"]
    assert approve(ours) == 0
    assert explained(capsys, ours) == ["public"]


def test_a_signature_is_checked_once(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not in every build; but again as soon as anything is another: record, signature, or who may sign."""
    write(root, "signed")
    head = signer(tmp_path, "chanh-vp")
    allow(root, head)
    approve_all(root, "--key", str(head))
    started: list[str] = []
    original = approval_signatures._verify

    def counted(*arguments: Any) -> str:
        started.append("x")
        return original(*arguments)

    monkeypatch.setattr(approval_signatures, "_verify", counted)

    def starts() -> int:
        started.clear()
        assert build(project_of(root), portals.CLOCK, durable=False, clean=True).published
        return len(started)

    first = starts()
    assert first > 8
    # The folder for notes came with the first build.
    assert starts() == first
    assert starts() == 0
    assert approve(ALONE, "--key", str(head), "--section", "about") == 0
    assert starts() == 1
    assert starts() == 0
    (root / ".ttdn").chmod(0o777)
    assert starts() == first
    (root / ".ttdn").chmod(0o755)
    (root / ".ttdn/signatures").unlink(missing_ok=True)
    assert starts() == first
    allow(root, head, options=' valid-before="20250101"')
    started.clear()
    assert not build(project_of(root), portals.CLOCK, durable=False, clean=True).published
    assert len(started) == first
