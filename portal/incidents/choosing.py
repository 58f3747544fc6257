"""What tells of the platform's state, as the settings say."""

from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

from portal.incidents.merging import MergedMonitor
from portal.incidents.monitor import FolderMonitor, Monitor
from portal.incidents.page_monitor import PageMonitor
from portal.kernel.clock import Clock
from portal.kernel.status_source import StatusSource
from portal.policy.model import Components, Side
from portal.settings import Settings, SettingsError


def choose_monitor(settings: Settings, components: Callable[[], Components], clock: Clock, pause_s: float) -> Monitor:
    """Editors' files, which are looked at again after a pause, one status page, or several as one.

    Raises:
        SettingsError: when a page is asked about something that is no side and no component.
    """
    sources = settings.status_sources
    _refuse_strangers(sources, components())
    folder = status_folder(settings)
    pages = [PageMonitor(each, folder / _file_of(each), components, nudges_file(settings)) for each in sources]
    if not pages:
        return FolderMonitor(settings.content_dir / "incidents", components, clock, pause_s)
    return pages[0] if len(pages) == 1 else MergedMonitor(pages)


def status_folder(settings: Settings) -> Path:
    """Where the worker leaves what it has read."""
    return settings.instance_dir / "status"


def nudges_file(settings: Settings) -> Path:
    """The file whose time is that of the last nudge."""
    return status_folder(settings) / "nudged"


def _file_of(source: StatusSource) -> str:
    """Named after the page, so that another page in the setting never shows the reading of this one."""
    return f"{blake2b(f'{source.kind}+{source.url}'.encode(), digest_size=8).hexdigest()}.json"


def _refuse_strangers(sources: tuple[StatusSource, ...], components: Components) -> None:
    known = {*(side.value for side in Side), *(component.id for component in components)}
    strangers = [name for source in sources for name in source.covers if name not in known]
    if strangers:
        told = ", ".join(sorted(known))
        raise SettingsError([f"PORTAL_STATUS_URL: {strangers[0]!r} behind # must be one of {told}"])
