"""Another account of a municipality: one proposes, another confirms, and the old one holds until then."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from ankunft.domain.territory import readings, selectors, services
from ankunft.domain.territory.models import AccountChange, Municipality, PaymentAccount
from ankunft.domain.territory.states import ACCOUNT_CHANGE
from ankunft.domain.territory.values import AccountEntry
from ankunft.foundation.access.models import Account, Organisation
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.access.services import role_grant
from ankunft.foundation.audit.models import Event
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.models import Step
from tests.support.people import actor_with
from tests.support.threads import at_once

DAY = date(2026, 1, 1)
OLD, NEW, QR = "CH5604835012345678009", "CH9300762011623852957", "CH4431999123000889012"
HOW = "Rückruf bei Demo-Finanzen, 12.01.2026"


def entry(iban: str = NEW, day: date = DAY, town: str = "Balsthal") -> AccountEntry:
    return AccountEntry(0, day, iban, "Gemeinde Balsthal", "Goldgasse", "13", "4710", town)


def place(number: int = 2422) -> Municipality:
    found, _created = Municipality.objects.get_or_create(
        bfs_number=number, defaults={"name": f"Demo-{number}", "district": "Demo", "valid_from": date(1960, 1, 1)}
    )
    return found


def recorded(municipality: Municipality, iban: str = OLD, day: date = date(2020, 1, 1)) -> None:
    """An account that the operator brought by a file."""
    one = entry(iban, day)._replace(municipality=municipality.pk)
    services.payment_accounts_record(entries=[one], actor=Actor.operator())


def proposed(municipality: Municipality, one: AccountEntry | None = None, actor: Actor | None = None) -> AccountChange:
    actor = actor or actor_with("municipal_finance", f"bfs-{municipality.bfs_number}")
    return services.account_change_propose(municipality=municipality, entry=one or entry(), actor=actor)


def paid_to(municipality: Municipality, day: date = DAY) -> str | None:
    found = readings.accounts_on([municipality.pk], day).get(municipality.pk)
    return found.iban if found else None


@pytest.mark.django_db
class TestWho:
    @pytest.mark.parametrize(
        ("role", "at"),
        [("coordination", None), ("integration_officer", "bfs-2422"), ("municipal_finance", "bfs-2422")],
    )
    def test_proposes(self, role: str, at: str | None) -> None:
        change = proposed(place(), actor=actor_with(role, at))
        assert (change.state, paid_to(place())) == ("proposed", None)

    @pytest.mark.parametrize(
        ("role", "at"),
        [
            ("strategic_lead", "bfs-2422"),
            ("municipal_finance", "bfs-2601"),
            ("finance_officer", None),
            ("approver", None),
            ("auditor", None),
        ],
    )
    def test_does_not_propose(self, role: str, at: str | None) -> None:
        with pytest.raises(Forbidden):
            proposed(place(), actor=actor_with(role, at))

    def test_the_operator_brings_files_and_proposes_nothing(self) -> None:
        with pytest.raises(Forbidden):
            proposed(place(), actor=Actor.operator())

    @pytest.mark.parametrize("role", ["finance_officer", "approver"])
    def test_confirms(self, role: str) -> None:
        recorded(place())
        change = proposed(place())
        assert paid_to(place()) == OLD
        services.account_change_confirm(change=change, checked=HOW, actor=actor_with(role))
        assert (paid_to(place()), paid_to(place(), date(2025, 12, 31))) == (NEW, OLD)

    @pytest.mark.parametrize(
        ("role", "at"),
        [
            ("coordination", None),
            ("integration_officer", "bfs-2422"),
            ("municipal_finance", "bfs-2422"),
            ("auditor", None),
        ],
    )
    def test_does_not_confirm(self, role: str, at: str | None) -> None:
        change = proposed(place())
        with pytest.raises(Forbidden, match="bestätigen die Finanzen des Kantons"):
            services.account_change_confirm(change=change, checked=HOW, actor=actor_with(role, at))
        with pytest.raises(Forbidden):
            services.account_change_refuse(change=change, reason="Nein", actor=actor_with(role, at))
        assert paid_to(place()) is None

    def test_whoever_holds_both_roles_needs_another_person(self) -> None:
        both = actor_with("finance_officer")
        account = Account.objects.get(pk=both.account_id)
        coordinating = actor_with("coordination")
        office = Organisation.objects.get(code=next(iter(coordinating.organisations("coordination"))))
        role_grant(
            account=account,
            organisation=office,
            role="coordination",
            actor=Actor.operator(),
            valid_from=date(2015, 1, 1),
        )
        both = actor_of(account, "test")
        change = proposed(place(), actor=both)
        assert selectors.account_changes_to_confirm(both) == []
        for take in (
            lambda: services.account_change_confirm(change=change, checked=HOW, actor=both),
            lambda: services.account_change_refuse(change=change, reason="Nein", actor=both),
        ):
            with pytest.raises(Forbidden, match="muss eine andere Person"):
                take()
        assert selectors.account_changes_to_confirm(actor_with("finance_officer")) == [change]

    @pytest.mark.parametrize(
        ("role", "at", "may"),
        [
            ("coordination", None, True),
            ("integration_officer", "bfs-2422", True),
            ("municipal_finance", "bfs-2601", False),
            ("approver", None, False),
        ],
    )
    def test_withdraws(self, role: str, at: str | None, may: bool) -> None:
        change = proposed(place())
        actor = actor_with(role, at)
        if not may:
            with pytest.raises(Forbidden):
                services.account_change_withdraw(change=change, actor=actor)
            return
        services.account_change_withdraw(change=change, actor=actor)
        assert (change.state, paid_to(place())) == ("withdrawn", None)
        proposed(place())


@pytest.mark.django_db
class TestRefused:
    @pytest.mark.parametrize(
        ("one", "sentence"),
        [
            (entry(QR), "QR-IBAN"),
            (entry("CH9300762011623852958"), "Prüfziffer"),
            (entry("DE89370400440532013000"), "in der Schweiz und in Liechtenstein"),
            (entry(town=""), "Der Wert fehlt."),
        ],
    )
    def test_an_account_that_cannot_be_paid_to(self, one: AccountEntry, sentence: str) -> None:
        with pytest.raises(Refused, match=sentence):
            proposed(place(), one)
        assert not AccountChange.objects.exists()

    def test_what_is_the_account_already(self) -> None:
        recorded(place())
        with pytest.raises(Refused, match="schon das Konto"):
            proposed(place(), entry(OLD[:4] + " " + OLD[4:]))

    def test_a_second_one_while_the_first_waits(self) -> None:
        proposed(place())
        with pytest.raises(Refused, match="schon ein Konto vorgeschlagen"):
            proposed(place(), entry(OLD))
        proposed(place(2601))

    @pytest.mark.parametrize("said", ["", "  "])
    def test_a_confirmation_that_does_not_say_how_it_was_checked(self, said: str) -> None:
        change = proposed(place())
        actor = actor_with("approver")
        for take in (
            lambda: services.account_change_confirm(change=change, checked=said, actor=actor),
            lambda: services.account_change_refuse(change=change, reason=said, actor=actor),
        ):
            with pytest.raises(Refused, match="braucht eine Begründung"):
                take()
        assert paid_to(place()) is None

    @pytest.mark.parametrize("day", [date(2020, 1, 1), DAY])
    def test_a_confirmation_after_the_old_account_changed(self, day: date) -> None:
        recorded(place())
        change = proposed(place())
        recorded(place(), "CH5481230000001998736", day)
        with pytest.raises(Refused, match="nicht mehr das, dem der Vorschlag gegenübersteht"):
            services.account_change_confirm(change=change, checked=HOW, actor=actor_with("approver"))
        change.refresh_from_db()
        assert change.state == "proposed"
        services.account_change_refuse(change=change, reason="Überholt", actor=actor_with("approver"))
        assert paid_to(place()) == "CH5481230000001998736"

    def test_every_move_of_what_is_decided(self) -> None:
        change = proposed(place())
        services.account_change_refuse(change=change, reason="Unbekannter Absender", actor=actor_with("approver"))
        with pytest.raises(Forbidden, match="Der Stand ist «abgelehnt»"):
            services.account_change_confirm(change=change, checked=HOW, actor=actor_with("finance_officer"))
        with pytest.raises(Forbidden, match="Der Stand ist «abgelehnt»"):
            services.account_change_withdraw(change=change, actor=actor_with("coordination"))

    def test_the_database_keeps_what_is_decided(self) -> None:
        change = proposed(place())
        services.account_change_confirm(change=change, checked=HOW, actor=actor_with("approver"))
        for act in (
            lambda: AccountChange.objects.filter(pk=change.pk).update(iban=OLD),
            lambda: AccountChange.objects.filter(pk=change.pk).delete(),
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                act()


@pytest.mark.django_db
def test_the_trail_tells_both_steps_and_how_it_was_checked() -> None:
    recorded(place())
    change = proposed(place())
    services.account_change_confirm(change=change, checked=f" {HOW} ", actor=actor_with("approver"))
    confirm, propose = history(ACCOUNT_CHANGE.object_type, str(change.pk))
    assert (propose.action, confirm.action) == (
        "territory.account_change.propose",
        "territory.account_change.confirm",
    )
    assert (confirm.reason, propose.after["iban"], change.replaces["iban"]) == (HOW, NEW, OLD)
    latest = history("territory.account", "2422")[0]
    assert latest.before is None
    assert NEW in latest.summary


@pytest.mark.django_db
def test_a_refusal_is_told_for_a_month_or_until_something_else_is_proposed() -> None:
    finance, officer = actor_with("municipal_finance", "bfs-2422"), actor_with("integration_officer", "bfs-2601")
    with clock.moved_to(date(2026, 1, 10)):
        change = proposed(place())
        services.account_change_refuse(change=change, reason="Unbekannt", actor=actor_with("approver"))
        assert selectors.account_changes_refused(finance) == [change]
        assert selectors.account_changes_refused(officer) == []
        assert selectors.account_changes_refused(actor_with("coordination")) == []
    with clock.moved_to(date(2026, 2, 12)):
        assert selectors.account_changes_refused(finance) == []
    with clock.moved_to(date(2026, 1, 12)):
        again = proposed(place())
        assert selectors.account_changes_refused(finance) == []
        assert selectors.last_account_change(finance, place()) == again
        assert selectors.last_account_change(actor_with("municipal_finance", "bfs-2601"), place()) is None


@pytest.mark.django_db(transaction=True)
class TestAtTheSameMoment:
    def test_two_confirm_and_it_has_one_effect(self) -> None:
        change = proposed(place())
        first, second = actor_with("finance_officer"), actor_with("approver")

        def confirm(actor: Actor) -> None:
            services.account_change_confirm(change=AccountChange.objects.get(pk=change.pk), checked=HOW, actor=actor)

        outcomes = at_once(lambda: confirm(first), lambda: confirm(second))
        assert sorted(isinstance(one, Refused) for one in outcomes) == [False, True], outcomes
        assert PaymentAccount.objects.filter(municipality=place()).count() == 1
        assert Event.objects.filter(action="territory.account.set").count() == 1
        assert Step.objects.filter(object_type=ACCOUNT_CHANGE.object_type, name="confirm").count() == 1

    def test_one_confirms_while_the_other_withdraws(self) -> None:
        change = proposed(place())
        approver, officer = actor_with("approver"), actor_with("integration_officer", "bfs-2422")
        outcomes = at_once(
            lambda: services.account_change_confirm(
                change=AccountChange.objects.get(pk=change.pk), checked=HOW, actor=approver
            ),
            lambda: services.account_change_withdraw(change=AccountChange.objects.get(pk=change.pk), actor=officer),
        )
        assert sorted(isinstance(one, Refused) for one in outcomes) == [False, True], outcomes
        change.refresh_from_db()
        assert (paid_to(place()) == NEW) == (change.state == "confirmed")

    def test_two_propose_and_one_waits(self) -> None:
        municipality = place()
        first, second = actor_with("coordination"), actor_with("municipal_finance", "bfs-2422")
        outcomes = at_once(
            lambda: proposed(municipality, actor=first), lambda: proposed(municipality, entry(OLD), actor=second)
        )
        assert sorted(isinstance(one, Refused) for one in outcomes) == [False, True], outcomes
        assert AccountChange.objects.count() == 1
        assert Step.objects.filter(object_type=ACCOUNT_CHANGE.object_type).count() == 1
