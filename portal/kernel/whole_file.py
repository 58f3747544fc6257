"""Files that nobody ever reads half written."""

import os
from pathlib import Path
from secrets import token_hex


def put_whole(file: Path, content: bytes) -> None:
    """Put a file in the place of the one before, under a name of its own until it is whole; makes its folder.

    Raises:
        OSError: when it cannot be written; the one before is there still.
    """
    draft = file.with_name(f".{file.name}.{os.getpid()}-{token_hex(4)}")
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        draft.write_bytes(content)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
