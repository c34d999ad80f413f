"""One target led by coverage: run by `fuzzing.py`, in a process of its own, with the package instrumented."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["ttdn_site", "markdown", "babel.messages"]):
    from safety.targets import TARGETS

if __name__ == "__main__":
    name, corpus, seconds, seed = sys.argv[1:]
    target = next(target for target in TARGETS if target.name == name)
    place = Path(tempfile.mkdtemp())

    def trial(data: bytes) -> None:
        target.run(data, place)

    options = [f"-max_total_time={seconds}", f"-seed={seed}", "-max_len=20000", "-timeout=60", "-rss_limit_mb=2048"]
    # What breaks something is kept beside what others found.
    options.append(f"-artifact_prefix={Path(corpus).parent}/finding-")
    atheris.Setup([sys.argv[0], *options, "-print_final_stats=1", corpus], trial)
    atheris.Fuzz()
