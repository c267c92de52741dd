"""The rows of the table of permissions, tried by an administrator of another organisation."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.support.clients import StrictClient
from tests.web import administration_ground
from tests.web.permission_ground import posted
from tests.web.permissions import RULES

pytestmark = pytest.mark.django_db

OPERATIONS = (
    "admin-organisation-new",
    "admin-outbox",
    "admin-mail-act",
    "admin-jobs",
    "admin-health",
    "admin-settings",
)
OF_SOMEBODY = {"account_id", "invitation_id", "organisation"}


def test_what_is_of_others_does_not_exist_and_the_installation_is_of_the_operations(own: StrictClient) -> None:
    administration_ground.prepare()
    faults, tried = [], 0
    for rule in RULES:
        expected = 403 if rule.route in OPERATIONS else 404 if OF_SOMEBODY.intersection(rule.arguments) else None
        if not rule.route.startswith("admin-") or expected is None:
            continue
        address = reverse(rule.route, kwargs=rule.arguments)
        answer = own.get(address) if rule.method == "GET" else own.post(address, posted(rule.data))
        tried += 1
        if answer.status_code != expected:
            faults.append(f"{rule.method} {address}: {answer.status_code}")
    assert faults == []
    assert tried > 25
