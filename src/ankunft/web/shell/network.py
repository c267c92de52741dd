"""From where a request comes."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The network address of whoever asks, in its usual spelling; empty if it is not known.

    Behind proxies (`settings.PROXIES`, how many of them are the installation's own) each of them appends to
    X-Forwarded-For whom it heard: the first own proxy wrote the entry that far from the right. What stands before it
    was sent by the client and is not believed; without proxies nothing of the header is.
    """
    proxies = settings.PROXIES
    if not proxies:
        return _spelled(request.META.get("REMOTE_ADDR", ""))
    heard = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    return _spelled(heard[-proxies]) if len(heard) >= proxies else ""


def _spelled(text: str) -> str:
    """The address as the standard writes it, an IPv4 address within IPv6 as IPv4; empty if it is none."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        return ""
    if isinstance(address, IPv6Address):
        if address.scope_id is not None:
            return ""
        return str(address.ipv4_mapped or address)
    return str(address)
