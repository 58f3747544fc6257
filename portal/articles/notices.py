"""Notices that editors put over pages for a while: "The Hub is under maintenance on Sunday"."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from portal.articles.outline import Outline
from portal.kernel.language import Language, pick_own


class Level(StrEnum):
    """How a notice looks: something to know, or something to beware of."""

    INFO = "info"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class NoticeText:
    """What a notice says in one language."""

    title: str
    body: str
    """Markdown; may be empty when the title says it all."""
    path: str
    """As problems name it."""
    outline: Outline


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice in all its languages."""

    slug: str
    level: Level
    components: tuple[str, ...]
    """Ids of the components whose pages show it; none means every page."""
    starts: datetime | None
    """Shown from this moment on; None means at once."""
    ends: datetime | None
    """Shown until just before this moment; None means until somebody takes it away."""
    texts: Mapping[str, NoticeText]
    """By the language's tag; English is always among them."""
    lines: Mapping[str, int] = field(default_factory=dict)
    """The line of each key of the English front matter, for problems."""

    def is_active(self, now: datetime) -> bool:
        """Whether the moment lies in the notice's window."""
        return (self.starts is None or self.starts <= now) and (self.ends is None or now < self.ends)

    def find_text(self, language: Language) -> tuple[NoticeText, Language]:
        """What it says to a reader of this language, and the language it says it in."""
        return pick_own(self.texts, language)


def list_active(notices: Iterable[Notice], now: datetime) -> tuple[Notice, ...]:
    """The notices of this moment, warnings first, then those that began last."""

    def place(notice: Notice) -> tuple[bool, float, str]:
        began = notice.starts.timestamp() if notice.starts else 0.0
        return notice.level is not Level.WARNING, -began, notice.slug

    return tuple(sorted((notice for notice in notices if notice.is_active(now)), key=place))


def concerns(notice: Notice, component: str | None) -> bool:
    """Whether a page about this component shows a notice; a page about none shows those for everybody."""
    return not notice.components or component in notice.components
