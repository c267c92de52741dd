"""Whose address stands in the trail, and which headers are believed."""

import pytest
from django.test import RequestFactory

from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell import middleware
from ankunft.web.shell.network import client_address


def address(remote: str = "192.0.2.1", forwarded: str | None = None) -> str:
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    return client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote))


@pytest.mark.parametrize(
    ("remote", "expected"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:DB8:0:0::1", "2001:db8::1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("fe80::1%eth0", ""),
        ("", ""),
        ("unix:", ""),
        ("192.0.2.300", ""),
        ("<script>", ""),
    ],
)
def test_without_proxies_the_other_end_counts(remote, expected):
    assert address(remote) == expected


def test_without_proxies_no_header_is_believed():
    assert address("192.0.2.1", "198.51.100.7") == "192.0.2.1"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (2, "198.51.100.7", ""),
        (1, "203.0.113.9, nonsense", ""),
        (1, "203.0.113.9,", ""),
        (1, "", ""),
        (1, None, ""),
    ],
)
def test_behind_proxies_the_entry_of_the_first_own_one_counts(settings, proxies, forwarded, expected):
    settings.PROXIES = proxies
    assert address("10.0.0.1", forwarded) == expected


def test_the_actor_has_the_address(client_for, settings, monkeypatch):
    seen: list[str] = []

    def acting_for(person: Actor, chosen: str) -> Actor:
        seen.append(person.address)
        return person

    monkeypatch.setattr(middleware, "acting_for", acting_for)
    client = client_for("coordination")
    session = client.session
    session[middleware.ORGANISATION] = "ags"
    session.save()
    settings.PROXIES = 1
    client.get("/", headers={"x-forwarded-for": "203.0.113.9, 198.51.100.7"})
    assert seen == ["198.51.100.7"]
