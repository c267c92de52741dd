"""Prepared by the officer, signed by the strategic lead: two roles, other hands, and what a signature still allows."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ankunft.domain.reporting import hands, services
from ankunft.domain.reporting.keys import key_of
from ankunft.domain.reporting.models import HalfYearReport
from ankunft.domain.reporting.rules import Figures
from ankunft.domain.reporting.selectors import awaiting_signature, figures_of, history_of
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import services as access
from ankunft.foundation.access.models import Account
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.selectors import steps_of
from tests.domain.reporting.making import (
    AUTUMN,
    SPRING,
    accept,
    hand_in,
    in_association,
    lead_of,
    municipality,
    offer,
    opened_report,
    submitted_report,
)
from tests.support.people import account_with, actor_with
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(town: Municipality) -> Actor:
    return lead_of(town)


@pytest.fixture
def offered(town: Municipality, officer: Actor, lead: Actor) -> HalfYearReport:
    """The report of the spring, waiting for a signature."""
    opened = opened_report(town, officer)
    offer(opened, officer)
    return opened


def signature(of: HalfYearReport) -> str:
    found = hands.signature_of(list(steps_of("reporting.report", key_of(of))))
    return found.account_label if found else ""


def both(at: str = "bfs-2601") -> Actor:
    """Somebody who is officer and strategic lead at once."""
    account = account_with("integration_officer", at)
    here = account.memberships.get().organisation
    access.role_grant(account=account, organisation=here, role="strategic_lead", actor=Actor.operator())
    return actor_of(account, "test")


def test_signed_is_handed_in_with_who_and_when(offered: HalfYearReport, lead: Actor) -> None:
    services.report_sign(report=offered, actor=lead, version=offered.version)
    assert (offered.state, offered.submitted_on) == ("submitted", clock.today())
    assert signature(offered) == lead.label
    event = history_of([offered])[0]
    assert (event.summary, event.actor_label) == ("Bericht unterzeichnet und eingereicht.", lead.label)


@pytest.mark.parametrize(
    ("role", "at"),
    [("integration_officer", "bfs-2601"), ("municipal_finance", "bfs-2601"), ("coordination", None), ("auditor", None)],
)
def test_only_a_strategic_lead_signs(offered: HalfYearReport, role: str, at: str | None) -> None:
    for step in (services.report_sign, services.report_decline):
        more = {"reasons": {"remarks": "Nein"}} if step is services.report_decline else {}
        with pytest.raises(Forbidden, match="Berichte unterzeichnet die strategische Leitung"):
            step(report=offered, actor=actor_with(role, at), version=offered.version, **more)


def test_not_the_lead_of_another_municipality(offered: HalfYearReport) -> None:
    municipality(2603, "Fremd")
    with pytest.raises(Forbidden, match="Für «Solothurn 2026-H1» sind Sie nicht zuständig"):
        services.report_sign(report=offered, actor=actor_with("strategic_lead", "bfs-2603"), version=offered.version)


def test_in_an_association_the_lead_of_the_lead_municipality_signs(town: Municipality, officer: Actor) -> None:
    member = municipality(2602, "Anschluss")
    in_association(town, member)
    lead = lead_of(town)
    opened = services.report_open(municipality=member, period=SPRING, actor=officer)
    offer(opened, officer)
    assert [one.municipality for one in awaiting_signature(lead)] == [member]
    services.report_sign(report=opened, actor=lead, version=opened.version)
    assert opened.state == "submitted"


def test_who_prepared_does_not_sign_whatever_the_roles(town: Municipality, lead: Actor) -> None:
    opened = opened_report(town, person := both())
    offer(opened, person)
    with pytest.raises(Refused, match="Unterzeichnen muss eine andere Person"):
        services.report_sign(report=opened, actor=person, version=opened.version)
    services.report_sign(report=opened, actor=lead, version=opened.version)
    assert opened.state == "submitted"


def test_who_ever_typed_a_figure_does_not_sign_later_rounds(
    town: Municipality, officer: Actor, coordinator: Actor
) -> None:
    person = both()
    opened = opened_report(town, person)
    hand_in(opened, officer)
    services.report_return(
        report=opened, reasons={"remarks": "Was heisst das?"}, actor=coordinator, version=opened.version
    )
    offer(opened, officer)
    with pytest.raises(Refused, match="eine andere Person"):
        services.report_sign(report=opened, actor=person, version=opened.version)


def test_who_signed_does_not_accept(offered: HalfYearReport, lead: Actor, coordinator: Actor) -> None:
    person = Actor(lead.account_id, lead.label, "test", lead.grants | coordinator.grants)
    services.report_sign(report=offered, actor=person, version=offered.version)
    with pytest.raises(Refused, match="Annehmen muss eine andere Person"):
        accept(offered, person)


def test_where_nobody_can_sign_one_is_told_whom_to_ask(town: Municipality, officer: Actor) -> None:
    opened = opened_report(town, officer)
    sentence = (
        r"Für «Solothurn» kann niemand unterzeichnen: Es fehlt ein Konto mit der Rolle «Strategische Leitung».*"
        r"Administration Ihrer Gemeinde oder die Koordinationsstelle.*auf Papier unterzeichneten Bericht"
    )
    with pytest.raises(Refused, match=sentence):
        offer(opened, officer)
    alone = both()
    services.report_save(report=opened, figures=Figures(1), remarks="", version=opened.version, actor=alone)
    with pytest.raises(Refused, match="kann niemand unterzeichnen"):
        offer(opened, officer)


def test_a_closed_account_or_an_ended_role_signs_nothing(town: Municipality, officer: Actor, lead: Actor) -> None:
    key = key_of(opened_report(town, officer))
    second = account_with("strategic_lead", "bfs-2601")
    assert {one.account_id for one in hands.signatories(town, key)} == {lead.account_id, second.pk}
    here, today = second.memberships.get().organisation, clock.today()
    ended = {"organisation": here, "role": "strategic_lead", "valid_from": today, "actor": Actor.operator()}
    access.role_end(account=second, **ended)
    assert [one.account_id for one in hands.signatories(town, key)] == [lead.account_id]
    Account.objects.filter(pk=lead.account_id).update(is_active=False)
    assert hands.signatories(town, key) == []


def test_changing_a_figure_takes_the_report_back_from_the_signature(
    offered: HalfYearReport, officer: Actor, lead: Actor
) -> None:
    seen = HalfYearReport.objects.get(pk=offered.pk)
    services.report_save(report=offered, figures=Figures(99), remarks="", version=offered.version, actor=officer)
    assert (offered.state, figures_of(offered)) == ("draft", Figures(99))
    with pytest.raises(Refused, match="Unterzeichnen geht nicht: Der Stand ist «in Arbeit»"):
        services.report_sign(report=offered, actor=lead, version=offered.version)
    with pytest.raises(Refused, match="Inzwischen hat jemand anders"):
        services.report_sign(report=seen, actor=lead, version=seen.version)


def test_saving_what_is_there_already_leaves_it_with_the_lead(offered: HalfYearReport, officer: Actor) -> None:
    services.report_save(
        report=offered, figures=figures_of(offered), remarks="", version=offered.version, actor=officer
    )
    assert offered.state == "offered"


def test_the_lead_has_it_improved_section_by_section(offered: HalfYearReport, lead: Actor, officer: Actor) -> None:
    with pytest.raises(Refused, match="mindestens einem Abschnitt"):
        services.report_decline(report=offered, reasons={}, actor=lead, version=offered.version)
    services.report_decline(
        report=offered, reasons={"integration": "Es waren vier."}, actor=lead, version=offered.version
    )
    assert offered.state == "returned"
    assert [(one.section, one.reason) for one in offered.returned_sections.all()] == [("integration", "Es waren vier.")]


@pytest.mark.parametrize("who", ["officer", "lead"])
def test_what_was_handed_in_can_be_taken_back_until_it_is_decided(
    offered: HalfYearReport, officer: Actor, lead: Actor, coordinator: Actor, who: str
) -> None:
    person = {"officer": officer, "lead": lead}[who]
    services.report_sign(report=offered, actor=lead, version=offered.version)
    with pytest.raises(Refused, match="Zurückholen braucht eine Begründung"):
        services.report_withdraw(report=offered, reason=" ", actor=person, version=offered.version)
    services.report_withdraw(report=offered, reason="Zahlendreher", actor=person, version=offered.version)
    assert (offered.state, offered.submitted_on, signature(offered)) == ("draft", None, "")
    hand_in(offered, officer)
    accept(offered, coordinator)
    with pytest.raises(Refused, match="Zurückholen geht nicht: Der Stand ist «angenommen»"):
        services.report_withdraw(report=offered, reason="Zu spät", actor=person, version=offered.version)


def test_what_the_canton_handed_in_is_not_the_municipalitys_to_take_back(
    town: Municipality, officer: Actor, coordinator: Actor
) -> None:
    accepted = submitted_report(town, officer)
    accept(accepted, coordinator)
    correction = services.report_correct(report=accepted, reason="Beleg", actor=coordinator)
    services.report_submit(report=correction, actor=coordinator, version=correction.version)
    assert signature(correction) == ""
    with pytest.raises(Refused, match="hat die Koordinationsstelle Integration eingereicht"):
        services.report_withdraw(report=correction, reason="Nein", actor=officer, version=correction.version)


def test_the_canton_hands_in_no_first_report(town: Municipality, officer: Actor, coordinator: Actor) -> None:
    opened = opened_report(town, officer)
    with pytest.raises(Refused, match="Den Bericht unterzeichnet die Gemeinde"):
        services.report_submit(report=opened, actor=coordinator, version=opened.version)


def test_nothing_is_offered_before_the_half_year_is_over(town: Municipality, officer: Actor, lead: Actor) -> None:
    opened = services.report_open(municipality=town, period=AUTUMN, actor=officer)
    with pytest.raises(Refused, match=r"Das Halbjahr 2026-H2 dauert bis 31\.12\.2026"):
        services.report_offer(report=opened, actor=officer, version=opened.version)


def _outcomes(*actions: Callable[[], object]) -> list[bool]:
    """Which of them succeeded; whatever else than a refusal happened is raised."""
    found = at_once(*actions)
    for one in found:
        if isinstance(one, Exception) and not isinstance(one, Refused):
            raise one
    return [not isinstance(one, Exception) for one in found]


@pytest.mark.django_db(transaction=True)
def test_one_signs_while_the_other_changes_a_figure(offered: HalfYearReport, officer: Actor, lead: Actor) -> None:
    """Signed is what was seen: either the signature holds and the figure stays, or the figure changes unsigned."""
    one, other = (HalfYearReport.objects.get(pk=offered.pk) for _turn in range(2))
    before = figures_of(offered)
    signed, saved = _outcomes(
        lambda: services.report_sign(report=one, actor=lead, version=one.version),
        lambda: services.report_save(
            report=other, figures=Figures(99), remarks="", version=other.version, actor=officer
        ),
    )
    offered.refresh_from_db()
    assert signed is not saved
    assert (offered.state, figures_of(offered)) == (("submitted", before) if signed else ("draft", Figures(99)))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told(town: Municipality, officer: Actor) -> None:
    opened = opened_report(town, officer)
    second = actor_with("integration_officer", "bfs-2601")
    one, other = (HalfYearReport.objects.get(pk=opened.pk) for _turn in range(2))
    outcomes = _outcomes(
        lambda: services.report_save(report=one, figures=Figures(1), remarks="", version=0, actor=officer),
        lambda: services.report_save(report=other, figures=Figures(2), remarks="", version=0, actor=second),
    )
    opened.refresh_from_db()
    assert sorted(outcomes) == [False, True]
    assert figures_of(opened) == Figures(1 if outcomes[0] else 2)


@pytest.mark.django_db(transaction=True)
def test_two_leads_sign_at_once_and_one_signature_is_there(offered: HalfYearReport, town: Municipality) -> None:
    leads = [lead_of(town), lead_of(town)]
    reports = [HalfYearReport.objects.get(pk=offered.pk) for _turn in range(2)]
    outcomes = _outcomes(
        *(
            lambda report=report, lead=lead: services.report_sign(report=report, actor=lead, version=report.version)
            for report, lead in zip(reports, leads, strict=True)
        )
    )
    assert sorted(outcomes) == [False, True]
    assert steps_of("reporting.report", key_of(offered)).filter(name="sign").count() == 1
