"""A text is cut between lines alone, so that it is the same when it is put together."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.articles.exchange.blocks import find_lost, join_blocks, split_blocks

TEXT = """Some words
that go on.

!!! warning "Beware"
    Of the dog,
    and of the cat.

## Fix it {#fix}
At once:

- one
  and more of it
- two

1. {{ policy_table("plans") }}

| a | b |
| --- | --- |
| [c](x.md) | 1 |

```python
# a comment

print(1)
```
"""


def translatable(text):
    return [block.text for block in split_blocks(text) if not block.fixed]


def test_paragraphs_items_rows_headings_and_code_are_blocks():
    assert translatable(TEXT) == [
        "Some words\nthat go on.",
        '!!! warning "Beware"',
        "    Of the dog,\n    and of the cat.",
        "## Fix it {#fix}",
        "At once:",
        "- one\n  and more of it",
        "- two",
        "| a | b |",
        "| [c](x.md) | 1 |",
        "```python\n# a comment\n\nprint(1)\n```",
    ]


def test_code_that_is_never_closed_goes_to_the_end():
    assert translatable("```\na\n\nb") == ["```\na\n\nb"]
    assert translatable("````\n```\na\n````\n\nb") == ["````\n```\na\n````", "b"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([*TEXT.split("\n"), "", "~~~", "```", "   ```", "\t- x", "é"]), max_size=30))
def test_what_is_cut_is_put_together_again(lines):
    text = "\n".join(lines)

    assert join_blocks([block.text for block in split_blocks(text)]) == text


@pytest.mark.parametrize(
    ("source", "translation", "lost"),
    [
        ("{{ policy.a }} hours", "Stunden: {{policy.a}}", ("{{ policy.a }}", "{{policy.a}}")),
        ("{{ policy.a }} hours", "Stunden:\n{{ policy.a }}", ()),
        ("{{ policy.a }} {{ policy.a }}", "{{ policy.a }}", ("{{ policy.a }}",)),
        ("no promise", "{{ policy.a }}", ("{{ policy.a }}",)),
        ("## Fix {#fix}", "## Beheben {#beheben}", ("{#fix}", "{#beheben}")),
        ("[a](../b/en.md#c)", "[a](../b/de.md#c)", ("../b/en.md#c", "../b/de.md#c")),
        ("[a](x.md) and [b](y.md)", "[b](y.md) und [a](x.md)", ()),
    ],
)
def test_promises_ids_and_addresses_must_not_get_lost(source, translation, lost):
    assert find_lost(source, translation) == lost
