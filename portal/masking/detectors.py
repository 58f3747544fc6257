"""Every way the portal recognises a secret, the most telling first: that one names what was found."""

import re

from portal.masking.addresses import ADDRESSES
from portal.masking.below import BELOW
from portal.masking.calls import CALLS
from portal.masking.contexts import CONTEXTS
from portal.masking.model import Detector
from portal.masking.pairs import PAIRS
from portal.masking.passwords import PASSWORDS
from portal.masking.phrases import PHRASES
from portal.masking.private_keys import PRIVATE_KEYS
from portal.masking.shapes import SHAPES

DETECTORS: tuple[Detector, ...] = (
    *PRIVATE_KEYS,
    *SHAPES,
    *PASSWORDS,
    *CALLS,
    *PHRASES,
    *PAIRS,
    *CONTEXTS,
    *BELOW,
    *ADDRESSES,
)

HARMLESS = re.compile(
    r"""(?x)
    wamid\.[a-z0-9+/=_-]{1,400}
    | (?:fbtrace|fb-trace|trace|request|correlation|x-fb-request)[-_]?id
      \\{0,7}["']?\s{0,4}[:=]\s{0,4}\\{0,7}["']?[a-z0-9_-]{6,64}
    | (?:sha-?(?:1|256|512)|md5|checksum|etag|identity_key_hash|file_hash)
      \\{0,7}["']?\s{0,4}[:=-]\s{0,4}\\{0,7}["']?[a-z0-9+/=_-]{20,128}
    """
)
"""What looks like a key but is needed: message and trace IDs, digests of files. Read in small letters."""
HARMLESS_HINTS = ("wamid.", "trace", "request", "correlation", "sha", "md5", "checksum", "etag", "hash")
