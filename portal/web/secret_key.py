"""The key that signs cookies and links."""

import os
import secrets

from portal.settings import Settings

KEY_FILE = "secret_key"
"""Below the instance folder."""


def obtain_secret(settings: Settings) -> str:
    """The signing key of the settings, else the one in the instance folder, made there once."""
    if settings.secret_key:
        return settings.secret_key.get_secret_value()
    path = settings.instance_dir / KEY_FILE
    if path.exists():
        # Nothing is written then: a process must be able to start while the disk is full.
        return path.read_text(encoding="ascii").strip()
    try:
        # Several processes may start at once: whoever creates the file writes it, all others read it.
        partial = path.with_name(f"{path.name}.{os.getpid()}")
        partial.touch(mode=0o600)
        partial.write_text(secrets.token_hex(32), encoding="ascii")
        os.link(partial, path)
    except FileExistsError:
        pass
    finally:
        partial.unlink(missing_ok=True)
    return path.read_text(encoding="ascii").strip()
