"""What auditors look at is recorded, page by page; what others look at is not."""

from collections.abc import Callable

import pytest
from django.db import DatabaseError
from django.urls import reverse

from ankunft.foundation.audit.models import ReadEvent
from ankunft.web.audit import middleware
from tests.domain.reporting.making import municipality
from tests.support.clients import StrictClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(client_for: Callable[..., StrictClient]) -> StrictClient:
    return client_for("auditor")


def keys() -> list[str]:
    return list(ReadEvent.objects.order_by("pk").values_list("subject_key", flat=True))


def test_every_page_and_file_leaves_an_entry(auditor):
    auditor.get(reverse("trail"), {"page": "2"})
    auditor.get(reverse("trail"))
    auditor.get(reverse("reports-excel"))
    assert keys() == ["trail", "trail", "reports-excel"]
    entry = ReadEvent.objects.first()
    assert (entry.subject_type, entry.owner, entry.what) == ("page", "", "Seite /spur/ angesehen.")
    assert (entry.actor_roles, entry.origin, entry.address) == ("auditor", "web", "127.0.0.1")


def test_arguments_are_part_of_the_key(auditor):
    town = municipality(2601, "Demo-Stadt")
    auditor.get(reverse("municipality", args=[town.bfs_number]))
    assert keys() == ["municipality number=2601"]


def test_what_the_route_gives_to_its_view_is_none(auditor):
    town = municipality(2601, "Demo-Stadt")
    assert auditor.get(reverse("declaration-sheet", args=[town.bfs_number, 2026])).status_code == 200
    assert keys() == ["declaration-sheet bfs_number=2601 year=2026"]


def test_what_is_not_shown_leaves_none(auditor):
    assert auditor.get("/gibt-es-nicht/").status_code == 404
    assert auditor.get(reverse("tariffs") + "x").status_code == 404
    assert auditor.post(reverse("trail-verify")).status_code == 302
    assert auditor.get(reverse("health")).status_code == 200
    assert keys() == []


def test_a_part_of_a_page_leaves_one_only_if_the_page_did_not(auditor):
    part = {"HX-Request": "true"}
    auditor.get(reverse("trail"), headers=part)
    auditor.get(reverse("trail"), headers=part)
    assert keys() == ["trail"]
    auditor.get(reverse("trail"), headers={**part, "HX-Boosted": "true"})
    assert keys() == ["trail", "trail"]


@pytest.mark.parametrize("role", ["coordination", "finance_officer", "approver"])
def test_others_leave_none(client_for, role):
    client_for(role).get(reverse("my-day"))
    assert keys() == []


def test_what_cannot_be_recorded_is_not_shown(auditor, monkeypatch):
    def fail(*_arguments: object) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(middleware, "record_read", fail)
    auditor.raise_request_exception = False
    response = auditor.get(reverse("trail"))
    assert response.status_code == 500
    assert "Ereignisse" not in response.content.decode()
