"""Many sequences of edits, and what came of them: `python tests/soak/run.py [--first 0] [--count 2000]`.

Adds a run to `tests/soak/edits.json`: its revision, which seeds were run, how often each kind of edit was made, how
many builds were compared, and the seeds that differed. Written anew every hundred sequences, so that a run that is
stopped counts too.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from edits import Sequences  # noqa: E402 -- its folders come first

RESULTS = ROOT / "tests" / "soak" / "edits.json"


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--results", type=Path, default=RESULTS)
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    differences: dict[int, str] = {}
    started = dt.datetime.now(dt.UTC)
    revision = _output("git", "rev-parse", "HEAD")
    before = json.loads(options.results.read_text(encoding="utf-8"))["runs"] if options.results.is_file() else []

    def write(last: int) -> None:
        run = {
            "revision": revision,
            "started": started.isoformat(timespec="minutes"),
            "minutes": round((dt.datetime.now(dt.UTC) - started).total_seconds() / 60),
            "seeds": [options.first, last],
            "sequences": last - options.first + 1,
            "counts": dict(sorted(counts.items())),
            "differences": differences,
        }
        runs = [*before, run]
        found = {
            "sequences": sum(each["sequences"] for each in runs),
            "builds": sum(each["counts"]["builds"] for each in runs),
            "differences": sum(len(each["differences"]) for each in runs),
            "runs": runs,
        }
        options.results.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(found, ensure_ascii=False, indent=1) + "\n"
        options.results.write_text(text, encoding="utf-8", newline="\n")

    with tempfile.TemporaryDirectory(prefix="ttdn-soak-") as folder:
        sequences = Sequences(Path(folder))
        last = options.first + options.count - 1
        for seed in range(options.first, last + 1):
            try:
                counts += sequences.run(seed)
            except Exception as error:  # whatever goes wrong is a finding, and the next sequence begins anew
                differences[seed] = f"{type(error).__name__}: {error}"[:2000]
                print(f"{seed}: {differences[seed]}", flush=True)
            if seed % 100 == 99 or seed == last:
                write(seed)
    return 1 if differences else 0


def _output(*command: str) -> str:
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
