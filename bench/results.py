"""Results as files beside the benchmarks, with what they were measured on."""

import json
import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "results"
_PACKAGES = ("flask", "granian", "jinja2", "werkzeug")


def write_results(name: str, results: dict[str, Any]) -> None:
    """Write one benchmark's results; figures are rounded to what can be told apart."""
    document = {"measured_at": datetime.now(UTC).date().isoformat(), "machine": describe_machine(), **_round(results)}
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.json").write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def describe_machine() -> dict[str, Any]:
    """What figures depend on: processor, memory, system, versions, and how busy it was with other things."""
    told = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    model = next((line.partition(":")[2].strip() for line in told if line.startswith("model name")), platform.machine())
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load_average": round(os.getloadavg()[0], 1),
        **{name: version(name) for name in _PACKAGES},
    }


def _round(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _round(each) for key, each in value.items()}
    return float(f"{value:.3g}") if isinstance(value, float) else value
