"""`ttdn plan`: the audit's report, import and export from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tables.table_samples import AGENCIES, PLANS, SAMPLE

from ttdn_site.cli.main import main

KEYS = [
    "code",
    "severity",
    "path",
    "line",
    "column",
    "row",
    "field",
    "printed",
    "computed",
    "role",
    "acknowledged",
    "message",
]


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "docs" / "data" / "plans"
    folder.mkdir(parents=True)
    (folder.parent / "agencies.yml").write_text(AGENCIES, encoding="utf-8")
    (folder / "mau.yml").write_text(SAMPLE, encoding="utf-8")
    return Path("docs/data/plans/mau.yml")


def report(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, object]]]:
    code = main(["plan", "audit", *arguments, "--format", "json"])
    return code, json.loads(capsys.readouterr().out)["problems"]


def test_a_sound_plan_ends_with_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert report(capsys, str(PLANS / "lam-dong-2017-2020.yml")) == (0, [])


def test_acknowledged_findings_stay_in_the_report_and_do_not_count(capsys: pytest.CaptureFixture[str]) -> None:
    code, problems = report(capsys, str(PLANS / "dien-bien-2018-2020.yml"))
    assert code == 0
    assert all(list(entry) == KEYS for entry in problems)
    assert all(entry["acknowledged"] is True for entry in problems)
    found = {(entry["code"], entry["row"], entry["field"], entry["role"]) for entry in problems}
    assert ("AU002", "I.2", "y2018", "root") in found
    assert ("AU001", "I", "total", "propagated") in found
    slip = next(entry for entry in problems if (entry["code"], entry["row"]) == ("AU001", "IV.5"))
    assert (slip["printed"], slip["computed"]) == ("210", "270")
    line = (PLANS / "dien-bien-2018-2020.yml").read_text(encoding="utf-8").splitlines()[int(str(slip["line"])) - 1]
    assert line[int(str(slip["column"])) - 1 :].startswith("210")


def test_an_open_error_ends_with_1(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan.write_text(SAMPLE.replace('total: "2.000"', 'total: "2.001"'), encoding="utf-8")
    code, problems = report(capsys, str(plan))
    assert code == 1
    assert {entry["path"] for entry in problems} == {"docs/data/plans/mau.yml"}
    assert any(entry["printed"] == "2.001" and not entry["acknowledged"] for entry in problems)


def test_mistakes_of_the_file_have_the_same_shape(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan.write_text("id: mau\nplace: tinh\ntitel: x\n", encoding="utf-8")
    code, problems = report(capsys, str(plan))
    assert code == 1
    assert all(list(entry) == KEYS for entry in problems)
    code, problems = report(capsys, "khong-co.yml")
    assert (code, [entry["code"] for entry in problems]) == (1, ["LD001"])


def test_the_report_names_every_figure_that_could_be_meant(capsys: pytest.CaptureFixture[str]) -> None:
    source = str(PLANS / "dien-bien-2018-2020.yml")
    assert main(["plan", "audit", source]) == 0
    lines = capsys.readouterr().out.splitlines()
    last = [line.split(": ", 1)[1].split(" · ")[0] for line in lines if line.startswith(lines[-1].split(" ")[0])]
    assert last[0].startswith("note TB001 Acknowledged discrepancy AU001 in row “total”")
    assert last[1:] == [
        "note AU032 This follows from the discrepancy in row I.2, column total",
        "note AU032 This follows from the discrepancy in row IV.5, column total",
        "note AU030 The figure could be 8.096: as printed",
        "note AU030 The figure could be 8.096: the sum of the parts as printed",
        "note AU030 The figure could be 8.096: the total in the text of the decision",
        "note AU030 The figure could be 8.096: the amount in words",
        "note AU030 The figure could be 8.256: the sum along the row",
        "note AU030 The figure could be 8.156: the sum of the lowest lines",
    ]
    assert any(" AU031 One repair that would fit: I.2/y2018: 600 → 500" in line for line in lines)
    entry = next(one for one in report(capsys, source)[1] if (one["row"], one["code"]) == ("total", "AU001"))
    message = str(entry["message"])
    assert all(told.split(" ", 2)[2] in message for told in last[1:])


@pytest.mark.parametrize("form", ["text", "github", "gitlab"])
def test_other_forms(plan: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    plan.write_text(SAMPLE.replace('total: "2.000"', 'total: "2.001"'), encoding="utf-8")
    assert main(["plan", "audit", str(plan), "--format", form]) == 1
    out = capsys.readouterr().out
    assert "AU001" in out
    assert "docs/data/plans/mau.yml" in out


def test_export_then_import_then_audit(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = PLANS / "lam-dong-2017-2020.yml"
    assert main(["plan", "export", str(source), "-o", "out", "--language", "en"]) == 0
    assert sorted(path.name for path in Path("out/en").iterdir())[0] == "data"
    assert not Path("out/vi").exists()
    workbook = "out/en/lam-dong-2017-2020.xlsx"
    target = Path("copy/data/plans/lam-dong-2017-2020.yml")
    target.parent.mkdir(parents=True)
    (target.parent.parent / "agencies.yml").write_bytes((PLANS.parent / "agencies.yml").read_bytes())
    main(["plan", "import", workbook, "-o", str(target)])
    assert b"\r" not in target.read_bytes()
    capsys.readouterr()
    problems = report(capsys, str(target))[1]
    assert not [entry for entry in problems if str(entry["code"]).startswith("AU00")]


def test_import_does_not_overwrite(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("bang.csv").write_text("TT,Nội dung\n1,Việc\n", encoding="utf-8")
    assert main(["plan", "import", "bang.csv", "-o", str(plan)]) == 1
    assert "PC001" in capsys.readouterr().out
    assert plan.read_text(encoding="utf-8") == SAMPLE


def test_import_writes_no_plan_that_could_not_be_read(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("bang.csv").write_text("TT,Nội dung,Đơn vị chủ trì\n1,Việc,Sở\n", encoding="utf-8")
    assert main(["plan", "import", "bang.csv", "-o", "docs/data/plans/kế hoạch.yml"]) == 1
    assert "PL013" in capsys.readouterr().out
    assert not Path("docs/data/plans/kế hoạch.yml").exists()


def test_an_unknown_language_is_refused(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plan", "export", str(plan), "-o", "out", "--language", "fr"]) == 1
    assert "PC002" in capsys.readouterr().out
    assert not Path("out").exists()
