"""Browser tests: one real portal and one Chromium for all of them, and every visitor with cookies of their own."""

import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, expect

from portal.kernel.language import find_language
from tests import made_before
from tests.browser.customer import Customer
from tests.browser.incidents import write_open_incident
from tests.browser.running_portal import MAX_VISITORS, RunningPortal, account_domain, import_accounts, run_portal
from tests.browser.watching import Watch
from tests.building import ROOT
from tests.deploy.servers import run_two_machines
from tests.postgres import run_postgres
from tests.programs import find_program, require_program

# As root and without a screen; the last four keep it from talking to anybody but the portal.
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 15_000

_numbers = itertools.count()
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium; built for machines without a screen, it takes a third less of a core."""
    program = find_program("chromium-headless-shell") or require_program("chromium")
    return {**browser_type_launch_args, "executable_path": program, "args": CHROMIUM_ARGUMENTS}


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPortal]:
    """The portal with the project's own content."""
    with _run(tmp_path_factory.mktemp("portal"), ROOT / "content") as running:
        import_accounts(running)
        yield running


@pytest.fixture(scope="session")
def troubled_portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningPortal]:
    """Another portal, on a day with an open incident that touches webhooks."""
    folder = tmp_path_factory.mktemp("troubled")
    shutil.copytree(ROOT / "content", folder / "content")
    write_open_incident(folder / "content" / "incidents")
    made_before.put_into(folder / "instance")
    with _run(folder, folder / "content") as running:
        yield running


@contextmanager
def _run(folder: Path, content: Path) -> Iterator[RunningPortal]:
    """A portal on one machine, or, where ``PORTAL_TEST_MACHINES`` is ``two``, on two of them behind nginx."""
    if os.environ.get("PORTAL_TEST_MACHINES", "one") != "two":
        with run_portal(folder, content) as running:
            yield running
        return
    with run_postgres() as postgres, run_two_machines(folder, content, postgres, believing=True) as machines:
        yield machines.portal
        # What one of them answers alone proves nothing of two.
        assert all("/{language}/help/{draft}/{step}" in server.printed for server in machines.servers)


@pytest.fixture(scope="session")
def base_url() -> str:
    """No portal is everybody's: customers know the address of theirs. The plugin's own fixture makes pytest warn."""
    return ""


@pytest.fixture
def meet(new_context: Callable[..., BrowserContext], portal: RunningPortal) -> Iterator[Callable[..., Customer]]:
    """Meets a new customer: ``meet("de", account="basic")``; without an account nobody knows them.

    Further options are those of Playwright's contexts, and ``at`` names another portal. At the end, no page they saw
    may have had an error or reached for another host.
    """
    watches: list[Watch] = []

    def meet_one(
        language: str = "en", *, account: str | None = None, at: RunningPortal = portal, **options: Any
    ) -> Customer:
        number = next(_numbers)
        assert number < MAX_VISITORS
        context = new_context(
            locale=find_language(language).html,
            # Pages are judged when they stand still.
            reduced_motion="reduce",
            extra_http_headers={"X-Forwarded-For": f"198.51.100.{number}"},
            **options,
        )
        context.set_default_timeout(PATIENCE_MS)
        watches.append(Watch(context, at.address))
        domain = account_domain(account, number) if account else f"nobody-{number}.example"
        return Customer(context.new_page(), at, language, f"probe@{domain}")

    yield meet_one

    assert [finding for watch in watches for finding in watch.findings] == []


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """A folder that git ignores, for people to look into."""
    folder = Path(__file__).parent / "screenshots"
    folder.mkdir(exist_ok=True)
    return folder
