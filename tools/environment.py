"""Makes a virtual environment with locked versions and this project in it: environment.py FOLDER LOCKFILE.

The same on every system; the Makefile calls it, and on Windows it is called directly.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

LEAST = (3, 11)


def main(folder: str, lock: str) -> int:
    if sys.version_info < LEAST:
        print(f"Python {LEAST[0]}.{LEAST[1]} or newer is needed; this is {sys.version.split()[0]}", file=sys.stderr)
        return 1
    root = Path(__file__).resolve().parent.parent
    target = root / folder
    ready = target / "ready"
    if target.exists() and not ready.exists():
        # A run that was interrupted leaves half an environment.
        shutil.rmtree(target)
    ready.unlink(missing_ok=True)
    if not target.exists():
        try:
            venv.create(target, with_pip=True)
        except (subprocess.CalledProcessError, OSError) as error:
            print(f"The virtual environment cannot be made ({error}).", file=sys.stderr)
            print("On Debian install it first: apt-get install python3-venv", file=sys.stderr)
            shutil.rmtree(target, ignore_errors=True)
            return 1
    python = target / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet"]
    subprocess.run([*pip, "install", "--require-hashes", "--prefer-binary", "-r", str(root / lock)], check=True)
    subprocess.run([*pip, "install", "--no-deps", "--no-build-isolation", "-e", str(root)], check=True)
    ready.write_text("", encoding="utf-8")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1], sys.argv[2]))
