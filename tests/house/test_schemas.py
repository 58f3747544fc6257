"""The JSON Schema in the content folder is that of the model, and knows the articles we have."""

import json
import re
from pathlib import Path

import pytest
import yaml

from portal.articles.frontmatter import FRONT_MATTER, FrontMatter
from tests.house import schemas
from tests.house.sources import ROOT

ARTICLES = sorted((ROOT / "content" / "articles").rglob("en.md"))


@pytest.fixture(scope="module")
def schema() -> dict:
    return json.loads((ROOT / schemas.SCHEMA).read_text(encoding="utf-8"))


def test_schema_is_that_of_the_model():
    assert schemas.main([]) == 0


def test_difference_from_the_model_is_found(tmp_path: Path, capsys):
    assert schemas.main(["--update"], tmp_path) == 0
    file = tmp_path / schemas.SCHEMA
    file.write_text(file.read_text().replace('"kind"', '"sort"'))

    assert schemas.main([], tmp_path) == 1
    assert capsys.readouterr().out == f"{schemas.SCHEMA}:1: outdated: run `make schemas`\n"


def test_missing_schema_is_found(tmp_path: Path):
    assert schemas.main([], tmp_path) == 1


def test_every_key_says_what_it_is_for(schema):
    assert set(schema["properties"]) == set(FrontMatter.model_fields)
    assert all(len(each["description"].split()) > 3 for each in schema["properties"].values())


def test_schema_knows_every_key_and_kind_of_our_articles(schema):
    kinds = schema["$defs"]["Kind"]["enum"]
    related = re.compile(schema["properties"]["related"]["items"]["pattern"])

    for file in ARTICLES:
        front = yaml.safe_load(FRONT_MATTER.match(file.read_bytes())[1])
        assert set(schema["required"]) <= set(front) <= set(schema["properties"])
        assert front["kind"] in kinds
        assert all(related.search(each) for each in front.get("related", ()))
