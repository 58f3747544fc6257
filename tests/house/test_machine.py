"""Tests reach no other host, and what a machine lacks is named."""

import os
import socket
from pathlib import Path

import pytest

from tests import programs
from tests.sockets import OutsideConnection

# TEST-NET-1 of RFC 5737: belongs to nobody.
OUTSIDE = "192.0.2.1"


@pytest.mark.parametrize("name", ["connect", "connect_ex"])
def test_connection_to_another_host_is_refused(name):
    with socket.socket() as connection, pytest.raises(OutsideConnection, match=OUTSIDE):
        getattr(connection, name)((OUTSIDE, 80))


def test_datagram_to_another_host_is_refused():
    with socket.socket(type=socket.SOCK_DGRAM) as connection, pytest.raises(OutsideConnection):
        connection.sendto(b"x", (OUTSIDE, 53))


def test_question_for_another_host_is_refused():
    with pytest.raises(OutsideConnection, match=r"support\.example"):
        socket.getaddrinfo("support.example", 443)


def test_own_machine_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()


def test_missing_program_skips_with_its_name(monkeypatch):
    monkeypatch.delenv("PORTAL_TEST_REQUIRE", raising=False)

    with pytest.raises(pytest.skip.Exception, match="no-such-program"):
        programs.require_program("no-such-program")


def test_missing_program_fails_where_everything_must_run(monkeypatch):
    monkeypatch.setenv("PORTAL_TEST_REQUIRE", "all")

    with pytest.raises(pytest.fail.Exception, match="no-such-program"):
        programs.require_program("no-such-program")


def test_present_program_is_found():
    assert Path(programs.require_program("sh")).is_file()


@pytest.mark.requires_program("sh")
def test_marker_lets_test_run_when_program_is_there():
    assert programs.find_program("sh")


def test_settings_of_developer_do_not_reach_tests():
    assert not [name for name in os.environ if name.startswith("PORTAL_") and not name.startswith("PORTAL_TEST_")]
