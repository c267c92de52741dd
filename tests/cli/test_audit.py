"""`ankunft audit verify`: exit 1 and the first broken place if the trail was altered."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import Result
from django.db import connection

from ankunft.foundation.audit import protection
from ankunft.foundation.audit.models import Event

pytestmark = pytest.mark.django_db(transaction=True)

Ankunft = Callable[..., Result]


def test_a_whole_trail(ankunft: Ankunft) -> None:
    ankunft("account", "add", "a@so.example", "--role", "auditor")
    result = ankunft("audit", "verify")
    assert result.exit_code == 0, result.stderr
    assert "unversehrt: 3 Ereignisse, 1 Blöcke" in result.stdout


def test_an_altered_event_is_named(ankunft: Ankunft) -> None:
    ankunft("account", "add", "a@so.example", "--role", "auditor")
    event = Event.objects.earliest("pk")
    protection.remove(connection)
    Event.objects.filter(pk=event.pk).update(summary="Konto b@so.example eröffnet.")
    protection.install(connection)
    result = ankunft("audit", "verify")
    assert result.exit_code == 1
    assert f"Ereignis {event.pk}" in result.stderr
    assert "Traceback" not in result.stderr


def test_missing_protection_is_named(ankunft: Ankunft) -> None:
    protection.remove(connection)
    result = ankunft("audit", "verify")
    protection.install(connection)
    assert result.exit_code == 1
    assert "Schreibschutz" in result.stderr
