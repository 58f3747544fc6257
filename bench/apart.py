"""Programs that only a benchmark needs, in the versions of a lock file and in an environment of their own."""

import subprocess
import sys
from pathlib import Path

from bench.portal import ROOT


def install(name: str) -> Path:
    """The folder of the programs that ``requirements/{name}.lock`` names, which are put below .venv first.

    Raises:
        subprocess.CalledProcessError: when they cannot be installed.
    """
    place, lock = ROOT / ".venv" / name, ROOT / "requirements" / f"{name}.lock"
    python, noted, wanted = place / "bin" / "python", place / "installed.lock", lock.read_text(encoding="utf-8")
    if not noted.is_file() or noted.read_text(encoding="utf-8") != wanted:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(place)], check=True)
        quiet = ["--quiet", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([python, "-m", "pip", "install", *quiet, "-r", str(lock)], check=True)
        noted.write_text(wanted, encoding="utf-8")
    return place / "bin"
