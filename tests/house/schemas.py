"""Compares the JSON Schema that editors' programs read with the model: ``python -m tests.house.schemas [--update]``.

Without an option it says whether the file is out of date, and exits 1 when it is; with ``--update`` it writes it.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from portal.articles.frontmatter import describe_front_matter
from tests.house.sources import ROOT

SCHEMA = "content/schemas/article.schema.json"


def main(arguments: Sequence[str], root: Path = ROOT) -> int:
    """The command line; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.house.schemas", description=__doc__.partition("\n")[0])
    parser.add_argument("--update", action="store_true", help="write the schema anew")
    options = parser.parse_args(arguments)
    wanted = f"{json.dumps(describe_front_matter(), indent=2)}\n"
    file = root / SCHEMA
    if options.update:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(wanted, encoding="utf-8")
    elif not file.is_file() or file.read_text(encoding="utf-8") != wanted:
        print(f"{SCHEMA}:1: outdated: run `make schemas`")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
