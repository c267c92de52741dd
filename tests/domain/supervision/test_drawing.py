"""A sample is drawn from what was reported, can be repeated, and shows whether something was swapped."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from ankunft.domain.interviews.models import Interview
from ankunft.domain.interviews.services import evidence_add
from ankunft.domain.reporting.rules import Figures
from ankunft.domain.supervision import rules, selectors, services
from ankunft.domain.supervision.models import Sample, SampleItem
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.access.models import Account
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.audit.models import Event
from ankunft.foundation.encryption import decrypt
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.mail.models import OutgoingMail
from tests.domain.reporting.making import SPRING, in_association
from tests.domain.reporting.test_records import interview
from tests.domain.supervision.making import CASE, DUE, INTERPRETING, drawn, item_of, reported, requested, rested
from tests.support.people import actor_with


def test_it_draws_from_accepted_reports_of_all_municipalities(
    town: Municipality, olten: Municipality, coordinator: Actor
) -> None:
    known = [*reported(town, 6), *reported(olten, 4)]
    interview(town)
    sample = drawn(coordinator, 3)
    references = [one.reference for one in known]
    items = list(sample.items.order_by("number"))
    assert [item.interview for item in items] == rules.draw(references, 3, sample.seed)
    assert (sample.size, sample.reported, sample.digest) == (10, 10, rules.digest(references))
    assert {item.municipality for item in items} <= {town, olten}
    assert {(item.kind, item.period) for item in items} == {("first_information", "2026-H1")}
    event = Event.objects.get(action="supervision.sample.draw")
    assert event.after["seed"] == sample.seed
    assert event.after["interviews"] == [item.interview for item in items]


@pytest.mark.parametrize("role", ["coordination", "finance_officer", "auditor"])
def test_who_draws(town: Municipality, role: str) -> None:
    reported(town, 2)
    assert drawn(actor_with(role), 1).items.count() == 1


@pytest.mark.parametrize("role", ["approver", "integration_officer", "municipal_finance", "administrator"])
def test_who_does_not_draw(town: Municipality, role: str) -> None:
    reported(town, 2)
    with pytest.raises(Forbidden, match="die Stellen des Kantons"):
        drawn(actor_with(role, "bfs-2601" if role == "administrator" else None), 1)


def test_of_one_municipality(town: Municipality, olten: Municipality, coordinator: Actor) -> None:
    for place in (town, olten):
        reported(place, 3)
    sample = drawn(coordinator, 50, municipality=olten)
    assert sample.size == sample.items.count() == 3
    assert set(sample.items.values_list("municipality", flat=True)) == {olten.pk}


def test_of_interpreters_only_those_interviews_that_were_paid_for(town: Municipality, coordinator: Actor) -> None:
    plain, interpreted = interview(town), interview(town, deployment="counts")
    rested(town, plain)
    with pytest.raises(Refused, match="in Ankunft aufgezeichnet"):
        drawn(coordinator, 1, INTERPRETING)
    rested(town, interpreted, number=2, deployed=True)
    sample = drawn(coordinator, 5, INTERPRETING)
    assert [item.interview for item in sample.items.all()] == [interpreted.reference]
    assert item_of(sample).has_deployment


def test_a_stratum(town: Municipality, olten: Municipality, coordinator: Actor) -> None:
    late, by_lead, *_others = reported(town, 5)
    Interview.objects.filter(pk=late.pk).update(recorded_at=clock.now() - timedelta(days=100))
    Interview.objects.exclude(pk=late.pk).update(recorded_at="2026-03-30T00:00Z")
    Interview.objects.filter(pk=by_lead.pk).update(performed_by=olten)
    assert [one.interview for one in drawn(coordinator, 5, stratum="late").items.all()] == [late.reference]
    assert [one.interview for one in drawn(coordinator, 5, stratum="by_lead").items.all()] == [by_lead.reference]
    on_paper = drawn(coordinator, 5, stratum="on_paper")
    evidence_add(interview=late, file_name="a.pdf", content=b"%PDF-1.7 a", actor=actor_with("integration_officer"))
    assert (on_paper.size, drawn(coordinator, 5, stratum="on_paper").size) == (5, 4)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"count": 0}, "1 bis 100"),
        ({"count": 101}, "1 bis 100"),
        ({"purpose": " "}, "aus welchem Anlass"),
        ({"periods": []}, "mindestens ein Halbjahr"),
        ({"contribution": "base_contribution"}, "Gezogen werden Gespräche"),
    ],
)
def test_what_is_refused(town: Municipality, coordinator: Actor, values: dict[str, Any], sentence: str) -> None:
    reported(town, 2)
    asked = {"periods": [SPRING], "contribution": CASE, "count": 1, "purpose": "Demo", "actor": coordinator, **values}
    with pytest.raises(Refused, match=sentence):
        services.sample_draw(**asked)
    assert not Sample.objects.exists()


def test_a_municipality_that_only_sends_totals_has_nothing_to_draw(town: Municipality, coordinator: Actor) -> None:
    rested(town, figures=Figures(7, 0, 0, 0))
    with pytest.raises(Refused, match="Gemeldet sind 7"):
        drawn(coordinator)
    interview_ = interview(town)
    rested(town, interview_, number=2, figures=Figures(7, 0, 0, 0))
    sample = drawn(coordinator)
    assert (sample.reported, sample.size) == (7, 1)


class TestRepeating:
    def test_the_same_comes_out_again_and_after_a_correction_too(self, town: Municipality, coordinator: Actor) -> None:
        known = reported(town, 8)
        sample = drawn(coordinator, 3)
        rested(town, *known[:2], number=2)
        with wall.open_for(coordinator):
            assert selectors.repetition(sample) == (8, True, True)

    def test_it_shows_that_the_population_is_another(self, town: Municipality, coordinator: Actor) -> None:
        known = reported(town, 8)
        sample = drawn(coordinator, 3, stratum="on_paper")
        evidence_add(
            interview=known[0], file_name="a.pdf", content=b"%PDF-1.7 a", actor=actor_with("integration_officer")
        )
        found = selectors.repetition(sample)
        assert (found.size, found.same_population) == (7, False)

    def test_it_shows_that_an_interview_was_swapped(self, town: Municipality, coordinator: Actor) -> None:
        known = reported(town, 8)
        sample = drawn(coordinator, 3)
        others = {one.reference for one in known} - set(sample.items.values_list("interview", flat=True))
        SampleItem.objects.filter(sample=sample, number=2).update(interview=others.pop())
        assert selectors.repetition(sample) == (8, True, False)


def test_the_office_sees_no_interview_by_it(town: Municipality, coordinator: Actor) -> None:
    reported(town, 3)
    drawn(coordinator, 1)
    with wall.open_for(coordinator):
        assert not visible_to(coordinator, Interview).exists()


class TestRequesting:
    @pytest.mark.parametrize("due_on", [date(2026, 11, 26), date(2027, 2, 21)])
    def test_a_term_that_is_too_short_or_too_long(self, town: Municipality, coordinator: Actor, due_on: date) -> None:
        reported(town, 2)
        sample = drawn(coordinator, 1)
        with pytest.raises(Refused, match=r"zwischen dem 27\.11\.2026 und dem 20\.02\.2027"):
            services.sample_request(sample=sample, due_on=due_on, actor=coordinator)

    def test_the_municipality_sees_it_from_then_on(
        self, town: Municipality, olten: Municipality, coordinator: Actor, officer: Actor, stranger: Actor
    ) -> None:
        reported(town, 2)
        sample = drawn(coordinator, 1)
        assert not selectors.requests_to(officer).exists()
        services.sample_request(sample=sample, due_on=DUE, actor=coordinator)
        assert [item.sample for item in selectors.requests_open(officer)] == [sample]
        assert not selectors.requests_to(stranger).exists()
        assert not selectors.requests_to(actor_with("strategic_lead", "bfs-2601")).exists()

    def test_who_may_answer_is_told_once_and_nothing_about_persons(
        self, town: Municipality, olten: Municipality, coordinator: Actor, officer: Actor, stranger: Actor
    ) -> None:
        for place, count in ((town, 2), (olten, 1)):
            reported(place, count)
        in_association(town, olten)
        sample = drawn(coordinator, 3)
        services.sample_request(sample=sample, due_on=DUE, actor=coordinator)
        mails = {mail.to: mail for mail in OutgoingMail.objects.filter(kind="evidence_request")}
        addresses = Account.objects.in_bulk([officer.account_id, stranger.account_id])
        own, lead = (addresses[one.account_id].email for one in (stranger, officer))
        assert set(mails) == {own, lead}
        assert f"- {olten.name}: 1 Gespräch" in decrypt(mails[own].text)
        assert town.name not in decrypt(mails[own].text)
        for line in (f"- {town.name}: 2 Gespräche", f"- {olten.name}: 1 Gespräch", "22.12.2026"):
            assert line in decrypt(mails[lead].text)
        for item in sample.items.all():
            assert item.interview not in decrypt(mails[lead].text)

    def test_a_sample_that_was_dropped_stays(self, town: Municipality, coordinator: Actor) -> None:
        reported(town, 2)
        sample = drawn(coordinator, 1)
        with pytest.raises(Refused, match="braucht eine Begründung"):
            services.sample_drop(sample=sample, reason=" ", actor=coordinator)
        services.sample_drop(sample=sample, reason="Falsches Halbjahr", actor=coordinator)
        assert selectors.samples(coordinator).get().state == "dropped"
        with pytest.raises(Forbidden, match="Der Stand ist «verworfen»"):
            services.sample_request(sample=sample, due_on=DUE, actor=coordinator)
        for act in (sample.items.all().delete, lambda: Sample.objects.filter(pk=sample.pk).update(seed="0" * 32)):
            with pytest.raises(DatabaseError), transaction.atomic():
                act()

    def test_once_asked_for_it_is_not_dropped(self, town: Municipality, coordinator: Actor) -> None:
        reported(town, 2)
        with pytest.raises(Forbidden, match="Der Stand ist «Belege verlangt»"):
            services.sample_drop(sample=requested(coordinator, 1), reason="Passt nicht", actor=coordinator)
