"""What identity's commands look up."""

from collections.abc import Callable

from portal.web.provided import Provided

known_plans: Provided[Callable[[], tuple[str, ...]]] = Provided("known_plans")
"""Gives the identifiers of the support policy's plans; the policy itself is a sibling that this room does not see."""
