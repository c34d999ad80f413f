"""Damaged files: whatever an editor's disk or hand does to a file, the answer is a problem and never a crash."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plans.office_files import as_csv, as_docx, as_pasted, as_xlsx
from plans.plan_samples import PLANS, real_register

from ttdn_site.plans.agency_loader import load_agencies
from ttdn_site.plans.audit import audit
from ttdn_site.plans.importers import import_plan
from ttdn_site.plans.loader import load_plan

# A build machine may be busy: how long an example takes says nothing here.
patient = settings(deadline=None, max_examples=30)
REGISTER = real_register()
TEXT = (PLANS / "dien-bien-2018-2020.yml").read_text(encoding="utf-8")
PLAN, _ = load_plan(TEXT, "docs/data/plans/dien-bien-2018-2020.yml", REGISTER)
assert PLAN is not None
VALUES = ("5", "[]", "{}", "[[a]]", "{a: {b: c}}", '"x"', "-", "true", "", "[{a: 1}]", '"1,990"', '"2018-13"')
FILES = ((as_docx(PLAN), "a.docx"), (as_xlsx(PLAN), "a.xlsx"))
TEXTS = ((as_pasted(PLAN).decode(), "a.txt"), (as_csv(PLAN).decode(), "a.csv"))


def spoiled_yaml(text: str, chance: random.Random) -> str:
    lines = text.split("\n")
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(lines))
        match chance.randrange(5):
            case 0:
                del lines[place]
            case 1:
                lines[place] = f"{lines[place].split(':')[0]}: {chance.choice(VALUES)}"
            case 2:
                lines.insert(place, chance.choice(lines))
            case 3:
                lines[place] = lines[place][: chance.randrange(len(lines[place]) + 1)]
            case _:
                lines[place] = lines[place].replace("total", chance.choice(("y2018", "zz", "")))
    return "\n".join(lines)


def spoiled_package(data: bytes, chance: random.Random) -> bytes:
    """Parts lost or altered inside, or bytes altered outside."""
    if chance.random() < 0.3:
        return bytes(byte if chance.random() > 0.001 else chance.randrange(256) for byte in data)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w") as copy:
        for info in package.infolist():
            text = package.read(info).decode("utf-8")
            if text and chance.random() < 0.5:
                text = spoiled_text(text, chance, ("<", ">", "&", '"', "9", "-1", "xx"))
            if chance.random() < 0.97:
                copy.writestr(info.filename, text)
    return out.getvalue()


def spoiled_text(text: str, chance: random.Random, signs: tuple[str, ...]) -> str:
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.randint(1, 150))
        text = (
            text[:start] + chance.choice(("", text[start:end] * 2, chance.choice(signs) + text[start:end])) + text[end:]
        )
    return text


@patient
@given(st.integers(0, 10**9))
def test_a_spoiled_plan_is_read_and_audited(seed: int) -> None:
    plan, problems = load_plan(spoiled_yaml(TEXT, random.Random(seed)), "docs/data/plans/a.yml", REGISTER)
    assert plan is not None or problems
    if plan is not None:
        audit(plan, REGISTER)


@patient
@given(st.integers(0, 10**9))
def test_a_spoiled_register_is_read(seed: int) -> None:
    text = (PLANS.parent / "agencies.yml").read_text(encoding="utf-8")
    load_agencies(spoiled_yaml(text, random.Random(seed)), "docs/data/agencies.yml")


@pytest.mark.parametrize(("data", "name"), FILES, ids=["docx", "xlsx"])
@patient
@given(seed=st.integers(0, 10**9))
def test_a_spoiled_office_file_is_imported_or_refused(data: bytes, name: str, seed: int) -> None:
    text, problems = import_plan(spoiled_package(data, random.Random(seed)), name, REGISTER)
    assert text or problems


@pytest.mark.parametrize(("text", "name"), TEXTS, ids=["txt", "csv"])
@patient
@given(seed=st.integers(0, 10**9))
def test_a_spoiled_text_gives_a_file_that_can_be_read(text: str, name: str, seed: int) -> None:
    spoiled = spoiled_text(text, random.Random(seed), ("\t", "\n", ";", '"', "\x00", "1.990", "I", "- "))
    result, problems = import_plan(spoiled.encode(), name, REGISTER)
    assert result or problems
    if result:
        plan, mistakes = load_plan(result, "docs/data/plans/a.yml", REGISTER)
        assert plan is not None
        assert not [mistake for mistake in mistakes if mistake.code.id.startswith("YM")]
