"""What customers call somebody of the support team."""

import re

_PARTS = re.compile(r"[._-]+")


def name_member(email: str) -> str:
    """The name under which customers see somebody of the team: what the address says before its at sign."""
    local = email.partition("@")[0].partition("+")[0]
    name = " ".join(part.capitalize() for part in _PARTS.split(local) if part)
    return name or email
