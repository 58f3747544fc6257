"""Signed JSON (JWT, RFC 7519): the one module that knows the library, which comes with the extra `identity`.

What a signature is worth is told here and nothing else; what the claims mean is decided by who asks. The algorithm is
never the token's choice: whoever asks names those that may be, and a key fits one family of them only.
"""

import json
import warnings
from base64 import urlsafe_b64decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

EXTRA = "identity"
LONGEST = 16_000
"""Characters of a token; a larger one is none of those that we wait for."""
MOST_KEYS = 50
ASYMMETRIC = ("RS256", "PS256", "ES256", "EdDSA", "Ed25519", "RS384", "RS512", "PS384", "PS512", "ES384", "ES512")
"""What a provider may sign with: all that need no shared secret. "none" is not among them."""
_FAMILIES = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP", "HS": "oct"}


@dataclass(frozen=True)
class VerifyingKey:
    """A key that proves signatures: its name, the family it belongs to, and the library's own form of it."""

    name: str
    family: str
    algorithm: str
    """The only one it is for; empty when its owner names none."""
    key: Any


def is_installed() -> bool:
    """Whether the extra is there."""
    return find_spec("joserfc") is not None


def read_secrets(secrets: Sequence[str]) -> tuple[VerifyingKey, ...]:
    """Keys that both sides know."""
    from joserfc.jwk import OctKey

    return tuple(VerifyingKey("", "oct", "HS256", OctKey.import_key(secret)) for secret in secrets)


def read_public_keys(pem: str) -> tuple[VerifyingKey, ...]:
    """The public keys of a PEM file, RSA or Ed25519; more than one while one is replaced.

    Raises:
        ValueError: when it holds none, or something else.
    """
    end = "-----END PUBLIC KEY-----"
    blocks = [block.strip() + "\n" + end for block in pem.split(end)[:-1]]
    if not blocks:
        raise ValueError("holds no public key; it must begin with -----BEGIN PUBLIC KEY-----")
    return tuple(_read_block(block) for block in blocks)


def _read_block(block: str) -> VerifyingKey:
    from joserfc.errors import JoseError
    from joserfc.jwk import OKPKey, RSAKey

    for family, kind in (("RSA", RSAKey), ("OKP", OKPKey)):
        try:
            return VerifyingKey("", family, "", kind.import_key(block))
        except (JoseError, ValueError, TypeError):
            continue
    raise ValueError("holds a key that is neither RSA nor Ed25519")


def read_key_set(document: object) -> tuple[VerifyingKey, ...]:
    """The signing keys of a provider's document (RFC 7517); what is of an unknown kind, or broken, is passed over."""
    entries = document.get("keys") if isinstance(document, Mapping) else None
    if not isinstance(entries, list):
        return ()
    return tuple(key for entry in entries[:MOST_KEYS] if (key := _read_entry(entry)))


def _read_entry(entry: object) -> VerifyingKey | None:
    from joserfc.jwk import ECKey, OKPKey, RSAKey

    if not isinstance(entry, dict) or entry.get("use", "sig") != "sig":
        return None
    kinds: dict[object, Any] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}
    kind = kinds.get(str(entry.get("kty")))
    if kind is None:
        return None
    # The library wants to know what each member is; what we do not use may be anything.
    plain = {name: value for name, value in entry.items() if name in {"kty", "n", "e", "crv", "x", "y"}}
    try:
        key = kind.import_key(plain)
    except Exception:  # noqa: BLE001 - what a stranger's key makes the library raise is not to be foreseen
        return None
    return VerifyingKey(str(entry.get("kid") or ""), str(entry["kty"]), str(entry.get("alg") or ""), key)


def read_key_name(token: str) -> str:
    """The name of the key that a token says it was signed with; empty when it says none, or is no token."""
    return str(_read_header(token).get("kid") or "")


def open_signed(token: str, keys: Sequence[VerifyingKey], algorithms: Sequence[str]) -> dict[str, Any] | None:
    """The claims of a token that one of the keys has signed by one of the algorithms; None for every other text."""
    header = _read_header(token)
    algorithm = str(header.get("alg"))
    if algorithm not in algorithms:
        return None
    for key in _fitting(keys, algorithm, str(header.get("kid") or "")):
        claims = _open(token, key, algorithm)
        if claims is not None:
            return claims
    return None


def _fitting(keys: Sequence[VerifyingKey], algorithm: str, name: str) -> Iterator[VerifyingKey]:
    family = _FAMILIES.get(algorithm[:2])
    for key in keys:
        named = not name or not key.name or key.name == name
        if named and key.family == family and key.algorithm in {"", algorithm}:
            yield key


def _open(token: str, key: VerifyingKey, algorithm: str) -> dict[str, Any] | None:
    from joserfc import jwt
    from joserfc.errors import JoseError, SecurityWarning

    # A newer name for the same signature exists; most programs still use the older one.
    warnings.filterwarnings("ignore", message="EdDSA is deprecated", category=SecurityWarning)
    try:
        claims: dict[str, Any] = jwt.decode(token, key.key, algorithms=[algorithm]).claims
    except (JoseError, ValueError, TypeError):
        return None
    return claims


def _read_header(token: str) -> dict[str, Any]:
    """What stands before the first dot, which nobody has proven yet."""
    if len(token) > LONGEST or not token.isascii():
        return {}
    return _quietly(lambda: json.loads(urlsafe_b64decode(_padded(token.partition(".")[0]))))


def _quietly(read: Callable[[], object]) -> dict[str, Any]:
    try:
        found = read()
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _padded(text: str) -> str:
    return text + "=" * (-len(text) % 4)
