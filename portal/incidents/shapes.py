"""The shapes of the platform's state as JSON (contract, section 7)."""

from pydantic import with_config
from typing_extensions import TypedDict

from portal.incidents.model import Health, Impact, Phase
from portal.policy.model import Side
from portal.web.interface.describing import Moment


class StatusComponent(TypedDict):
    """A part of the platform."""

    id: str
    name: str
    side: Side
    status: Health


class StatusUpdate(TypedDict):
    """A message about an event."""

    at: Moment
    status: Phase
    text: str


@with_config(use_attribute_docstrings=True)
class StatusEvent(TypedDict):
    """An incident or a maintenance that is not over."""

    id: str
    title: str
    status: Phase
    impact: Impact
    components: list[str]
    source: str
    """The name of the status page that tells of it; empty when editors do."""
    started_at: Moment
    scheduled_until: Moment | None
    updates: list[StatusUpdate]
    """Newest first."""


@with_config(use_attribute_docstrings=True)
class StatusSourceDocument(TypedDict):
    """A status page that the state was put together from."""

    name: str
    as_of: Moment | None
    """When it was last read with success; null when it never was."""
    stale: bool
    """Whether that is too long ago to be relied on, or the last attempt failed."""
    problem: str
    """Why it failed; empty when it did not."""


@with_config(use_attribute_docstrings=True)
class StatusDocument(TypedDict):
    """The last reading of the platform's state."""

    as_of: Moment | None
    """When its source was last read with success, of several the one longest ago; null when none ever was."""
    stale: bool
    """Whether that is too long ago to be relied on, for any source."""
    indicator: str
    """The whole in one word: none, minor, major, critical or unknown."""
    sources: list[StatusSourceDocument]
    """Empty when editors write the incidents."""
    components: list[StatusComponent]
    incidents: list[StatusEvent]
    maintenances: list[StatusEvent]
