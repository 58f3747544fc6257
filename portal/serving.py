"""The commands that run the whole: web server, worker, migrations, demo."""

import multiprocessing
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from ipaddress import ip_address
from typing import Any, NamedTuple, cast

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from granian import Granian
from granian.constants import Interfaces

from portal.app import create_app
from portal.articles.current import current_holder
from portal.cases.demo import load_demo_cases
from portal.companion import Companion, stop_without, worker_command
from portal.connect.delivering.choosing import choose_receivers
from portal.connect.delivering.rounds import deliver_due
from portal.connect.tickets.choosing import choose_helpdesk
from portal.connect.tickets.protocol import Helpdesk
from portal.connect.tickets.rounds import read_due
from portal.connect.tickets.sending import TicketReceiver
from portal.db import schema
from portal.db.engine import Database, DatabaseUnavailable
from portal.identity.demo import DEMO_ACCOUNTS, load_demo_accounts
from portal.kernel.clock import Clock
from portal.kernel.starting import without_collecting
from portal.policy.current import current_components, current_policy
from portal.rhythm import Work
from portal.services import choose_mailbox, choose_transport, claim_folder, current_monitor
from portal.settings import Settings, read_settings, settle_address
from portal.storage.current import current_uploads
from portal.web import logs, metrics, tracing
from portal.web.current import current_clock, current_database, current_secret, current_settings
from portal.worker import run_forever, run_once

BLOCKING_THREADS = 4
"""Per web process: one core's worth; more threads only queue on the interpreter (measured)."""
KILL_AFTER_S = 5
"""How long a web process may finish what it is answering. Two signals in a row, as Ctrl-C sends them, can leave the
server's process waiting for itself; without a limit that would be for ever."""


ASK_AGAIN_S = 0.02
"""How often it is tried whether a web process listens yet."""


class Place(NamedTuple):
    """Where the server listens, as the operating system puts it."""

    family: int
    address: Any


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on.")
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Web processes.")
@click.option("--worker/--no-worker", default=False, show_default=True, help="Run the background worker beside it.")
@click.option(
    "--hand-over",
    default=0.0,
    show_default=True,
    type=click.FloatRange(0, 60),
    help="Seconds in which, told to stop, it first sends readers to the other servers behind the same proxy.",
)
@click.option("--prepare", is_flag=True, help="Migrate the database and load the demo accounts first.")
def serve(*, host: str, port: int, workers: int, worker: bool, hand_over: float, prepare: bool) -> None:
    """Serve the portal; refuses to start on a bad setting or on content with errors.

    An embedded SQLite database is migrated on the way; another one is not, unless --prepare is given. With --hand-over,
    servers behind one proxy can be restarted one after the other without a request that fails.
    """
    address = _address_of(host, port)
    settings = settle_address(read_settings(), address)
    logs.configure("WARNING")
    place = _claim_address(host, port)
    with without_collecting():
        _get_ready(settings, prepare=prepare)
    metrics.prepare(settings.instance_dir)
    companion = Companion(worker_command()) if worker else None
    server = Granian(
        "portal.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=BLOCKING_THREADS,
        log_enabled=False,
        respawn_failed_workers=True,
        workers_kill_timeout=KILL_AFTER_S,
    )
    server.on_startup(lambda: threading.Thread(target=_announce, args=(place, address), daemon=True).start())
    if hand_over:
        server.on_startup(lambda: _hand_over_first(server.signal_handler_interrupt, hand_over))
    try:
        server.serve()
    finally:
        if companion:
            companion.stop()


@click.command("worker")
@click.option("--once", is_flag=True, help="Do all that is due, then exit.")
@click.option("--beside", type=int, hidden=True, help="The process to end with.")
@with_appcontext
def work(*, once: bool, beside: int | None) -> None:
    """Send mail, watch the promises, remind and close, refresh the status, delete what is due."""
    logs.configure()
    tracing.begin()
    settings, clock, monitor = current_settings.get(), current_clock.get(), current_monitor.get()
    app = cast("Flask", current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's way
    helpdesk = choose_helpdesk(settings, clock)
    tools = Work(
        app=app,
        database=current_database.get(),
        transport=choose_transport(settings),
        policy=current_policy.get(),
        refresh_status=lambda: monitor.refresh(clock()),
        reading=monitor.reading,
        uploads=current_uploads.get(),
        clock=clock,
        on_call=settings.on_call,
        mailbox=choose_mailbox(settings),
        deliver=_make_deliver(app, settings, clock, helpdesk),
        read_tickets=partial(read_due, app, helpdesk),
    )
    if beside:
        stop_without(beside, tools.stop.set)
    if not once:
        # It lives for weeks: what it does must follow the policy of today.
        current_holder.get().watch()
        run_forever(tools)
    elif None in run_once(tools).values():
        raise click.ClickException("not everything could be done; the log says what")


def _make_deliver(
    app: Flask, settings: Settings, clock: Clock, helpdesk: Helpdesk | None
) -> Callable[[Callable[[], bool]], int]:
    database = current_database.get()
    receivers = choose_receivers(settings, database, current_secret.get(), clock)
    if helpdesk:
        receivers[helpdesk.name] = TicketReceiver(app, helpdesk)
    return partial(deliver_due, database, receivers, settings.base_url, clock)


@click.group()
def db() -> None:
    """Migrate and check the database."""


@db.command("upgrade")
def upgrade() -> None:
    """Bring the schema to what this version needs."""
    try:
        schema.upgrade(_open_database())
    except DatabaseUnavailable as error:
        raise click.ClickException(f"PORTAL_DATABASE_URL: the database does not answer ({error})") from None
    click.echo("The database is up to date.")


@db.command("check")
def check() -> None:
    """Say whether the database answers and its schema is current; exit 1 when not."""
    try:
        database = _open_database()
        database.ping()
    except DatabaseUnavailable as error:
        raise click.ClickException(f"PORTAL_DATABASE_URL: the database does not answer ({error})") from None
    if not schema.is_current(database):
        raise click.ClickException("the schema is not current; run `portal db upgrade`")
    click.echo("The database answers and its schema is current.")


def _open_database() -> Database:
    settings = read_settings()
    if not settings.database_url:
        # The file lies in the instance folder: what is wrong with that is no fault of a database.
        claim_folder(settings)
    return Database(settings.database_address)


@click.command()
@with_appcontext
def demo() -> None:
    """Load the demo accounts and a few cases; running it again adds nothing twice."""
    _load_demo()
    click.echo("\n".join(f"{account.emails[0]}\t{account.name}, {account.plan}" for account in DEMO_ACCOUNTS))


def _load_demo() -> None:
    with current_database.get().write() as session:
        load_demo_accounts(session)
        session.flush()
        load_demo_cases(session, current_policy.get()(), current_components.get()(), current_clock.get()())


def _address_of(host: str, port: int) -> str:
    """Where a browser on this machine finds what listens there; to listen on every address is no address itself."""
    try:
        given = ip_address(host)
    except ValueError:
        return f"http://{host}:{port}"
    own = "127.0.0.1" if given.version == 4 else "::1"
    named = own if given.is_unspecified else host
    return f"http://{f'[{named}]' if given.version == 6 else named}:{port}"


def _claim_address(host: str, port: int) -> Place:
    """Where to listen; refuses an address that cannot be listened on.

    The server itself would share a port in use with whoever has it, and each would get half of the requests.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise click.UsageError(f"cannot listen on {host}, port {port}: {error.strerror}") from None
    return Place(family, address)


def _announce(place: Place, address: str) -> None:
    """Tell that the portal is ready as soon as a web process listens: whoever reads the line may ask at once.

    The web processes are forked meanwhile, so nothing here may hold a lock or import anything until one listens.
    """
    while True:
        with socket.socket(place.family) as probe:
            if probe.connect_ex(place.address) == 0:
                break
        time.sleep(ASK_AGAIN_S)
    click.echo(f"Ready: {address}/")


def _hand_over_first(stop: Callable[..., object], seconds: float) -> None:
    """Let SIGTERM send readers elsewhere for a while before it stops the server; a second one stops it at once."""

    def hand_over(*_: object) -> None:
        signal.signal(signal.SIGTERM, stop)
        for process in multiprocessing.active_children():
            os.kill(process.pid or 0, signal.SIGUSR1)
        timer = threading.Timer(seconds, stop)
        timer.daemon = True
        timer.start()

    # Web processes are forks: one that is still starting must not die of what it does not know yet.
    signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, hand_over)


def _get_ready(settings: Settings, *, prepare: bool) -> None:
    """Fail early and in words, and migrate what is ours to migrate."""
    app = create_app(settings)
    with app.app_context():
        current_holder.get().hand_on()
        current_holder.get().remember()
        database = current_database.get()
        try:
            if prepare or not settings.database_url:
                schema.upgrade(database)
            if prepare:
                _load_demo()
        except DatabaseUnavailable as error:
            # Reading and searching work without it, so the portal starts and says what is missing.
            click.echo(f"portal: PORTAL_DATABASE_URL: the database does not answer ({error})", err=True)
        finally:
            # The web processes are forks of this one and must not share its connections.
            database.dispose()
