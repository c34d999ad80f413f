"""The fuzzers: a few inputs for each target in every run, an hour of them in `make soak`."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from safety import fuzzing
from safety.targets import TARGETS, Target

KEPT = Path(__file__).parent / "fuzz.json"


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_spoiled_inputs_end_in_problems(target: Target, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    for seed in range(4 if target.name == "whole portal" else 12):
        with fuzzing.bounded():
            target.run(fuzzing.input_of(target, seed), tmp_path)


def test_the_same_number_gives_the_same_input() -> None:
    for target in TARGETS:
        assert fuzzing.input_of(target, 7) == fuzzing.input_of(target, 7)


def test_a_breach_is_found_and_kept(tmp_path: Path) -> None:
    """The harness itself: what raises, what does not end and what fills the memory."""

    def waits(data: bytes, folder: Path) -> None:
        while True:
            pass

    def grows(data: bytes, folder: Path) -> None:
        bytearray(2 << 30)

    def fails(data: bytes, folder: Path) -> None:
        raise KeyError(data)

    run = fuzzing.Run(tmp_path, 1)
    wait = fuzzing.SECONDS
    fuzzing.SECONDS = 1
    try:
        for number, bad in enumerate((waits, grows, fails)):
            target = Target(f"t{number}", lambda: (b"x",), bad)
            assert not run.trial("mutations", target, b"x", 1)
    finally:
        fuzzing.SECONDS = wait
    assert [key.split(" in ")[0] for key in sorted(run.findings)] == ["t0: TooSlow", "t1: MemoryError", "t2: KeyError"]


def test_what_ended_atheris_is_named() -> None:
    """It writes the exception to one stream and its counts to the other; the counts are no name."""
    counts = (
        "==9== ERROR: libFuzzer: fuzz target exited\nstat::number_of_executed_units: 1705\nstat::peak_rss_mb: 274\n"
    )
    frame = '  File "/a/tests/safety/targets.py", line 213, in run\n'
    raised = f" === Uncaught Python exception: ===\nAssertionError: <EMPTY MESSAGE>\nTraceback\n{frame}"
    within = f'{raised}  File "/a/ttdn_site/content/load.py", line 3, in load\n'
    assert fuzzing.breach(f"{raised}\n{counts}")[0] == "AssertionError in the trial itself"
    assert fuzzing.breach(f"{within}\n{counts}")[0] == "AssertionError in content/load.py:load"
    assert fuzzing.breach(counts)[0] == "fuzz target exited in the trial itself"


def test_what_was_run_is_kept() -> None:
    """The long runs: their seeds and counts; every finding is mended and has a test."""
    runs = json.loads(KEPT.read_text(encoding="utf-8"))["runs"]
    assert sum(run["seconds"] for run in runs) >= 3600
    for run in runs:
        assert run["engines"]["mutations"].keys() | run["engines"]["hypothesis"].keys()
        for finding in run["findings"]:
            assert (KEPT.parents[2] / finding["mended"]).is_file(), finding["what"]


@pytest.mark.soak
def test_fuzzing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour, or TTDN_FUZZ_SECONDS; the seed of the start is the time, or TTDN_FUZZ_SEED."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    seconds = float(os.environ.get("TTDN_FUZZ_SECONDS", "3600"))
    outcome = fuzzing.fuzz(seconds, tmp_path, int(os.environ.get("TTDN_FUZZ_SEED", str(int(time.time())))), KEPT)
    assert outcome["findings"] == []
