"""Identifiers that people read aloud and identifiers that nobody may guess."""

import secrets

# Crockford's base 32: no I, L, O or U, so a reference survives being read aloud or typed from a photo.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans("ILOU", "110V")


def new_reference() -> str:
    """A case reference such as ``K7Q2-9XHM``: 40 random bits, shown to customers as the chat ID."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def normalise_reference(typed: str) -> str:
    """The canonical form of a reference as a person typed it: case, spaces and look-alike letters repaired."""
    letters = "".join(letter for letter in typed.upper().translate(_LOOKALIKES) if letter in _ALPHABET)
    return f"{letters[:4]}-{letters[4:]}"


def new_token() -> str:
    """An unguessable token for addresses: 128 random bits in URL-safe letters."""
    return secrets.token_urlsafe(16)


def new_code() -> str:
    """A six-digit sign-in code (contract, section 6, step ``contact``)."""
    return f"{secrets.randbelow(1_000_000):06d}"


def new_request_id() -> str:
    """What a request is called in the log: 64 random bits, short enough to be copied from an error page."""
    return secrets.token_hex(8)
