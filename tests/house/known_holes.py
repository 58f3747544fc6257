"""Asks whether a locked dependency has a known hole: ``python -m tests.house.known_holes``.

Exits 1 when one has. Where nobody can be asked, because there is no network or the package index knows of no holes, it
says so in one line and exits 0: what was not looked at is told, never taken for sound.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from tests.house.sources import ROOT

LOCKS = ("requirements/tracing.lock", "requirements/s3.lock")
"""What runs in production, with each of the extras."""
PATIENCE_S = 120


def judge(report: Mapping[str, Any] | None) -> tuple[int, list[str]]:
    """The exit code and what to print for a report of pip-audit; None stands for one that never came."""
    if report is None:
        return 0, ["known holes: not looked for: nobody answered"]
    packages = report["dependencies"]
    asked = [package for package in packages if "skip_reason" not in package]
    holes = [(package, hole) for package in asked for hole in package["vulns"]]
    if holes:
        return 1, [_tell(package, hole) for package, hole in holes]
    if len(asked) < len(packages):
        return 0, [f"known holes: {len(packages) - len(asked)} of {len(packages)} packages could not be asked about"]
    return 0, [f"known holes: none in {len(packages)} packages"]


def _tell(package: Mapping[str, Any], hole: Mapping[str, Any]) -> str:
    mended = ", ".join(hole["fix_versions"]) or "no version yet"
    return f"{package['name']} {package['version']}: {hole['id']}, mended in {mended}"


def ask_all() -> dict[str, Any] | None:
    """What is reported of all locked versions together, each package once; None when one file got no answer."""
    packages: dict[str, Any] = {}
    for lock in LOCKS:
        report = ask(lock)
        if report is None:
            return None
        packages |= {package["name"]: package for package in report["dependencies"]}
    return {"dependencies": list(packages.values())}


def ask(lock: str) -> dict[str, Any] | None:
    """What pip-audit reports of the versions of a file; None when it got no answer."""
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--requirement",
        str(ROOT / lock),
        "--require-hashes",
        "--disable-pip",
    ]
    try:
        done = subprocess.run(
            [*command, "--format", "json", "--timeout", "5", "--progress-spinner", "off"],
            check=False,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
        )
    except subprocess.TimeoutExpired:
        return None
    if not done.stdout.strip():
        # pip-audit says why on its last line, such as a name that cannot be resolved.
        print(done.stderr.strip().rpartition("\n")[2], file=sys.stderr)
        return None
    return dict(json.loads(done.stdout))


def main() -> int:
    """The command line; gives the exit code."""
    code, lines = judge(ask_all())
    print("\n".join(lines))
    return code


if __name__ == "__main__":
    sys.exit(main())
