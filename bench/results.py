"""Keeping the figures of a run, with the machine they were measured on."""

import json
import os
import platform
from datetime import UTC, datetime
from typing import Any

from bench.portal import ROOT

_FOLDER = ROOT / "bench" / "results"


def keep(name: str, figures: dict[str, Any]) -> None:
    """Write a benchmark's figures to ``bench/results/<name>.json``, in place of those before."""
    _FOLDER.mkdir(exist_ok=True)
    facts = {
        "measured": datetime.now(UTC).date().isoformat(),
        "machine": {"cores": os.cpu_count(), "architecture": platform.machine(), "python": platform.python_version()},
    }
    text = json.dumps({**facts, **figures}, indent=2, ensure_ascii=False)
    (_FOLDER / f"{name}.json").write_text(f"{text}\n")
