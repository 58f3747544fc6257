"""Where views look up what proves that a link comes from the dashboard."""

from dataclasses import dataclass

from portal.identity.signed_json import VerifyingKey
from portal.web.provided import Provided


@dataclass(frozen=True)
class LinkKeys:
    """The keys that links are proven with, and the algorithms that these are for."""

    keys: tuple[VerifyingKey, ...]
    algorithms: tuple[str, ...]


current_link_keys: Provided[LinkKeys | None] = Provided("link_keys")
"""None where nobody signs links."""
