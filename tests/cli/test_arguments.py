"""A wrong command line is a problem like any other: its code, its words in both languages, exit code 2."""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import portals
import pytest

from ttdn_site.cli.arguments import WrongCommandLine, diagnosis, parser_class, whole_number
from ttdn_site.cli.main import COMMANDS, main, speak_utf8
from ttdn_site.cli.words import words_of

# Command line; what is printed in English and in Vietnamese: its beginning.
WRONG = (
    (
        ["biuld"],
        "ttdn: error CL001 “biuld” is not a command · Did you mean “ttdn build”?",
        "ttdn: lỗi CL001 “biuld” không phải là lệnh · Có phải ý là “ttdn build”?",
    ),
    (
        ["CHECK"],
        "ttdn: error CL001 “CHECK” is not a command · Did you mean “ttdn check”?",
        "ttdn: lỗi CL001 “CHECK” không phải là lệnh",
    ),
    (
        ["xuat-ban"],
        "ttdn: error CL002 “xuat-ban” is not a command · Use one of: build, check, serve,",
        "ttdn: lỗi CL002 “xuat-ban” không phải là lệnh · Dùng một trong các giá trị: build,",
    ),
    (
        ["plan", "imprt"],
        "ttdn plan: error CL001 “imprt” is not a command · Did you mean “ttdn plan import”?",
        "ttdn plan: lỗi CL001 “imprt” không phải là lệnh",
    ),
    (
        ["new", "article"],
        "ttdn new: error CL003 The command needs more: NAME · “ttdn new --help” explains each of them",
        "ttdn new: lỗi CL003 Lệnh còn thiếu: TÊN · “ttdn new --help” giải thích từng mục",
    ),
    (
        ["--version=2"],
        "ttdn: error CL006 The command does not know “--version=2”",
        "ttdn: lỗi CL006 Lệnh không biết “--version=2”",
    ),
    (
        ["verify", "site"],
        "ttdn verify: error CL003 The command needs more: --manifest",
        "ttdn verify: lỗi CL003 Lệnh còn thiếu: --manifest",
    ),
    (
        ["translation"],
        "ttdn translation: error CL003 The command needs more: ACTION",
        "ttdn translation: lỗi CL003 Lệnh còn thiếu: VIỆC",
    ),
    (
        ["check", "--format", "xml"],
        "ttdn check: error CL004 “xml” is not a value of --format · Use one of: text, json, github, gitlab\n",
        "ttdn check: lỗi CL004 “xml” không phải là giá trị của --format · Dùng một trong các giá trị: text,",
    ),
    (
        ["new", "artikel", "x"],
        "ttdn new: error CL004 “artikel” is not a value of TYPE · Use one of: article, briefing,",
        "ttdn new: lỗi CL004 “artikel” không phải là giá trị của LOẠI",
    ),
    (
        ["build", "-d"],
        "ttdn build: error CL005 A value is missing after -d/--site-dir",
        "ttdn build: lỗi CL005 Sau -d/--site-dir còn thiếu giá trị",
    ),
    (
        ["check", "--site", "Trang", "web"],
        "ttdn check: error CL006 The command does not know “web” · Leave it out,",
        "ttdn check: lỗi CL006 Lệnh không biết “web”",
    ),
    (
        ["build", "--preview=yes"],
        "ttdn build: error CL006 The command does not know “--preview=yes”",
        "ttdn build: lỗi CL006 Lệnh không biết “--preview=yes”",
    ),
    (
        ["build", "--prev"],
        "ttdn build: error CL006 The command does not know “--prev”",
        "ttdn build: lỗi CL006 Lệnh không biết “--prev”",
    ),
    (
        ["serve", "--port", "tám"],
        "ttdn serve: error CL007 --port must be a whole number from 0 to 65535, not “tám” · Write only digits\n",
        "ttdn serve: lỗi CL007 --port phải là số nguyên từ 0 đến 65535, không phải “tám” · Chỉ viết chữ số\n",
    ),
    (
        ["build", "--workers", "0"],
        "ttdn build: error CL007 --workers must be a whole number from 1 to 1000, not “0”",
        "ttdn build: lỗi CL007 --workers phải là số nguyên từ 1 đến 1000, không phải “0”",
    ),
    (
        ["--preview", "build"],
        "ttdn: error CL010 Something stands before the command “build” · Write the command first: ttdn build --preview",
        "ttdn: lỗi CL010 Có phần đứng trước lệnh “build” · Viết lệnh trước: ttdn build --preview\n",
    ),
    (
        ["-f", "khac.yml", "check"],
        "ttdn: error CL010 Something stands before the command “check”",
        "ttdn: lỗi CL010 Có phần đứng trước lệnh “check”",
    ),
    (
        ["build", "–preview"],
        "ttdn build: error CL009 The dash at the beginning of “–preview” is not two hyphens · Type “--preview”:",
        "ttdn build: lỗi CL009 Dấu gạch ở đầu “–preview” không phải là hai dấu gạch nối · Hãy gõ “--preview”:",
    ),
)


@pytest.mark.parametrize(("arguments", "english", "vietnamese"), WRONG, ids=lambda value: str(value)[:30])
def test_a_wrong_command_line_is_a_problem(
    arguments: list[str],
    english: str,
    vietnamese: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for language, beginning in (("en_US.UTF-8", english), ("vi_VN.UTF-8", vietnamese)):
        monkeypatch.setenv("LANG", language)
        assert main(arguments) == 2
        shown = capsys.readouterr()
        assert shown.out.startswith(beginning)
        assert (shown.out.count("\n"), shown.err) == (1, "")


@pytest.mark.parametrize("given", [["--format", "json"], ["--format=json"]])
def test_it_comes_in_the_form_that_was_asked_for(given: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", *given, "--sight", "x"]) == 2
    (found,) = json.loads(capsys.readouterr().out)["problems"]
    assert (found["code"], found["path"], found["parameters"]["value"]) == ("CL006", "ttdn check", "--sight x")


def test_a_sentence_of_a_newer_python_is_a_problem_too() -> None:
    found = diagnosis(argparse.ArgumentParser(prog="ttdn build"), "argument -q: something quite new")
    assert (found.code.id, dict(found.parameters)["reason"]) == ("CL008", "argument -q: something quite new")


@pytest.mark.parametrize(
    ("message", "code"),
    [
        # Python 3.11, 3.12.8, 3.14.
        ("argument --format: invalid choice: 'xml' (choose from 'text', 'json')", "CL004"),
        ("argument --format: invalid choice: 'xml' (choose from text, json)", "CL004"),
        ("argument --format: invalid choice: 'jsn', maybe you meant 'json'? (choose from text, json)", "CL004"),
        ("argument --more: expected at least one argument", "CL005"),
    ],
)
def test_the_sentences_of_several_pythons_are_known(message: str, code: str) -> None:
    parser = parser_class(words_of({"LANG": "en"}))(prog="ttdn check")
    parser.add_argument("--format", choices=("text", "json"))
    parser.add_argument("--more", nargs="+")
    found = diagnosis(parser, message)
    assert found.code.id == code
    if code == "CL004":
        assert dict(found.parameters)["choices"] == "text, json"


def test_argparse_says_nothing_by_itself() -> None:
    parser = parser_class(words_of({"LANG": "en"}))(prog="ttdn")
    parser.add_argument("--port", type=whole_number(1, 9))
    assert parser.parse_args(["--port", "9"]).port == 9
    for value in ("10", "0", "-1", "1.5", "١", " 3", ""):
        with pytest.raises(WrongCommandLine):
            parser.parse_args(["--port", value])


@pytest.mark.parametrize("language", ["vi_VN.UTF-8", "en_US.UTF-8"])
def test_without_arguments_the_help_is_shown(
    language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LANG", language)
    assert main([]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert all(f"\n    {name} " in shown.err or f"\n    {name}\n" in shown.err for name in COMMANDS)
    assert ("Mã thoát: 0" in shown.err) is language.startswith("vi")
    assert ("Exit codes: 0" in shown.err) is language.startswith("en")


def python(code: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TMPDIR") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env={**kept, **environment}, capture_output=True, check=False
    )


COMMAND = "import sys; from ttdn_site.cli.main import main; code = main({arguments!r}); {then}; sys.exit(code)"


@pytest.mark.parametrize("encoding", ["cp1252", "cp437", "ascii", "cp1258", "utf-8"])
def test_every_console_is_spoken_to(encoding: str, tmp_path: Path) -> None:
    """An encoding without Vietnamese letters loses none of them: they are escaped. Nothing is a traceback."""
    call = COMMAND.format(arguments=["check"], then="pass")
    done = python(call, tmp_path, PYTHONIOENCODING=encoding, LANG="vi_VN.UTF-8")
    assert done.returncode == 1
    assert done.stderr == b""
    shown = done.stdout.decode(encoding)
    assert "PJ001" in shown
    assert (shown.startswith("mkdocs.yml: lỗi")) is (encoding == "utf-8")


def test_a_pipe_is_utf_8_whatever_the_system_says(tmp_path: Path) -> None:
    call = COMMAND.format(arguments=["check"], then="pass")
    done = python(call, tmp_path, LC_ALL="vi_VN.ISO-8859-1", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.stdout.decode("utf-8").startswith("mkdocs.yml: lỗi PJ001")


def test_a_stream_that_is_no_file_is_left_alone() -> None:
    speak_utf8(io.StringIO(), {})


# Libraries, and parts of ours, that take long to start.
SLOW = (
    *("PIL", "babel.messages", "jinja2", "lxml", "markdown", "mkdocs", "openpyxl", "pymdownx", "watchdog", "yaml"),
    *("ttdn_site.content.load", "ttdn_site.content.scaffold", "ttdn_site.engine.making", "ttdn_site.markup.render"),
)
LOADED = f"print(*(name for name in {SLOW!r} if name in sys.modules), file=sys.stderr)"


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], []])
def test_help_starts_no_library(arguments: list[str], tmp_path: Path) -> None:
    then = f"atexit.register(lambda: {LOADED})"
    code = f"import sys, atexit; {then}; from ttdn_site.cli.main import main; main({arguments!r})"
    done = python(code, tmp_path, LANG="en_US.UTF-8")
    assert done.stderr.decode().splitlines()[-1:] == [""]


def test_a_build_without_a_change_starts_nothing_that_renders(tmp_path: Path) -> None:
    portals.portal(tmp_path)
    epoch = str(int(portals.CLOCK.timestamp()))
    first, second = (
        python(COMMAND.format(arguments=["build"], then=LOADED), tmp_path, LANG="en_US.UTF-8", SOURCE_DATE_EPOCH=epoch)
        for _ in range(2)
    )
    assert (first.returncode, second.returncode) == (0, 0), first.stdout + second.stdout
    assert "jinja2" in first.stderr.decode()
    # The configuration is YAML.
    assert second.stderr.decode().split() == ["yaml"]
