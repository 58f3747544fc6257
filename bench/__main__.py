"""Run every benchmark and print its table: ``python -m bench`` or ``make bench``."""

import os
import platform
import tempfile
from pathlib import Path

from rich.console import Console

from bench import content, pages, search
from bench.portal import make_portal


def main() -> None:
    console = Console()
    console.print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.machine()}")
    with tempfile.TemporaryDirectory() as folder:
        app = make_portal(Path(folder))
        console.print(pages.run(app))
        console.print(search.run(app))
    console.print(content.run())


if __name__ == "__main__":
    main()
