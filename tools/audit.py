"""Known weaknesses of the locked versions, as pip-audit finds them; “not verified” where nobody could be asked.

    python tools/audit.py requirements/site.txt

Exit codes: 0 nothing known, or not verified; 1 a version with a known weakness.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

SERVICES = ("pypi", "osv")


def asked(service: str, lock: str) -> tuple[int, list[str]] | None:
    """How many packages the source knows, and the weaknesses; None when it could not be asked."""
    command = [sys.executable, "-m", "pip_audit", "-r", lock, "--require-hashes", "--disable-pip", "--format", "json"]
    done = subprocess.run(
        [*command, "--vulnerability-service", service, "--progress-spinner", "off", "--timeout", "20"],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        packages = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return None
    known = [package for package in packages if "skip_reason" not in package]
    found = [
        f"{package['name']} {package['version']}: {weakness['id']}"
        + (f", mended in {', '.join(weakness['fix_versions'])}" if weakness.get("fix_versions") else "")
        for package in known
        for weakness in package.get("vulns", ())
    ]
    return (len(known), found) if known else None


def main() -> int:
    lock = sys.argv[1]
    packages = sum(1 for line in Path(lock).read_text(encoding="utf-8").splitlines() if "==" in line)
    for service in SERVICES:
        outcome = asked(service, lock)
        if outcome is None:
            print(f"{lock}: {service} could not be asked")
            continue
        known, found = outcome
        print(f"{lock}: {service} knows {known} of {packages} packages, {len(found)} weaknesses")
        print("".join(f"  {each}\n" for each in found), end="")
        if found or known == packages:
            return 1 if found else 0
    print(f"{lock}: not verified")
    return 0


if __name__ == "__main__":
    sys.exit(main())
