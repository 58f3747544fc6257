"""The units are right for systemd, start commands that exist, and give the portal no more than it needs."""

import re
import shlex
import subprocess

import pytest

from portal.settings import Settings
from tests.building import ROOT
from tests.deploy.commands import check_command
from tests.programs import require_program

UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
INSTALLED = "/opt/portal/.venv/bin/"
MOST_EXPOSED = 2.0
"""Of 10, as `systemd-analyze security` counts; what is open is the network and the folder of its own."""


def name(unit):
    return unit.name


def values_of(unit, key: str) -> list[str]:
    return re.findall(rf"^{key}=-?(.*)$", unit.read_text(encoding="utf-8"), re.MULTILINE)


@pytest.fixture
def installed(tmp_path):
    """The units as on a machine where the portal lies where they say."""
    for unit in UNITS:
        text = unit.read_text(encoding="utf-8").replace(INSTALLED, f"{ROOT}/.venv/bin/")
        # Who is asked for must exist.
        (tmp_path / unit.name.replace("@.", "@8001.")).write_text(text.replace("User=portal", "User=daemon"))
    return tmp_path


@pytest.mark.requires_program("systemd-analyze")
def test_systemd_finds_nothing_wrong(installed):
    files = sorted(str(file) for file in installed.iterdir())
    checked = subprocess.run(
        [require_program("systemd-analyze"), "verify", *files], capture_output=True, text=True, check=False
    )

    told = [line for line in checked.stderr.splitlines() if str(installed) in line or "portal-" in line]
    assert (checked.returncode, told) == (0, [])


@pytest.mark.requires_program("systemd-analyze")
@pytest.mark.parametrize("unit", SERVICES, ids=name)
def test_service_is_closed_in(installed, unit):
    file = installed / unit.name.replace("@.", "@8001.")
    told = subprocess.run(
        [require_program("systemd-analyze"), "security", "--offline=true", "--no-pager", str(file)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    assert float(re.search(r"Overall exposure level.*: ([\d.]+)", told)[1]) <= MOST_EXPOSED


@pytest.mark.parametrize("unit", SERVICES, ids=name)
def test_commands_are_the_portals_own(unit):
    commands = [shlex.split(line) for key in ("ExecStartPre", "ExecStart") for line in values_of(unit, key)]

    assert commands
    for program, *words in commands:
        assert program == f"{INSTALLED}portal"
        check_command([word.replace("%i", "8001") for word in words])


@pytest.mark.parametrize("unit", SERVICES, ids=name)
def test_settings_are_the_portals_own(unit):
    known = {f"PORTAL_{field.upper()}" for field in Settings.model_fields}
    given = {pair.partition("=")[0] for line in values_of(unit, "Environment") for pair in shlex.split(line)}

    assert given <= known
    assert values_of(unit, "EnvironmentFile") == ["/etc/portal.env"]


def test_frozen_site_lies_where_nginx_looks():
    freeze = next(unit for unit in SERVICES if unit.name == "portal-freeze.service")
    folder = values_of(freeze, "ExecStart")[0].split()[-1]

    assert f" {folder};" in (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")


def test_long_running_services_come_back_and_stop_in_peace():
    for unit in SERVICES:
        if "oneshot" not in values_of(unit, "Type"):
            assert values_of(unit, "Restart") == ["always"]
            assert int(values_of(unit, "TimeoutStopSec")[0]) >= 30
