"""What people read is true: the handbook's commands run, its links lead somewhere, no command or option is left out."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import portals
import pytest
from tables.table_samples import AGENCIES, SAMPLE

import ttdn_site
from ttdn_site.cli.main import COMMANDS, main, parser
from ttdn_site.cli.reference import commands
from ttdn_site.cli.words import words_of
from ttdn_site.engine.compose import compose

ROOT = Path(__file__).resolve().parent.parent
HANDBOOK = ROOT / "handbook"
PAGES = sorted(path for path in HANDBOOK.rglob("*.md"))
WRITTEN = [path for path in PAGES if "reference" not in path.parts and path.name != "problems.md"]
DOCUMENTS = [ROOT / name for name in ("README.md", "README.vi.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")]

# A machine's own programs that the handbook's examples use beside ours.
SYSTEM_TOOLS = {"sed", "grep", "ls", "cd", "sha256sum", "ssh-keygen"}


@dataclass(frozen=True)
class Block:
    """A fenced block: language, the rest of the info string, the lines inside."""

    language: str
    info: str
    text: str


def blocks(text: str) -> Iterator[Block]:
    for match in re.finditer(r"^(`{3,})(\w*)[ ]?([^\n`]*)\n(.*?)^\1[ ]*$", text, re.DOTALL | re.MULTILINE):
        yield Block(match[2], match[3], match[4])


def runs(path: Path) -> bool:
    return any(block.language == "console" for block in blocks(path.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Done:
    """What a command did: its exit code and everything it printed."""

    code: int
    shown: str


def run(line: str, root: Path, capsys: pytest.CaptureFixture[str]) -> Done:
    """One line of a terminal. Our own command runs in this process, which spares the start of another; a line with
    programs of the system runs in a shell."""
    if not line.startswith("ttdn "):
        done = subprocess.run(
            ["/bin/sh", "-c", line], cwd=root, capture_output=True, text=True, timeout=60, check=False
        )
        return Done(done.returncode, done.stdout + done.stderr)
    try:
        code = main(shlex.split(line)[1:])
    except SystemExit as stop:
        code = int(stop.code or 0)
    printed = capsys.readouterr()
    return Done(code, printed.out + printed.err)


@pytest.mark.skipif(sys.platform == "win32", reason="the examples use programs of a POSIX system")
@pytest.mark.parametrize(
    "path", [path for path in WRITTEN if runs(path)], ids=lambda path: path.relative_to(HANDBOOK).as_posix()
)
def test_the_commands_of_a_page_run(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In order, in one small portal: files with a title are written, lines with `$` are run.

    A command exits with 0, those of a block `console exit=1` with 1; lines below it are beginnings of lines it prints.
    """
    portals.portal(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(portals.CLOCK.timestamp())))
    monkeypatch.setenv("LANG", "vi_VN.UTF-8" if path.parent.name == "vi" else "en_US.UTF-8")
    for block in blocks(path.read_text(encoding="utf-8")):
        if title := re.search(r'title="([^"]+)"', block.info):
            portals.write(tmp_path, {title[1]: block.text})
        if block.language != "console":
            continue
        expected_code = int(match[1]) if (match := re.search(r"exit=(\d+)", block.info)) else 0
        for step in re.split(r"^\$ ", block.text, flags=re.MULTILINE)[1:]:
            command, *expected = step.rstrip("\n").split("\n")
            done = run(command, tmp_path, capsys)
            assert done.code == expected_code, f"{command}\n{done.shown}"
            lines = iter(done.shown.splitlines())
            for line in expected:
                assert any(printed.startswith(line) for printed in lines), f"{command}: no “{line}” in\n{done.shown}"


# What stands for a name in the README's table of commands.
PLACEHOLDERS = {
    "FOLDER": "xem-thu",
    "THƯ-MỤC": "xem-thu",
    "FILE…": "docs/en/about/land.md",
    "TỆP…": "docs/en/about/land.md",
    "NEW-PLAN": "nhap/moi.yml",
    "KẾ-HOẠCH-MỚI": "nhap/moi.yml",
    "PLAN": "docs/data/plans/mau.yml",
    "KẾ-HOẠCH": "docs/data/plans/mau.yml",
    "TABLE": "bang.csv",
    "BẢNG": "bang.csv",
}


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_the_everyday_commands_run(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the order of the table, which is that of a day; `ttdn serve` goes on until it is stopped."""
    plan = {"docs/data/agencies.yml": AGENCIES, "docs/data/plans/mau.yml": SAMPLE}
    table = {"bang.csv": "TT,Nội dung,Đơn vị chủ trì\n1,Tập huấn,UBND tỉnh\n"}
    portals.portal(tmp_path, {**plan, **table})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(portals.CLOCK.timestamp())))
    text = (ROOT / name).read_text(encoding="utf-8")
    cells = re.findall(r"^\| (`ttdn [^|]*) \|", text, re.MULTILINE)
    lines = [line for cell in cells for line in re.findall(r"`(ttdn [^`]+)`", cell)]
    assert len(lines) >= 10
    for line in lines:
        for short, full in PLACEHOLDERS.items():
            line = line.replace(short, full)
        if line != "ttdn serve":
            done = run(line, tmp_path, capsys)
            assert done.code == 0, f"{line}\n{done.shown}"


def test_examples_use_our_commands_and_a_few_of_the_system() -> None:
    for path in WRITTEN:
        for block in blocks(path.read_text(encoding="utf-8")):
            if block.language == "console":
                for line in block.text.splitlines():
                    if line.startswith("$ "):
                        words = line.split()
                        assert words[1] in SYSTEM_TOOLS or (words[1] == "ttdn" and words[2] in COMMANDS), line


LISTED = [(name, command) for name, _, command in commands(parser(words_of({"LANG": "en"})))]


@pytest.mark.parametrize("name", [name for name, _ in LISTED])
def test_a_command_is_explained_in_both_languages(name: str) -> None:
    for locale, readme in (("vi", "README.vi.md"), ("en", "README.md")):
        pages = [path for path in WRITTEN if path.parent.name == locale]
        text = "\n".join(path.read_text(encoding="utf-8") for path in (*pages, ROOT / readme))
        assert f"ttdn {name}" in text, f"explain “ttdn {name}” in handbook/{locale} or {readme}"


@pytest.mark.parametrize("name", [name for name, _ in LISTED])
def test_an_option_is_listed(name: str) -> None:
    command = dict(LISTED)[name]
    for locale in ("vi", "en"):
        page = (HANDBOOK / locale / "reference" / "commands.md").read_text(encoding="utf-8")
        section = page.split(f"\n## ttdn {name}\n", 1)[1].split("\n## ", 1)[0]
        for action in command._actions:
            for option in action.option_strings:
                assert option in section, f"{name} {option}: run “ttdn reference”"


@pytest.mark.parametrize("name", [name for name, _ in LISTED])
@pytest.mark.parametrize("language", ["en", "vi"])
def test_help_is_complete(name: str, language: str) -> None:
    for each, summary, command in commands(parser(words_of({"LANG": language}))):
        if each == name:
            assert summary, "a command says what it does"
            for action in command._actions:
                assert action.help, f"{name} {action.option_strings or action.dest} has no help"


def test_the_words_of_help_are_vietnamese_too() -> None:
    english = {each: (summary, command) for each, summary, command in commands(parser(words_of({"LANG": "en"})))}
    for name, summary, command in commands(parser(words_of({"LANG": "vi"}))):
        assert summary != english[name][0], f"the summary of {name} is not translated"
        for here, there in zip(command._actions, english[name][1]._actions, strict=True):
            # A list of names is the same in both.
            if here.help and "," not in here.help.split(" ")[0]:
                assert here.help != there.help, f"{name}: “{here.help}” is not translated"


def links(path: Path) -> Iterator[tuple[str, str]]:
    text = re.sub(r"^(`{3,}).*?^\1[ ]*$", "", path.read_text(encoding="utf-8"), flags=re.DOTALL | re.MULTILINE)
    text = re.sub(r"`[^`\n]+`", "", text)
    for match in re.finditer(r"(?<!\\)\]\(([^)\s#]*)(#[^)\s]*)?\)", text):
        yield match[1], match[2] or ""


@pytest.mark.parametrize("path", [*PAGES, *DOCUMENTS], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_to_files(path: Path) -> None:
    for target, _ in links(path):
        if target and not re.match(r"https?:|mailto:", target):
            assert (path.parent / target).resolve().exists(), f"{path.name}: {target}"


def test_both_languages_have_the_same_pages_with_the_same_parts() -> None:
    for path in WRITTEN:
        if path.parent.name != "vi":
            continue
        twin = HANDBOOK / "en" / path.name
        shapes = [re.findall(r"^#+ ", each.read_text(encoding="utf-8"), re.MULTILINE) for each in (path, twin)]
        assert shapes[0] == shapes[1], path.name
        examples = [
            [block for block in blocks(each.read_text(encoding="utf-8")) if 'title="' in block.info]
            for each in (path, twin)
        ]
        assert examples[0] == examples[1], f"{path.name}: the examples differ"
    assert {path.name for path in (HANDBOOK / "vi").iterdir()} == {path.name for path in (HANDBOOK / "en").iterdir()}


@pytest.mark.parametrize("name", ["README", "README.vi"])
def test_the_readme_names_what_is_there(name: str) -> None:
    text = (ROOT / f"{name}.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make (\w+)`", text):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for block in blocks(text):
        for line in block.text.splitlines():
            if match := re.match(r"(?:py|python3?) (tools/\S+|\S+\\\S+\.py)", line):
                assert (ROOT / match[1].replace("\\", "/")).is_file(), line
    assert "<!-- figures -->" in text or re.search(r"`(?:python )?benchmarks/", text)


@pytest.mark.parametrize("name", ["README.md", "README.vi.md"])
def test_the_language_of_the_readme_can_be_added(name: str, tmp_path: Path) -> None:
    """The example's languages, with those the small portal has besides, are a portal without an error."""
    found = [block.text for block in blocks((ROOT / name).read_text(encoding="utf-8")) if "locale: ko" in block.text]
    others = "        - {locale: zh, name: 简体中文}\n        - {locale: ja, name: 日本語}\n"
    plugins = found[0].replace("        - locale: ko", f"{others}        - locale: ko")
    head = portals.MKDOCS.split("plugins:")[0]
    project = portals.portal(tmp_path, {"mkdocs.yml": head + plugins})
    assert project.languages.segments == ("vi", "en", "zh", "ja", "ko")
    problems = compose(project, portals.CLOCK).problems
    assert not [
        item for item in problems if "ko" in dict(item.parameters).values() or item.location.path != "mkdocs.yml"
    ]


def test_the_version_has_its_entry() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## {re.escape(ttdn_site.__version__)}\b", text, re.MULTILINE)


def test_licences() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence
    content = (ROOT / "LICENSE-CONTENT").read_text(encoding="utf-8")
    assert "https://creativecommons.org/licenses/by/4.0/legalcode" in content


def test_the_picture_of_rooms_names_every_room() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rooms = {
        path.name.removesuffix(".py")
        for path in (ROOT / "ttdn_site").iterdir()
        if path.name not in ("__init__.py", "__main__.py", "__pycache__", "py.typed")
    }
    missing = {room for room in rooms if f"`{room}" not in text and f"{room}/" not in text and f"{room}.py" not in text}
    assert not missing


@pytest.mark.parametrize("path", [*WRITTEN, *DOCUMENTS], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_files_of_the_program_that_are_named_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for name in re.findall(r"`((?:tests|tools|benchmarks|ttdn_site|requirements|schemas|handbook)/[^`<]*)`", text):
        assert list(ROOT.glob(name.rstrip("/"))), f"{path.name}: {name}"
