import gzip
import json

from bench.search.corpus import grow, read_corpus, split_sections
from portal.kernel.language import BRAZILIAN
from tests.unit.search.small_library import document

MARKDOWN = """<!-- overview -->
The **lead** with a [link](https://example.org/x).

## Before you begin {#before}

{{< note >}}Have a `key` at hand.{{< /note >}}

```sh
# no heading
send --now
```

### Then ###
"""


def test_text_is_split_at_headings_but_not_in_code():
    lead, before, then = split_sections(MARKDOWN)

    assert (lead.title, lead.anchor, lead.text.split()) == ("", "", ["The", "lead", "with", "a", "link", "."])
    assert (before.title, before.anchor) == ("Before you begin", "before")
    assert "no heading" in before.text
    assert "note" not in before.text
    assert (then.title, then.anchor, then.text) == ("Then", "then", "")


def test_packed_file_is_read_by_language(tmp_path):
    page = {"lang": "pt-BR", "slug": "docs/a/b", "title": "Um", "description": "Dois", "body_markdown": "Três"}
    path = tmp_path / "pages.jsonl.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write(json.dumps(page) + "\n" + json.dumps({**page, "lang": "zz"}) + "\n")

    documents = read_corpus(path)

    assert list(documents) == [BRAZILIAN]
    (found,) = documents[BRAZILIAN]
    assert (found.category, found.slug, found.title, found.sections[0].text) == ("docs", "a-b", "Um", "Três")


def test_copies_have_addresses_and_words_of_their_own():
    words = " ".join(f"wordnumber{letter}{other}" for letter in "abcdefgh" for other in "abcdefgh")
    grown = grow((document("messages/late", "Late messages", words),), 4)

    assert [each.slug for each in grown] == ["late", "late-1", "late-2", "late-3"]
    assert len({each.sections[0].text for each in grown}) == 4
    assert all(len(each.sections[0].text.split()) == 64 for each in grown)
    assert grow((document("messages/late", "Late messages", words),), 4) == grown
