"""No test reaches beyond this machine."""

from __future__ import annotations

import ipaddress
import socket
from typing import Any

import pytest


class NetworkUsed(AssertionError):
    """A test tried to reach another machine."""


def guard(patch: pytest.MonkeyPatch) -> None:
    """Refuse every connection from Python except to loopback and to local sockets."""
    for name in ("connect", "connect_ex"):
        _guard_method(patch, name)


def _guard_method(patch: pytest.MonkeyPatch, name: str) -> None:
    original = getattr(socket.socket, name)

    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            raise NetworkUsed(f"a test tried to reach {address[0]}")
        return original(self, address)

    patch.setattr(socket.socket, name, guarded)


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
