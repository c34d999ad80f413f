"""A build that goes on from the last one gives what a build from nothing gives, whatever was edited in between."""

from __future__ import annotations

import pytest
from edits import Sequences

FEW = range(1000, 1006)
MANY = range(2000)


@pytest.fixture(scope="module")
def sequences(tmp_path_factory: pytest.TempPathFactory) -> Sequences:
    return Sequences(tmp_path_factory.mktemp("edits"))


# The child that is to be killed only builds; it takes no lock of the runner's threads.
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.parametrize("seed", FEW)
def test_edits(sequences: Sequences, seed: int) -> None:
    assert sequences.run(seed)["builds"] > 1


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
@pytest.mark.soak
def test_many_edits(sequences: Sequences) -> None:
    for seed in MANY:
        sequences.run(seed)
