"""A long text is searched window by window; nothing that is found depends on where the windows end."""

import pytest

from portal.masking import search
from portal.masking.mask import find_secrets, mask_text
from tests.unit.masking.labelled.samples import read_harmless, read_secrets

TEXT = "\n".join(sample.text for pair in zip(read_secrets(), read_harmless(), strict=False) for sample in pair)


@pytest.mark.parametrize("window", [97, 1_000, 10_000])
def test_windows_of_any_size_find_the_same(monkeypatch, window):
    whole = find_secrets(TEXT)
    monkeypatch.setattr(search, "WINDOW", window)

    assert find_secrets(TEXT) == whole
    assert len(whole) > 400


def test_secret_longer_than_a_window_and_what_is_looked_ahead_is_masked_to_its_end(monkeypatch):
    monkeypatch.setattr(search, "WINDOW", 100)
    monkeypatch.setattr(search, "_REACH", 200)
    lines = "\n".join("MIIEpAIBAAKCAQEA0123456789abcdefMIIEpAIBAAKCAQEA0123456789abcdef" for _ in range(40))

    masked = mask_text(f"before\n-----BEGIN PRIVATE KEY-----\n{lines}\n")

    assert masked.text == "before\n•••\n"


def test_search_tells_after_each_window_that_it_goes_on():
    calls = []

    find_secrets("x" * (3 * search.WINDOW + 1), lambda: calls.append(1))

    assert len(calls) == 4


def test_search_can_be_given_up():
    def give_up() -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        find_secrets("password: hunter2", give_up)
