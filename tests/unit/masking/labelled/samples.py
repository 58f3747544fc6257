"""Reads the labelled samples; values of keys and tokens are made up on the way, the same ones each time.

No line of the files looks like a real leak to the scanners of repositories, and a detector cannot be fitted to the
values: a change of ``SEED`` makes other ones.
"""

import base64
import re
import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

FOLDER = Path(__file__).parent
SEED = 360
_HEADING = re.compile(r"== (?P<label>\S+) (?P<language>\S+)")
_ALNUM = string.ascii_letters + string.digits
_HEX = "0123456789abcdef"
_BASE64 = _ALNUM + "+/"
# Four characters at each end of a key are shown, so a run of five is too much.
_RUN = 5
# The contract shows ends of keys and tokens only; nothing of these.
_WHOLLY_HIDDEN = {"password", "pin", "private_key", "cookie", "verify_token"}


@dataclass(frozen=True)
class Sample:
    """A text with a secret, or without one."""

    label: str
    language: str
    before: str
    secret: str = ""
    after: str = ""

    @property
    def text(self) -> str:
        return self.before + self.secret + self.after


def read_secrets(seed: int = SEED) -> list[Sample]:
    samples = []
    for number, (label, language, line) in enumerate(_read("secrets.txt")):
        before, _, rest = line.partition("⟦")
        secret, _, after = rest.partition("⟧")
        if secret.startswith("="):
            secret = SHAPES[secret.removeprefix("=")](Random(f"{seed} {number}"))
        samples.append(Sample(label, language, before, secret, after))
    return samples


def read_harmless() -> list[Sample]:
    return [Sample(*each) for each in _read("harmless.txt")]


def survives(sample: Sample, masked: str) -> bool:
    """Whether more of the secret can be read than may be: anything of a password, more than an end of a key.

    What the masked text holds of the secret counts only as often as it does not stand around the secret, too.
    """
    run = min(len(sample.secret), 3 if sample.label in _WHOLLY_HIDDEN else _RUN)
    pieces = {sample.secret[start : start + run] for start in range(len(sample.secret) - run + 1)}
    around = f"{sample.before}\0{sample.after}"
    return any(masked.count(piece) > around.count(piece) for piece in pieces)


def _read(name: str) -> Iterator[tuple[str, str, str]]:
    label = language = ""
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        heading = _HEADING.fullmatch(line)
        if heading:
            label, language = heading["label"], heading["language"]
        elif line and not line.startswith("; "):
            yield label, language, line.replace("⏎", "\n")


def _letters(alphabet: str, length: int) -> Callable[[Random], str]:
    return lambda random: "".join(random.choices(alphabet, k=length))


def _mixed(length: int, ending: str = "") -> Callable[[Random], str]:
    """Letters and digits with at least one small letter, capital and digit, as keys of this length have."""
    return lambda random: "k" + _letters(_ALNUM, length - 3)(random) + "Q7" + ending


def _after(prefix: str, rest: Callable[[Random], str]) -> Callable[[Random], str]:
    return lambda random: prefix + rest(random)


def _jwt(random: Random) -> str:
    head, body = '{"alg":"HS256","typ":"JWT"}', f'{{"sub":"{random.randrange(10**9)}"}}'
    parts = [base64.urlsafe_b64encode(part.encode()).decode().rstrip("=") for part in (head, body)]
    return ".".join([*parts, _letters(_ALNUM + "-_", 43)(random)])


def _broken(build: Callable[[Random], str], width: int, separator: str = "\n") -> Callable[[Random], str]:
    """A token as mails and terminals break it."""

    def rebuild(random: Random) -> str:
        token = build(random)
        return separator.join(token[start : start + width] for start in range(0, len(token), width))

    return rebuild


def _jwe(random: Random) -> str:
    lengths = (43, 16, 60, 22)
    return ".".join(["ey" + "JhbGciOiJkaXIifQ", *(_letters(_ALNUM, length)(random) for length in lengths)])


def _basic(random: Random) -> str:
    return base64.b64encode(f"mara:{_mixed(9)(random)}".encode()).decode()


def _cookie(random: Random) -> str:
    return f"session={_mixed(24)(random)}; csrf={_letters(_HEX, 16)(random)}; lang=en"


def _pem(name: str, separator: str = "\n", end: str = "PRIVATE KEY") -> Callable[[Random], str]:
    def build(random: Random) -> str:
        body = [
            "MII" + _letters(_BASE64, 61)(random),
            _letters(_BASE64, 64)(random),
            _letters(_BASE64, 22)(random) + "==",
        ]
        return separator.join([f"-----BEGIN {name}{end}-----", *body, f"-----END {name}{end}-----"])

    return build


def _pem_base64(random: Random) -> str:
    return base64.b64encode(_pem("")(random).encode()).decode()


def _written(build: Callable[[Random], str], **replaced: str) -> Callable[[Random], str]:
    """A block as programs change it: its spaces encoded, its hyphens made dashes."""

    def rebuild(random: Random) -> str:
        block = build(random)
        for old, new in (("-----", replaced.get("dashes", "-----")), (" ", replaced.get("spaces", " "))):
            block = block.replace(old, new)
        return block

    return rebuild


def _pem_lines(separator: str = "\n") -> Callable[[Random], str]:
    """The lines of a block without what stands around them."""

    def build(random: Random) -> str:
        first = "MII" + "EvQIBADANBgkqhkiG9w0BAQEF" + _letters(_BASE64, 36)(random)
        return separator.join([first, _letters(_BASE64, 64)(random), _letters(_BASE64, 22)(random) + "=="])

    return build


SHAPES: dict[str, Callable[[Random], str]] = {
    "hub": _mixed(22),
    "hub_ak": _mixed(20, "_AK"),
    "meta": _after("EA" + "A", _letters(_ALNUM, 120)),
    "app": _after("123456789012345|", _mixed(27)),
    "alnum20": _mixed(20),
    "alnum32": _mixed(32),
    "alnum40": _mixed(40),
    "hex32": _letters(_HEX, 32),
    "hex40": _letters(_HEX, 40),
    "jwt": _jwt,
    "meta_broken": lambda random: SHAPES["meta"](random) + "Q7" + "\n" + _mixed(30)(random),
    "jwt_broken": _broken(_jwt, 32),
    "jwt_quoted": _broken(_jwt, 60, "\n> "),
    "jwt_broken_at_dots": lambda random: _jwt(random).replace(".", "\n."),
    "jwe": _jwe,
    "basic": _basic,
    "cookie": _cookie,
    "pem": _pem(""),
    "pem_rsa": _pem("RSA "),
    "pem_ec": _pem("EC "),
    "pem_openssh": _pem("OPENSSH "),
    "pem_pgp": _pem("PGP ", end="PRIVATE KEY BLOCK"),
    "pem_escaped": _pem("", "\\n"),
    "pem_percent": _written(_pem("", "%0A"), spaces="%20"),
    "pem_plus": _written(_pem(""), spaces="+"),
    "pem_dashes": _written(_pem(""), dashes="—–"),
    "pem_ssh2": _written(_pem("SSH2 ENCRYPTED "), dashes="----"),
    "pem_lines": _pem_lines(),
    "pem_lines_escaped": _pem_lines("\\n"),
    "base64url": _letters(_ALNUM + "-_", 43),
    "pem_base64": _pem_base64,
    "github": _after("gh" + "p_", _mixed(36)),
    "stripe": _after("sk_" + "live_", _mixed(24)),
    "openai": _after("sk-" + "proj-", _mixed(40)),
    "slack": _after("xo" + "xb-", _mixed(40)),
    "telegram": _after("123456789:A" + "A", _mixed(33)),
}
