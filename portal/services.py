"""The one place that chooses implementations from the settings and puts them where views look them up."""

import errno
from collections.abc import Callable
from dataclasses import dataclass
from tempfile import TemporaryFile
from time import monotonic
from typing import TYPE_CHECKING

from flask import Flask, g, has_request_context

from portal.articles.current import (
    PINNED,
    bind_to_request,
    current_holder,
    current_hook_secret,
    current_library,
    current_mistakes,
    current_version,
    open_holder,
)
from portal.articles.model import Found, Library, Rendered
from portal.articles.near import near_articles
from portal.articles.notice_views import every_notice, name_active, site_notices
from portal.articles.preview_views import preview_script
from portal.articles.readership.actions import add_counts
from portal.articles.readership.current import current_popular, current_reads
from portal.articles.readership.popular import Popular
from portal.articles.render import rendered
from portal.articles.signature import HookSecret
from portal.articles.snapshot import PREVIEW_INTERVAL, LibraryHolder
from portal.chat.button import chat_button
from portal.connect.delivering.choosing import name_receivers
from portal.db.engine import Database
from portal.identity.choosing import provide_ways
from portal.identity.current import known_plans
from portal.incidents.banner import status_banner, status_line
from portal.incidents.choosing import choose_monitor, nudges_file
from portal.incidents.current import current_nudges, current_reading
from portal.incidents.model import Reading
from portal.incidents.monitor import LOOK_AGAIN_S, FolderMonitor, Monitor, describe_age, fingerprint
from portal.kernel.clock import utc_now
from portal.masking.mask import mask_text
from portal.notify.mailbox.address import MailboxAddress, read_address
from portal.notify.transports import FolderTransport, MailTransport, SmtpTransport
from portal.operating.figures import list_figures
from portal.operating.parts import Watched, list_parts
from portal.policy.current import current_components, current_policy
from portal.search.current import current_search
from portal.search.index.protocol import SearchIndex
from portal.search.index.whoosh_index import WhooshIndex
from portal.search.learning.current import current_question_log
from portal.search.learning.log import QuestionLog
from portal.search.searcher import Searcher
from portal.search.store import IndexStore
from portal.settings import Settings, SettingsError
from portal.storage.choosing import choose_store
from portal.storage.current import current_uploads
from portal.web.count_log import CountLog
from portal.web.current import (
    current_clock,
    current_database,
    current_masker,
    current_secret,
    current_settings,
    current_site,
)
from portal.web.kept_parts import current_edition
from portal.web.metrics import Metrics, current_figures, current_metrics
from portal.web.operations import current_parts
from portal.web.provided import Provided
from portal.web.secret_key import obtain_secret
from portal.web.shell import current_slots
from portal.web.tracing import watch_statements

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

current_monitor: Provided[Monitor] = Provided("monitor")
VERSION_TRUSTED_S = 0.02
"""How much later than it could a page from the cache shows an incident or a notice that has just begun."""
ANSWER_WITHIN_S = 10.0
"""How long a page waits for the database; the longest question of any page takes two."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})
_MB = 1_000_000
_SLOTS = {
    "banner": status_banner,
    "near_articles": near_articles,
    "status_line": status_line,
    "notices": site_notices,
    "every_notice": every_notice,
    "preview": preview_script,
    "chat": chat_button,
}


@dataclass(frozen=True)
class Choices:
    """What the application itself needs of the choices made here."""

    secret_key: str
    upload_bytes: int
    """The largest total of files one form may carry, in bytes."""


def provide(app: Flask, settings: Settings) -> Choices:
    """Fill every place that the rooms declare in their ``current.py``.

    Raises:
        ContentError: when the content folder has errors and there is no earlier state to serve.
        SettingsError: when nothing can be written into the instance folder.
    """
    claim_folder(settings)
    holder = open_holder(settings)
    library = bind_to_request(holder.current)
    secret_key = obtain_secret(settings)
    # An editor waits for what was saved; readers do not notice two seconds.
    pause = PREVIEW_INTERVAL if settings.preview else LOOK_AGAIN_S
    monitor = choose_monitor(settings, lambda: holder.current().components, utc_now, pause)
    current_settings.put(app, settings)
    current_uploads.put(app, choose_store(settings))
    current_secret.put(app, secret_key)
    current_clock.put(app, utc_now)
    current_masker.put(app, lambda text: mask_text(text).text)
    database = Database(settings.database_address, name_receivers(settings))
    watch_statements(database.engine)
    current_database.put(app, database)
    current_question_log.put(app, QuestionLog(database))
    current_reads.put(app, CountLog("reads", database, add_counts))
    current_popular.put(app, Popular(database, utc_now))
    current_holder.put(app, holder)
    current_hook_secret.put(app, _choose_hook_secret(settings, secret_key))
    current_library.put(app, library)
    current_site.put(app, lambda: library().site)
    current_policy.put(app, lambda: library().policy)
    current_components.put(app, lambda: library().components)
    known_plans.put(app, lambda: tuple(plan.id for plan in library().policy.plans))
    provide_ways(app, settings)
    current_slots.put(app, _SLOTS)
    current_edition.put(app, lambda: library().fingerprint)
    app.add_template_global(lambda: library().policy.support, "support")
    _provide_state(app, settings, holder, monitor)
    _provide_watch(app, settings, holder, monitor)
    return Choices(secret_key, library().policy.attachments.max_total_mb * _MB)


def _provide_state(app: Flask, settings: Settings, holder: LibraryHolder, monitor: Monitor) -> None:
    """What is known of the platform, and what follows from it and from the content."""
    current_monitor.put(app, monitor)
    current_reading.put(app, _once_a_request(monitor))
    current_nudges.put(app, nudges_file(settings))
    current_version.put(app, _name_version(app, monitor))
    current_mistakes.put(app, _list_mistakes(holder, monitor))


def _provide_watch(app: Flask, settings: Settings, holder: LibraryHolder, monitor: Monitor) -> None:
    """The search, and what operators are told of it and of everything else."""
    metrics = Metrics()
    current_metrics.put(app, metrics)
    searcher = _make_searcher(app, settings, holder, metrics)
    current_search.put(app, searcher)
    mailbox = choose_mailbox(settings)
    watched = Watched(settings, holder, monitor, searcher, mailbox, lambda: app.extensions[current_clock.name])
    current_parts.put(app, tuple(list_parts(watched)))
    current_figures.put(app, lambda: list_figures(watched))


def begin(app: Flask) -> None:
    """Start what a serving process keeps going.

    That is the watch over the content and over what is read most, the index open before anybody asks, the logs of
    questions and reads, and the count of pages that came from the cache.
    """
    with app.app_context():
        current_database.get().expect_answers(ANSWER_WITHIN_S)
        current_holder.get().watch()
        current_search.get().refresh()
        current_question_log.get().begin()
        current_reads.get().begin()
        current_popular.get().watch()
        current_metrics.get().hits.begin()


def page_version(app: Flask) -> "Callable[[WSGIEnvironment], str]":
    """Names what a request's page is made of.

    The library is written into the environment: named here and looked up later, it might be another one by then.
    The name of a library is trusted for a moment, since to make it takes longer than all else that a page from the
    cache takes; asked with an empty environment, as before a page is kept, it is that of this very moment.
    """
    holder: LibraryHolder = app.extensions[current_holder.name]
    name: Callable[[Library], str] = app.extensions[current_version.name]
    provided, clock = app.extensions, current_clock.name
    known: tuple[Library | None, float, str] = (None, 0.0, "")

    def version(environ: "WSGIEnvironment") -> str:
        nonlocal known
        library, (named, until, found) = holder.current(), known
        # Where the clock is set by somebody else, a moment of theirs may be any time of ours.
        if not environ or library is not named or monotonic() >= until or provided[clock] is not utc_now:
            found = name(library)
            known = (library, monotonic() + VERSION_TRUSTED_S, found)
        environ[PINNED] = library
        return found

    return version


def choose_transport(settings: Settings) -> MailTransport:
    """Where mail goes: to a server, or into files beside the embedded database."""
    if settings.smtp_url:
        return SmtpTransport(settings.smtp_url.get_secret_value())
    return FolderTransport(settings.instance_dir / "mail")


def choose_mailbox(settings: Settings) -> MailboxAddress | None:
    """The mailbox that is polled, if there is one."""
    return read_address(settings.imap_url.get_secret_value()) if settings.imap_url else None


def _once_a_request(monitor: Monitor) -> Callable[[], Reading]:
    """The last reading; a request shows the same one in its banner and its main part."""

    def reading() -> Reading:
        if not has_request_context():
            return monitor.reading()
        if "reading" not in g:
            g.reading = monitor.reading()
        found: Reading = g.reading
        return found

    return reading


def _choose_hook_secret(settings: Settings, secret_key: str) -> HookSecret:
    own = settings.content_hook_secret
    return HookSecret(own.get_secret_value(), is_own=True) if own else HookSecret(secret_key, is_own=False)


def claim_folder(settings: Settings) -> None:
    """Make the instance folder and prove that it can be written to; a ``SettingsError`` says when it cannot."""
    try:
        # What customers wrote and sent lies in it: no other account of the machine may look inside.
        settings.instance_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        TemporaryFile(dir=settings.instance_dir).close()
    except OSError as error:
        if error.errno in _FULL and settings.instance_dir.is_dir():
            # It was ours before: a process that is started anew meanwhile must still serve readers.
            return
        problem = f"PORTAL_INSTANCE_DIR: cannot be written to: {settings.instance_dir} ({error.strerror})"
        raise SettingsError([problem]) from None


def _name_version(app: Flask, monitor: Monitor) -> Callable[[Library], str]:
    """Names everything that pages are made of: content, the notices of the moment, the last status reading."""
    known = (monitor.reading(), fingerprint(monitor.reading()))

    def version(library: Library) -> str:
        # A monitor gives the same object until it has looked again, so the digest is made once a look.
        nonlocal known
        reading, named = monitor.reading(), known
        if named[0] is not reading:
            named = known = (reading, fingerprint(reading))
        now = app.extensions[current_clock.name]()
        popular = app.extensions[current_popular.name].fingerprint
        return f"{library.fingerprint}-{name_active(library, now)}-{named[1]}-{describe_age(reading, now)}-{popular}"

    return version


def _list_mistakes(holder: LibraryHolder, monitor: Monitor) -> Callable[[], tuple[str, ...]]:
    def mistakes() -> tuple[str, ...]:
        # A status page that does not answer is nothing an editor can mend.
        reading = monitor.reading() if isinstance(monitor, FolderMonitor) else None
        found = (reading.problem,) if reading and reading.problem else ()
        return (*map(str, holder.problems), *found)

    return mistakes


def _make_searcher(app: Flask, settings: Settings, holder: LibraryHolder, metrics: Metrics) -> Searcher:
    def render_in_context(found: Found) -> Rendered:
        with app.app_context():
            return rendered(found)

    store = IndexStore(settings.instance_dir, _choose_engine(settings))
    return Searcher(holder.current, render_in_context, store, metrics.note_search)


def _choose_engine(settings: Settings) -> type[SearchIndex]:
    if settings.search_engine == "whoosh":
        return WhooshIndex
    try:
        # Only here: nothing of tantivy is loaded into a process that does not use it.
        from portal.search.index.tantivy_index import TantivyIndex
    except ImportError as error:
        problem = f"PORTAL_SEARCH_ENGINE: tantivy cannot be loaded ({error}); install the locked dependencies"
        raise SettingsError([problem]) from None
    return TantivyIndex
