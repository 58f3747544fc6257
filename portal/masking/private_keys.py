"""Private keys, whole or cut off, in every dress they are pasted in; these patterns read the text as it is."""

import re

from portal.masking.model import Detector, Kind

# Programs of office turn hyphens into dashes, addresses and forms encode the spaces.
_DASHES = r"(?:-{4,6}|[-–—]{2,6})"
_SPACE = r"(?:[ +]|%20)"
_NAMED = rf"{_SPACE}(?:[A-Z0-9]{{1,12}}{_SPACE}){{0,4}}PRIVATE{_SPACE}KEY(?:{_SPACE}BLOCK)?{_SPACE}?"
_BEGIN = rf"{_DASHES}{_SPACE}?BEGIN{_NAMED}{_DASHES}"
_WHOLE_KEY = rf"(?:[^-–—]|-(?!---)|[–—](?![-–—])){{0,20000}}{_DASHES}{_SPACE}?END{_NAMED}{_DASHES}"
# What is left of a block whose end was cut off: lines of base64, quoted, escaped or encoded in any way.
_CUT_KEY = (
    r"""(?:[\s"'+,>|\\]|%[0-9A-F]{2}|(?:Proc-Type|DEK-Info|Version|Comment):[^\n]{0,100}|[A-Za-z0-9+/=]{20,4096}"""
    r"""|[A-Za-z0-9+/=]{1,19}(?=\s*(?:\n|\Z|…|\.\.\.|["'])|%[0-9A-F]{2}))*"""
)
# The beginnings of private keys that were encoded in base64 as a whole, as Kubernetes does.
_ENCODED_KEY = (
    r"LS0tLS1CRUdJTi(?:BQUklWQVRF|BSU0EgUFJJVkFURS|BFQyBQUklWQVRF|BPUEVOU1NIIFBSSVZBVEUg|BFTkNSWVBURUQgUFJJVkFURS)"
    r"[A-Za-z0-9+/=\s]{0,20000}"
)
# The lines of a block on their own: long ones, and a short one that base64 filled up.
_LINES = (
    r"""[A-Za-z0-9+/]{20,4096}={0,2}"""
    r"""(?:(?:["'\s+,>|\\]|%0[AD]){1,40}(?:[A-Za-z0-9+/]{20,4096}={0,2}|[A-Za-z0-9+/]{1,19}={1,2})){0,400}"""
)
# How these lines begin: RSA (PKCS #1 and #8, plain and encrypted), elliptic curves, OpenSSH. Public keys and
# certificates have no version number there and begin otherwise.
_FIRST_LINE = (
    r"(?:MII[A-Z][A-Za-z0-9+/]{2}(?:IBA|B[A-Z]BgkqhkiG9w0BBQ)|MHcCAQEEI|MIG[A-Z0-9]AgEAM|MC4CAQAwBQYDK2V"
    r"|b3BlbnNzaC1rZXktdjE)"
)
# A key as JSON: what is secret of it has names of one or two letters.
_JSON_KEY = r"\{((?=[^{}]{0,8000}\"kty\\{0,7}\")[^{}]{1,16000})"

PRIVATE_KEYS = (
    Detector(
        "private key block",
        Kind.PRIVATE_KEY,
        re.compile(rf"({_BEGIN}(?:{_WHOLE_KEY}|{_CUT_KEY}))"),
        ("private key", "private+key", "private%20key"),
        folded=False,
    ),
    Detector(
        "private key in base64", Kind.PRIVATE_KEY, re.compile(rf"({_ENCODED_KEY})"), ("ls0tls1crudjti",), folded=False
    ),
    Detector(
        "lines of a private key",
        Kind.PRIVATE_KEY,
        re.compile(rf"(?:(?<![A-Za-z0-9+/])|(?<=\\[nr])|(?<=%[0-9A-F][0-9A-F]))({_FIRST_LINE}{_LINES})"),
        ("mii", "mhccaqeei", "mig", "mc4caqawbqydk2v", "b3blbnnzac1rzxktdje"),
        folded=False,
    ),
    Detector(
        "private key of PuTTY",
        Kind.PRIVATE_KEY,
        re.compile(rf"Private-Lines:[ \t]{{0,4}}\d{{1,4}}(?:\s|\\{{1,3}}[rn]|>){{1,12}}({_LINES})"),
        ("private-lines",),
        folded=False,
    ),
    Detector(
        "private key as JSON",
        Kind.PRIVATE_KEY,
        re.compile(
            r"""\\{0,7}"(?:d|p|q|dp|dq|qi|k)\\{0,7}"\s{0,9}:\s{0,9}\\{0,7}"([A-Za-z0-9_-]{16,4096}={0,2})\\{0,7}\""""
        ),
        ("kty",),
        folded=False,
        within=re.compile(_JSON_KEY),
    ),
)
