"""Secrets that are recognised by their own shape, wherever they stand; these patterns read the text as it is.

The shapes of Meta's tokens and the provider's hints come from the fact sheet on secrets; the others are the
prefixes that vendors publish for their keys.
"""

import re

from portal.masking.looks import has_digit, is_basic_pair, is_mixed
from portal.masking.model import Detector, Kind


def _starting(prefix: str, rest: str) -> str:
    r"""A run of key letters that begins with a prefix, also right after an escape: ``\nEAA…``, ``%20eyJ…``.

    The prefix is matched first and what stands before it is looked at afterwards: a pattern that begins with
    letters skips ordinary text several times faster.
    """
    before = (
        rf"(?<![A-Za-z0-9_-]{prefix})|(?<=\\[nrt]{prefix})|(?<=%[0-9A-F]{{2}}{prefix})|(?<=\\u[0-9a-f]{{4}}{prefix})"
    )
    return rf"{prefix}(?:{before}){rest}"


_VENDOR_KEYS = (
    (r"gh[pousr]_", r"[A-Za-z0-9]{20,255}"),  # GitHub
    (r"github_pat_", r"[A-Za-z0-9_]{20,255}"),
    (r"gl(?:pat|ptt|cbt)-", r"[A-Za-z0-9_-]{16,255}"),  # GitLab
    (r"sk-", r"[A-Za-z0-9_-]{20,255}"),  # OpenAI, Anthropic
    (r"[sr]k_(?:live|test)_", r"[A-Za-z0-9]{10,255}"),  # Stripe
    (r"whsec_", r"[A-Za-z0-9+/=]{16,255}"),
    (r"A(?:KIA|SIA)", r"[0-9A-Z]{16}(?![0-9A-Z])"),  # Amazon
    (r"xox[abeoprs]-", r"[A-Za-z0-9-]{10,255}"),  # Slack
    (r"xapp-", r"[A-Za-z0-9-]{10,255}"),
    (r"AIza", r"[A-Za-z0-9_-]{35}"),  # Google
    (r"ya29\.", r"[A-Za-z0-9_-]{20,2048}"),
    (r"GOCSPX-", r"[A-Za-z0-9_-]{20,64}"),
    (r"SG\.", r"[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,128}"),  # SendGrid
    (r"npm_", r"[A-Za-z0-9]{20,255}"),
    (r"hf_", r"[A-Za-z0-9]{20,255}"),
    (r"pypi-", r"[A-Za-z0-9_-]{16,2048}"),
    (r"dop_v1_", r"[0-9a-f]{32,64}"),  # DigitalOcean
    (r"shp(?:at|ca|pa|ss)_", r"[0-9a-fA-F]{32}"),  # Shopify
    (r"pst_", r"[0-9a-f]{12}_[A-Za-z0-9_-]{43}"),  # our own tokens
)

_VENDOR_HINTS = (
    "ghp_ gho_ ghu_ ghs_ ghr_ github_pat_ glpat- glptt- glcbt- sk- k_live_ k_test_ whsec_ akia asia xox xapp- aiza "
    "ya29. gocspx- sg. npm_ hf_ pypi- dop_v1_ shpat_ shpca_ shppa_ shpss_ pst_"
)

# Mails and terminals break long tokens over lines. What goes on is alone on its line and mixes letters as no word does.
_BROKEN = r"\r?\n[ \t>]{0,8}"
_REST = r"(?=[a-z0-9_-]{0,80}[A-Z])(?=[A-Z0-9_-]{0,80}[a-z])(?=[A-Za-z_-]{0,80}\d)"
_GOES_ON = rf"(?:{_BROKEN}{_REST}[A-Za-z0-9_-]{{8,1024}}(?=[^\S\n]{{0,4}}(?:[\"'`,;&<)\r\n]|\Z)))"

_LETTERS = r"[A-Za-z0-9_-]"
_MORE_LINES = rf"(?:{_BROKEN}{_LETTERS}{{1,1024}}){{0,20}}"
_DOT = rf"(?:{_BROKEN})?\.(?:{_BROKEN})?"
# A token that is signed has three parts, one that is encrypted has five.
_JWT = (
    rf"{_LETTERS}{{8,4096}}(?:"
    rf"{_MORE_LINES}{_DOT}eyJ{_LETTERS}{{8,8192}}"
    rf"(?:{_MORE_LINES}{_DOT}{_LETTERS}{{8,2048}}{_GOES_ON}{{0,20}}|\.{_LETTERS}{{0,2048}})?"
    rf"|\.{_LETTERS}{{0,1024}}\.{_LETTERS}{{12,32}}\.{_LETTERS}{{1,8192}}\.{_LETTERS}{{16,64}})"
)

# The beginning of a run of key letters for shapes that are told by their end.
_ALONE = r"(?:(?<![A-Za-z0-9_-])|(?<=\\[nrt]))"

SHAPES = (
    Detector(
        "Meta access token",
        Kind.ACCESS_TOKEN,
        re.compile(rf"({_starting('EAA', '[A-Za-z0-9]{20,2048}')}{_GOES_ON}{{0,20}})"),
        ("eaa",),
        keeps_ends=True,
        folded=False,
    ),
    Detector(
        "Meta app token",
        Kind.ACCESS_TOKEN,
        re.compile(r"(?<!\d)(\d{15,16}(?:\||%7C)[A-Za-z0-9_-]{27,40})(?![A-Za-z0-9_-])"),
        ("|", "%7c"),
        keeps_ends=True,
        folded=False,
        accepts=lambda value: is_mixed(value.replace("%7C", "|").partition("|")[2]),
    ),
    Detector(
        "JSON web token",
        Kind.ACCESS_TOKEN,
        re.compile(rf"({_starting('eyJ', _JWT)})"),
        ("eyj",),
        keeps_ends=True,
        folded=False,
    ),
    Detector(
        "vendor key",
        Kind.API_KEY,
        re.compile(f"({'|'.join(_starting(*key) for key in _VENDOR_KEYS)})"),
        tuple(_VENDOR_HINTS.split()),
        keeps_ends=True,
        folded=False,
        accepts=has_digit,
    ),
    Detector(
        "Telegram bot token",
        Kind.ACCESS_TOKEN,
        re.compile(r"(?<!\d)(\d{8,10}:AA[A-Za-z0-9_-]{32,36})"),
        (":aa",),
        keeps_ends=True,
        folded=False,
    ),
    Detector(
        "provider key by its ending",
        Kind.API_KEY,
        re.compile(rf"{_ALONE}([A-Za-z0-9]{{16,40}}_?AK)(?![A-Za-z0-9_])"),
        ("ak",),
        keeps_ends=True,
        folded=False,
        accepts=is_mixed,
    ),
    Detector(
        "sandbox key by its ending",
        Kind.API_KEY,
        re.compile(rf"{_ALONE}([A-Za-z0-9]{{6,40}}_sandbox)(?![A-Za-z0-9_])"),
        ("_sandbox",),
        keeps_ends=True,
        folded=False,
        accepts=lambda value: is_mixed(value.removesuffix("_sandbox")),
    ),
    Detector(
        "basic credentials without their header",
        Kind.AUTHORIZATION,
        re.compile(r"\b[Bb]asic[ \t]+([A-Za-z0-9+/]{8,512}={0,2})(?![A-Za-z0-9+/=])"),
        ("basic",),
        folded=False,
        accepts=is_basic_pair,
    ),
)
