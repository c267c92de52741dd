"""Self-declarations: received by the canton or made by the municipality, append-only."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from ankunft.domain.reporting import services
from ankunft.domain.reporting.models import SelfDeclaration
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import Year
from tests.domain.reporting.making import declaration, municipality
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db

RECEIVED = date(2026, 1, 20)


def _record(town: Municipality, actor: Actor, **changes: object) -> SelfDeclaration:
    values: dict[str, object] = {
        "year": Year(2026),
        "submitted_on": RECEIVED,
        "officer_named": True,
        "tasks_organised": True,
    }
    return services.declaration_record(municipality=town, actor=actor, **(values | changes))  # type: ignore[arg-type]


def test_the_coordination_office_records_what_it_received(town: Municipality) -> None:
    recorded = _record(town, actor_with("coordination"))
    assert (recorded.number, recorded.submitted_on) == (1, RECEIVED)
    event = Event.objects.get(object_key="2601/2026")
    assert (event.summary, event.before) == ("Selbstdeklaration 2026 erfasst.", None)
    assert event.after == {
        "number": 1,
        "submitted_on": "2026-01-20",
        "officer_named": True,
        "tasks_organised": True,
    }


def test_the_same_again_changes_nothing_and_another_one_replaces_it(town: Municipality) -> None:
    coordinator = actor_with("coordination")
    first = _record(town, coordinator)
    assert _record(town, coordinator) == first
    second = _record(town, coordinator, officer_named=False)
    assert second.number == 2
    assert SelfDeclaration.objects.count() == 2
    event = Event.objects.get(summary="Selbstdeklaration 2026 ersetzt (Fassung 2).")
    assert event.before["officer_named"] is True


@pytest.mark.parametrize(
    "role", ["integration_officer", "strategic_lead", "municipal_finance", "finance_officer", "approver", "auditor"]
)
def test_only_the_canton_records_what_came_on_paper(town: Municipality, role: str) -> None:
    """A municipality fills in the questionnaire, which its strategic lead signs off: nobody goes round that."""
    at = "bfs-2601" if role in ("integration_officer", "strategic_lead", "municipal_finance") else None
    with pytest.raises(Forbidden, match="den die strategische Leitung unterzeichnet"):
        _record(town, actor_with(role, at), submitted_on=None)
    assert not SelfDeclaration.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"year": Year(2016)},
            "start.integration gibt es seit 2017: Für 2016 wird nichts deklariert (KS 4.3.1).",
        ),
        ({"year": Year(2028)}, "Das Jahr 2028 liegt zu weit in der Zukunft."),
        ({"submitted_on": date(2026, 11, 23)}, "Das Eingangsdatum 23.11.2026 liegt in der Zukunft."),
    ],
)
def test_what_cannot_be_recorded(town: Municipality, changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        _record(town, actor_with("coordination"), **changes)
    assert str(refused.value) == sentence


def test_a_merged_municipality_declares_no_more() -> None:
    merged = municipality(2500, "Altdorf", valid_to=date(2025, 12, 31))
    with pytest.raises(Refused, match="«Altdorf» gab es im Jahr 2026 nicht"):
        _record(merged, actor_with("coordination"))


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_database_keeps_declarations(town: Municipality, change: str) -> None:
    kept = SelfDeclaration.objects.filter(pk=declaration(town).pk)
    with pytest.raises(DatabaseError, match="settled records are not changed"), transaction.atomic():
        kept.update(officer_named=False) if change == "update" else kept.delete()
