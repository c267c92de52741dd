"""The integration programme is written, submitted, agreed by other hands, and not changed after that (KIP3 2.3, 3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from ankunft.domain.funds import services
from ankunft.domain.funds.loader import load_funds
from ankunft.domain.funds.models import (
    IntegrationProgramme,
    MeasureFunding,
    ProgrammeGoal,
    ProgrammeMeasure,
    ProgrammeState,
    ProgrammeVersion,
)
from ankunft.domain.funds.programme_readings import goal_plans
from ankunft.domain.funds.values import GoalEntry, MeasureEntry, Ruling, Share
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from tests.domain.funds import making, programmes
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> programmes.Office:
    return programmes.Office()


def test_a_programme_goes_from_its_first_goal_to_the_agreement(office: programmes.Office) -> None:
    version = programmes.agreed(office)
    assert (version.state, version.reference) == (ProgrammeState.AGREED, "DEMO-KIP/1")
    assert (version.receipt, version.submitted_on) == ("Demo-ELSI 1", date(2023, 4, 28))
    assert (version.decision, version.decided_by) == ("Demo-RRB 1", "Regierungsrat")
    kinds = Event.objects.filter(object_type="funds.programme").order_by("pk").values_list("action", flat=True)
    assert list(kinds) == [
        "funds.programme.begun",
        "funds.programme.opened",
        "funds.programme.write",
        "funds.programme.write",
        "funds.programme.submit",
        "funds.programme.agree",
    ]


def test_what_is_lacking_keeps_it_from_being_submitted(office: programmes.Office) -> None:
    version = programmes.begun(office)
    with pytest.raises(Refused, match="noch kein Ziel"):
        _submit(version, office.delegate)
    goal = services.goal_write(version=version, entry=GoalEntry(2, "Demo-Ziel"), actor=office.delegate)
    with pytest.raises(Refused, match="«Demo-Ziel» hat noch keine Massnahme"):
        _submit(version, office.delegate)
    services.measure_write(version=version, goal=goal, entry=MeasureEntry("Demo-Kurs"), actor=office.delegate)
    with pytest.raises(Refused, match="«Demo-Kurs» hat noch keine Finanzierung"):
        _submit(version, office.delegate)
    assert version.state == ProgrammeState.DRAFT


@pytest.mark.parametrize(
    ("day", "receipt", "words"),
    [(date(2023, 4, 28), " ", "Portal ELSI"), (date(2026, 11, 23), "ELSI 1", "erst festgehalten")],
    ids=["no-receipt", "tomorrow"],
)
def test_a_submission_names_its_receipt_and_a_day_that_has_come(
    office: programmes.Office, day: date, receipt: str, words: str
) -> None:
    version = programmes.written(office)
    with pytest.raises(Refused, match=words):
        services.programme_submit(version=version, submitted_on=day, receipt=receipt, actor=office.delegate)


def test_whoever_wrote_or_submitted_does_not_record_the_agreement(office: programmes.Office) -> None:
    version = programmes.submitted(office)
    with pytest.raises(Forbidden, match="andere Person"):
        services.programme_agree(version=version, ruling=programmes.RULING, actor=office.delegate)
    with pytest.raises(Forbidden):
        services.programme_agree(version=version, ruling=programmes.RULING, actor=office.finance)
    services.programme_agree(version=version, ruling=programmes.RULING, actor=office.colleague)


def test_the_agreement_rests_on_a_decision(office: programmes.Office) -> None:
    version = programmes.submitted(office)
    with pytest.raises(Refused, match="Nummer oder Bezeichnung"):
        services.programme_agree(version=version, ruling=Ruling("", "RR", date(2023, 12, 1)), actor=office.approver)
    with pytest.raises(Refused, match="erst danach"):
        services.programme_agree(version=version, ruling=Ruling("1", "RR", date(2026, 12, 1)), actor=office.approver)


def test_what_was_submitted_is_not_written_any_more(office: programmes.Office) -> None:
    version = programmes.submitted(office)
    with pytest.raises(Forbidden, match="eingereicht"):
        services.goal_write(version=version, entry=GoalEntry(1, "Nachher"), actor=office.delegate)
    statements: list[Callable[[], object]] = [
        lambda: ProgrammeGoal.objects.filter(version=version).update(text="anders"),
        lambda: ProgrammeMeasure.objects.filter(goal__version=version).update(label="anders"),
        lambda: MeasureFunding.objects.filter(measure__goal__version=version).update(amount=1),
        lambda: MeasureFunding.objects.filter(measure__goal__version=version).delete(),
        lambda: ProgrammeGoal.objects.create(version=version, area=1, number=9, text="dazu"),
        lambda: ProgrammeVersion.objects.filter(pk=version.pk).update(receipt="anders"),
    ]
    for statement in statements:
        with pytest.raises(DatabaseError), transaction.atomic():
            statement()


def test_an_agreed_version_changes_its_state_alone(office: programmes.Office) -> None:
    version = programmes.agreed(office)
    with pytest.raises(DatabaseError), transaction.atomic():
        ProgrammeVersion.objects.filter(pk=version.pk).update(decision="anders")


def test_another_version_begins_with_the_last_one_and_takes_its_place(office: programmes.Office) -> None:
    first = programmes.agreed(office)
    with pytest.raises(Refused, match="warum"):
        services.version_begin(programme=first.programme, actor=office.delegate)
    second = services.version_begin(programme=first.programme, actor=office.delegate, occasion="Demo: mehr Kurse")
    assert goal_plans(second) == goal_plans(first)
    with pytest.raises(Refused, match="noch unterwegs"):
        services.version_begin(programme=first.programme, actor=office.delegate, occasion="noch eine")
    goal = second.goals.get()
    services.goal_write(version=second, goal=goal, entry=GoalEntry(3, "Anders"), actor=office.delegate)
    assert [plan.area for plan in goal_plans(first)] == [2]
    _submit(second, office.delegate)
    services.programme_agree(version=second, ruling=programmes.RULING, actor=office.approver)
    first.refresh_from_db()
    assert (first.state, second.supersedes) == (ProgrammeState.SUPERSEDED, first)


def test_a_withdrawn_version_stays_and_the_next_begins_with_it(office: programmes.Office) -> None:
    version = programmes.written(office)
    with pytest.raises(Refused, match="Begründung"):
        services.programme_withdraw(version=version, reason="", actor=office.delegate)
    services.programme_withdraw(version=version, reason="Demo", actor=office.delegate)
    second = services.version_begin(programme=version.programme, actor=office.delegate, occasion="Demo: neu")
    assert goal_plans(second) == goal_plans(version)


def test_a_programme_is_closed_after_its_last_year(office: programmes.Office, on_day: Callable[[date], None]) -> None:
    version = programmes.agreed(office)
    with pytest.raises(Refused, match="Ende 2027"):
        services.programme_close(version=version, actor=office.delegate)
    on_day(date(2028, 1, 3))
    services.programme_close(version=version, actor=office.delegate)
    assert version.state == ProgrammeState.CLOSED


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (MeasureEntry(" ", funding=(Share("ip-demo", 2024, 1),)), "wie die Massnahme heisst"),
        (MeasureEntry("M", funding=(Share("ip-demo", 2023, 1),)), "2024 bis 2027"),
        (MeasureEntry("M", funding=(Share("ip-demo", 2024, 0),)), "über null"),
        (MeasureEntry("M", funding=(Share("nichts", 2024, 1),)), "«nichts» gibt es nicht"),
        (MeasureEntry("M", funding=(Share("ip-demo", 2024, 1), Share("ip-demo", 2024, 2))), "doppelt"),
        (MeasureEntry("M", position=10**6), "Position gibt es nicht"),
    ],
    ids=["no-name", "year", "zero", "source", "twice", "position"],
)
def test_a_measure_that_cannot_be_is_refused_and_nothing_is_stored(
    office: programmes.Office, entry: MeasureEntry, words: str
) -> None:
    version = programmes.written(office)
    before = goal_plans(version), version.version
    with pytest.raises(Refused, match=words):
        services.measure_write(version=version, goal=version.goals.get(), entry=entry, actor=office.delegate)
    version.refresh_from_db()
    assert (goal_plans(version), version.version) == before


def test_a_position_is_booked_for_one_measure_alone(office: programmes.Office) -> None:
    version = programmes.written(office)
    plan = making.plan(making.People())
    goal, position = version.goals.get(), plan.positions.get(code="workplace")
    one = services.measure_write(
        version=version, goal=goal, entry=MeasureEntry("Eins", position=position.pk), actor=office.delegate
    )
    with pytest.raises(Refused, match="doppelt"):
        services.measure_write(
            version=version, goal=goal, entry=MeasureEntry("Zwei", position=position.pk), actor=office.delegate
        )
    above = plan.positions.get(code="language").pk
    with pytest.raises(Refused, match="Summe"):
        services.measure_write(
            version=version, goal=goal, entry=MeasureEntry("Zwei", position=above), actor=office.delegate
        )
    services.measure_write(
        version=version, goal=goal, entry=MeasureEntry("Noch", position=position.pk), actor=office.delegate, measure=one
    )
    assert one.label == "Noch"


def test_a_measure_of_another_goal_is_refused_and_keeps_its_funding(office: programmes.Office) -> None:
    version = programmes.written(office)
    other = services.goal_write(version=version, entry=GoalEntry(1, "Demo: anderes Ziel"), actor=office.delegate)
    measure = ProgrammeMeasure.objects.get()
    entry = MeasureEntry("Demo", "", "", None, (Share("ip-demo", 2024, 1),))
    with pytest.raises(Refused, match="gehört nicht zu diesem Ziel"):
        services.measure_write(version=version, goal=other, entry=entry, measure=measure, actor=office.delegate)
    assert measure.funding.count() == 3


def test_goals_and_measures_are_taken_out_while_in_work(office: programmes.Office) -> None:
    version = programmes.written(office)
    measure = ProgrammeMeasure.objects.select_related("goal").get()
    services.measure_remove(version=version, measure=measure, actor=office.delegate)
    assert not MeasureFunding.objects.exists()
    services.goal_remove(version=version, goal=version.goals.get(), actor=office.delegate)
    assert not version.goals.exists()


def test_two_who_write_at_once_are_told(office: programmes.Office) -> None:
    version = programmes.written(office)
    seen = ProgrammeVersion.objects.get(pk=version.pk)
    services.goal_write(version=version, entry=GoalEntry(1, "Zuerst"), actor=office.delegate)
    with pytest.raises(Refused, match="jemand anders"):
        services.goal_write(version=seen, entry=GoalEntry(1, "Danach"), actor=office.colleague)
    assert version.goals.count() == 2


def test_who_sees_programmes(office: programmes.Office) -> None:
    programmes.submitted(office)
    for role, seen in (("auditor", 1), ("body_member", 1), ("structure_delegate", 0), ("integration_officer", 0)):
        actor = actor_with(role)
        models = (IntegrationProgramme, ProgrammeVersion, ProgrammeGoal, ProgrammeMeasure)
        assert [visible_to(actor, model).count() for model in models] == [seen] * 4


def seen(actor: Actor) -> list[int]:
    """How many versions, goals, measures and shares of sources the actor sees."""
    kinds = (ProgrammeVersion, ProgrammeGoal, ProgrammeMeasure, MeasureFunding)
    return [visible_to(actor, kind).count() for kind in kinds]


@pytest.mark.parametrize("role", ["coordination", "finance_officer", "approver", "auditor", "iiz_office"])
def test_who_reads_a_programme_while_it_is_written(office: programmes.Office, role: str) -> None:
    programmes.written(office)
    assert seen(actor_with(role)) == [1, 1, 1, 3]


def test_the_bodies_read_it_once_it_is_submitted(office: programmes.Office) -> None:
    member = actor_with("body_member")
    version = programmes.written(office)
    assert visible_to(member, IntegrationProgramme).count() == 1, "that there is one is no secret"
    assert seen(member) == [0, 0, 0, 0]
    services.programme_withdraw(version=version, reason="Demo", actor=office.delegate)
    assert seen(member) == [0, 0, 0, 0], "what was given up before nobody gave to anybody"
    second = services.version_begin(programme=version.programme, occasion="Demo", actor=office.delegate)
    sent = {"submitted_on": date(2023, 4, 28), "receipt": "Demo-ELSI 1"}
    services.programme_submit(version=second, actor=office.delegate, **sent)
    assert seen(member) == [1, 1, 1, 3]
    services.programme_withdraw(version=second, reason="Demo", actor=office.delegate)
    assert seen(member) == [1, 1, 1, 3]


def test_the_frame_of_kip_3_comes_with_the_product() -> None:
    load_funds(Actor.operator())
    load_funds(Actor.operator())
    version = ProgrammeVersion.objects.get(programme__code="KIP3")
    assert (version.state, list(version.programme.years)) == (ProgrammeState.DRAFT, [2024, 2025, 2026, 2027])
    assert version.programme.submission_due == date(2023, 4, 30)
    assert not version.goals.exists()


def _submit(version: ProgrammeVersion, actor: Actor) -> None:
    services.programme_submit(version=version, submitted_on=date(2026, 11, 22), receipt="Demo", actor=actor)
