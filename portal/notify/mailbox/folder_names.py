"""Names of folders as IMAP writes them: ASCII, everything else in its own kind of UTF-7 (RFC 3501, section 5.1.3)."""

import re
from base64 import b64encode

_FOREIGN = re.compile(r"[^\x20-\x7e]+")


def encode_folder(name: str) -> str:
    """The name in quotation marks, as it stands in a command."""
    ascii_name = _FOREIGN.sub(lambda found: _encode(found.group()), name.replace("&", "&-"))
    escaped = ascii_name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _encode(foreign: str) -> str:
    letters = b64encode(foreign.encode("utf-16-be")).decode().rstrip("=").replace("/", ",")
    return f"&{letters}-"
