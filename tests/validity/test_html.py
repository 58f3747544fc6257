"""The validator of the HTML standard finds nothing in any page that a test has fetched."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.building import ROOT
from tests.page_gallery import FOLDER
from tests.programs import require_program, unavailable

VALIDATOR = ROOT / ".venv" / "vnu" / "vnu.jar"
SECONDS = 300
# What it says although the page is right, each with the reason.
EXCUSED = {
    "Attribute “hx-": "the library's own attributes, which the standard leaves to data-*; it takes both",
    "Bad value  for attribute “href” on element “a”: Invalid host": "a test lets a customer write such an address",
    "Section lacks heading": "a box on the page is a section without a place in the outline, named or not",
}


@pytest.fixture
def pages() -> Path:
    folder = os.environ.get(FOLDER)
    if not folder:
        unavailable(f"{FOLDER} names no folder with the pages of the other tests; `make test` sets it")
    return Path(folder)


@pytest.fixture
def validator() -> list[str]:
    if not VALIDATOR.is_file():
        unavailable("the validator is not here; tests/fetch-validator gets it")
    return [require_program("java"), "-Xss4m", "-jar", str(VALIDATOR)]


def find_mistakes(validator: list[str], *files: Path) -> list[dict[str, object]]:
    """What it says of files, at least as a warning."""
    command = [*validator, "--format", "json", "--exit-zero-always", "--stdout", *map(str, files)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=SECONDS)
    return [message for message in json.loads(done.stdout)["messages"] if message["type"] != "info" or _warns(message)]


def _warns(message: dict[str, object]) -> bool:
    return message.get("subType") == "warning"


def test_every_page_is_valid(pages, validator):
    files = sorted(pages.glob("*.html"))
    assert len(files) > 100

    found: dict[str, str] = {}
    for message in find_mistakes(validator, *files):
        said = str(message["message"])
        if not any(said.startswith(excuse) for excuse in EXCUSED):
            address = Path(str(message["url"]).removeprefix("file:")).with_suffix(".address").read_text()
            found.setdefault(said, f"{address}: {said}\n    {message.get('extract', '')}")
    assert not found, "\n".join(found.values())


def test_mistake_would_be_found(validator, tmp_path):
    page = tmp_path / "page.html"
    page.write_text('<!doctype html><html lang="en"><title>T</title><ul><p>No list item</p></ul></html>')

    assert [message["type"] for message in find_mistakes(validator, page)] == ["error"]
