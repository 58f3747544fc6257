"""Names of files as every system takes them."""

import re
import unicodedata

LONGEST = 100
"""Characters, its ending included: folders and number before it still fit into the 260 of a path on Windows."""
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]')


def safe_name(name: str) -> str:
    """A file's own name without anything that is a path, an order to a terminal or forbidden on Windows.

    Something always stands before it in an archive, so names that mean a device on Windows need no care.
    """
    shown = _FORBIDDEN.sub("_", unicodedata.normalize("NFC", name)).strip(" .") or "file"
    stem, dot, ending = shown.rpartition(".")
    if not dot or len(ending) > 10:
        return shown[:LONGEST].rstrip(" .")
    return f"{stem[: LONGEST - len(ending) - 1].rstrip(' .')}.{ending}"
