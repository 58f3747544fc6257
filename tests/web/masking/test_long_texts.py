"""Masking a text takes time in proportion to its length, however the text is made."""

import pytest

from portal.masking.detectors import DETECTORS
from portal.masking.mask import mask_text
from tests.growth import FACTOR, TOO_STEEP, growth

MEGABYTE = 1_000_000

HOSTILE = {
    "every hint": " ".join(hint for detector in DETECTORS for hint in detector.hints) + " ",
    "every hint, joined": "".join(hint for detector in DETECTORS for hint in detector.hints),
    "letters": "a",
    "spaces": " ",
    "backslashes": "\\",
    "open quotes after a password": 'password:"',
    "escaped quotes of every depth": "".join("password:" + "\\" * depth + '"' for depth in range(1, 8)),
    "begun keys": "-----BEGIN PRIVATE KEY-----",
    "begun keys with content": "-----BEGIN PRIVATE KEY-----\nMIIEpAIBAAKCAQEA0123456789\n",
    "begun web tokens": "eyJaaaaaaaa.",
    "begun Meta tokens": "EAA",
    "commands without end": "curl -u a",
    "addresses without end": "://a:b",
    "parameters": "&key=a",
    "elements": "password>a",
    "settings": "export a_token=",
    "possessives": "my password is ",
    "codes": "verification code ",
    "words after a key": "key a a a a a a",
    "words after a token": "token (a) (a) (a) ",
    "words after a PIN": "pin a a a is ",
    "names of an environment": "name: a_token\n  value: ",
    "named pairs": '"name": "a-token", "value": "',
    "commands to sign in": "docker login -u a ",
    "connections": "new PDO(a, a, ",
    "changed passwords": "password to ",
    "passwords that somebody uses": "password i a a a is ",
    "pairs to sign in with": "sign in with a / ",
    "codes before their words": "123-456 is your ",
    "app secrets": "app secret 0123456789abcdef",
    "fallbacks": "verify_token || ",
    "headers": '"url":"a","headers":{"a":"b",',
    "names above": "password:\n",
    "names above what they hold": "password:\n\naaaa",
    "names above elements": "password:<a><a>a",
    "words after a password": "password: aa aa aa aa ",
    "settings of several words": "\na_a_a_password=aa aa",
    "quotes in a password": "password: a'",
    "quotes of a shell": "password: 'a'\\''",
    "begun keys with dashes": "—–BEGIN PRIVATE KEY—–\nMIIEpAIBAAKCAQEA0123456789—",
    "begun lines of keys": "MIIEpAIBAAKCAQEA01234567890123456789\n",
    "begun keys of PuTTY": "Private-Lines: 2\n0123456789012345678901234\n",
    "begun keys as JSON": '{"kty":"a","d":"a',
    "web tokens broken over lines": "eyJaaaaaaaa\n",
    "Meta tokens broken over lines": "EAAaaaaaaaaaaaaaaaaaaaaaaaaa\naaaaaaaaA1\n",
    "encrypted web tokens": "eyJaaaaaaaa.a.aaaaaaaaaaaaa.",
    "aligned settings": "password" + " " * 39,
    "attributes": 'password a="" ',
    "databases": "mysql -a ",
    "calls": 'settoken("a',
    "requests in prose": "http ",
    "letters that are wide": "Ｐ",
    "letters that grow in small": "İ",
}


@pytest.mark.parametrize("seed", HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_takes_time_in_proportion_to_its_length(seed: str) -> None:
    assert growth_of_masking(seed, MEGABYTE // 10) < TOO_STEEP


def test_megabyte_that_wakes_every_detector_takes_time_in_proportion_to_its_length() -> None:
    assert growth_of_masking(HOSTILE["every hint"], MEGABYTE) < TOO_STEEP


def repeat(seed: str, length: int) -> str:
    return (seed * (length // len(seed) + 1))[:length]


def growth_of_masking(seed: str, length: int) -> float:
    smaller, larger = repeat(seed, length // FACTOR), repeat(seed, length)
    return growth(lambda: mask_text(smaller), lambda: mask_text(larger))
