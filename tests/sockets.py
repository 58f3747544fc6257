"""Tests stay on this machine: connecting to another host, or asking for its address, fails at once.

Only Python's own sockets are watched. Drivers written in C could still leave; their tests name local servers.
"""

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

_LOCAL_NAMES = {"localhost", "", None}


class OutsideConnection(AssertionError):
    """A test tried to reach another host."""


def stay_home() -> Callable[[], None]:
    """Refuse everything that leaves this machine; gives the function that ends it."""
    kept = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex", "sendto")}
    look_up = socket.getaddrinfo

    def guarded(name: str) -> Callable[..., Any]:
        def call(self: socket.socket, *arguments: Any) -> Any:
            # The address comes last in all three.
            _check(self.family, arguments[-1])
            return kept[name](self, *arguments)

        return call

    def local_getaddrinfo(host: Any, *arguments: Any, **options: Any) -> Any:
        _check_host(host)
        return look_up(host, *arguments, **options)

    for name in kept:
        setattr(socket.socket, name, guarded(name))
    socket.getaddrinfo = local_getaddrinfo

    def leave_again() -> None:
        for name, method in kept.items():
            setattr(socket.socket, name, method)
        socket.getaddrinfo = look_up

    return leave_again


def _check(family: int, address: Any) -> None:
    if family in {socket.AF_INET, socket.AF_INET6}:
        _check_host(address[0])


def _check_host(host: Any) -> None:
    name = host.decode() if isinstance(host, bytes) else host
    if name in _LOCAL_NAMES:
        return
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        raise OutsideConnection(f"a test asked for the address of {name}") from None
    if not (address.is_loopback or address.is_unspecified):
        raise OutsideConnection(f"a test tried to reach {name}")
