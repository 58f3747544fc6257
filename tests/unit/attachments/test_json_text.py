"""JSON stays JSON whatever is masked in it, and hostile JSON costs no memory and no recursion."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.attachments.json_text import MAX_DEPTH, NotJson, Token, fit_to_tokens, read_letters, read_tokens
from portal.attachments.texts import mask_document, remove_words
from portal.masking.mask import replace_all
from portal.masking.model import Replacement
from tests.growth import FACTOR, TOO_STEEP, growth

KEY = "Zq8RtX2mLp0VwK5sJd7YbN3cHf"

texts = st.text(max_size=20) | st.sampled_from([KEY, "password: hunter2", 'Digest username="a"', "Bearer " + KEY, "\\"])
names = st.sampled_from(
    ["password", "D360-API-KEY", "cookie", "pin", "Authorization", "headers", "url", "name", "value"]
)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names | texts, inner, max_size=4),
    max_leaves=12,
)


def shape(value):
    """A value without its texts and numbers: what masking must leave as it is."""
    match value:
        case dict():
            return [shape(each) for each in value.values()]
        case list():
            return [shape(each) for each in value]
        case bool() | None:
            return value
    return "scalar"


@given(values, st.booleans(), st.sampled_from([None, 2]))
@settings(max_examples=60, derandomize=True, deadline=None)
def test_masked_json_is_json_of_the_same_shape(value, ascii_only, indent):
    text = json.dumps([value], ensure_ascii=ascii_only, indent=indent)

    masked = mask_document(text)

    assert shape(json.loads(masked.text)) == shape([value])
    assert all(masked.text[found.start : found.end] == found.shown for found in masked.findings)


@given(values, st.integers(0, 200), st.integers(1, 50), st.booleans())
@settings(max_examples=60, derandomize=True, deadline=None)
def test_any_replacement_leaves_json(value, start, length, ascii_only):
    text = json.dumps([value], ensure_ascii=ascii_only)
    cut = Replacement(start, min(start + length, len(text)), "password", 'a"\\…')

    masked = replace_all(text, fit_to_tokens(text, [cut] if cut.start < cut.end else []))

    assert shape(json.loads(masked.text)) == shape([value])


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ('{"pin": 123456, "n": 123456}', '{"pin": "•••", "n": 123456}'),
        (f'{{"a":"x","D360-API-KEY":"{KEY}"}}', '{"a":"x","D360-API-KEY":"Zq8R…3cHf"}'),
        ('{"cookie": ["sid=abcdef1", "b=c"]}', '{"cookie": ["•••", "•••"]}'),
        (
            '{"Authorization":"Digest username=\\"a\\", response=\\"6629fae4\\"","next":"kept"}',
            '{"Authorization":"Digest •••","next":"kept"}',
        ),
        (r'{"\u043f\u0430\u0440\u043e\u043b\u044c": "hunter2"}', '{"пароль": "•••"}'),
        (r'{"text": "\u043f\u0430\u0440\u043e\u043b\u044c: hunter2"}', '{"text": "пароль: •••"}'),
        ('{"level":"info"}\n{"password":"hunter2","pin":1234}\n', '{"level":"info"}\n{"password":"•••","pin":"•••"}\n'),
        ('{"wamid": "wamid.HBgMNDkxNTEyMzQ1Njc4FQIAERgS"}', '{"wamid": "wamid.HBgMNDkxNTEyMzQ1Njc4FQIAERgS"}'),
    ],
)
def test_secrets_in_json_are_masked_within_their_values(text, masked):
    assert mask_document(text).text == masked


@pytest.mark.parametrize(
    "text",
    ["", "x", "{", "[1,]", '{"a"}', '{"a":1,}', "[1 2]", '{"a":1]', "]", ":", '["a\nb"]', "{1:2}", '["\\x"]', "[01]"],
)
def test_what_is_no_json_is_told_so(text):
    with pytest.raises(NotJson):
        list(read_tokens(text))


def test_text_that_is_almost_json_is_masked_as_text():
    assert mask_document('{"password": "hunter2",').text == '{"password": "•••",'


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a":' * 100_000, "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)])
def test_nesting_without_end_is_no_json_for_us(text):
    with pytest.raises(NotJson):
        list(read_tokens(text))


def test_tokens_know_whether_they_are_keys():
    tokens = [each for each in read_tokens('{"a": ["b", 1]}') if isinstance(each, Token)]

    assert [(token.start, token.is_key, token.is_string) for token in tokens] == [
        (1, True, True),
        (7, False, True),
        (12, False, False),
    ]


@pytest.mark.parametrize(
    ("text", "read"),
    [(r'"\u0416"', '"Ж"'), (r'"\\u0416"', r'"\\u0416"'), (r'"\u0022\u005c\u000a"', r'"\u0022\u005c\u000a"'),
     (r'"\ud83d\ude00"', r'"\ud83d\ude00"')],
)  # fmt: skip
def test_escaped_letters_are_read_and_everything_else_left(text, read):
    assert read_letters(text) == read
    assert json.loads(read) == json.loads(text)


def test_removed_words_leave_json():
    text = json.dumps({"name": 'Ana "the boss" Müller', "n": 4711, "Müller": [1]}, ensure_ascii=True)

    removed = remove_words(text, ['ana "the boss"', "4711", "müller"])

    assert json.loads(removed.text) == {"name": "••• •••", "n": "•••", "•••": [1]}
    assert {found.kind for found in removed.findings} == {"removed"}


def test_words_that_are_removed_take_whole_escapes_with_them():
    text = r'{"a": "one\ntwo \u0416x \\n \\\u0416"}'

    removed = [remove_words(text, [word]).text for word in ("ntwo", "0416x", "\\\\n", "two \\u")]

    assert removed == [
        r'{"a": "one••• \u0416x \\n \\\u0416"}',
        r'{"a": "one\ntwo ••• \\n \\\u0416"}',
        r'{"a": "one\ntwo \u0416x ••• \\\u0416"}',
        r'{"a": "one\n•••x \\n \\\u0416"}',
    ]


LINES = {"escaped lines": "hello\nok\n", "backslashes": "\\" * 20, "letters": "hello ж", "one escape": "hello hello "}


@pytest.mark.parametrize("name", LINES)
def test_removing_words_takes_time_in_proportion_however_often_they_stand_in_one_string(name):
    def remove(lines):
        return remove_words(json.dumps({"log": "\n" + LINES[name] * lines}), ["hello", "\\\\\\"])

    assert growth(lambda: remove(1_500), lambda: remove(1_500 * FACTOR)) < TOO_STEEP


def test_masking_takes_time_in_proportion_however_many_secrets_stand_in_one_string():
    def mask(lines):
        return mask_document(json.dumps({"log": "password: abc1x\nok\n" * lines}))

    assert growth(lambda: mask(1_000), lambda: mask(1_000 * FACTOR)) < TOO_STEEP


def test_whoever_waits_may_give_up_among_the_secrets_of_one_string():
    text, turns = json.dumps({"log": "hello\n" * 5_000}), []

    fit_to_tokens(
        text, [Replacement(9 + 7 * n, 14 + 7 * n, "removed", "•••") for n in range(5_000)], lambda: turns.append(1)
    )

    assert len(turns) == 5


@pytest.mark.parametrize("form", [str, lambda text: json.dumps([text], ensure_ascii=False)])
def test_words_are_found_however_the_text_is_cut_for_pauses(form):
    turns = []

    removed = remove_words(form("x Contoso " * 30_000), ["contoso"], lambda: turns.append(1))

    assert removed.text == form("x ••• " * 30_000)
    assert len(turns) > 3
