"""A small site as it is put on a machine: a portal, its frozen pages, nginx in front."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.browser.running_portal import COMMAND, RunningPortal, free_port, run_portal
from tests.deploy.nginx import Nginx, run_nginx
from tests.web.conftest import postgres_server  # noqa: F401
from tests.web.freezing.sites import write_small_site


@dataclass(frozen=True)
class Place:
    """What runs there."""

    portal: RunningPortal
    nginx: Nginx
    frozen: Path

    def freeze(self) -> None:
        """Freeze the site, as an operator does."""
        settings = self.portal.environment() | {"PORTAL_BASE_URL": self.nginx.address}
        command = [COMMAND, "freeze", str(self.frozen)]
        subprocess.run(command, cwd=self.portal.folder, env=settings, check=True, capture_output=True)


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder, port = tmp_path_factory.mktemp("place"), free_port()
    writer = write_small_site(folder / "content")
    settings = {"PORTAL_BASE_URL": f"http://127.0.0.1:{port}"}
    with run_portal(folder, writer.path, **settings) as portal:
        server = int(portal.address.rpartition(":")[2])
        with run_nginx(folder / "nginx", port, [server], folder / "frozen") as nginx:
            found = Place(portal, nginx, folder / "frozen")
            found.freeze()
            yield found
