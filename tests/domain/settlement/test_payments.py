"""What a released run pays, to which account, and the file that says so to the bank."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction
from lxml import etree

from ankunft.domain.roles import FINANCE_OFFICER
from ankunft.domain.settlement.models import PayerAccount, Payment, PaymentFile, Run
from ankunft.domain.settlement.services import (
    papers_make,
    payer_confirm,
    payer_propose,
    payer_withdraw,
    run_approve,
    run_calculate,
    run_check,
    run_release,
    run_send_back,
)
from ankunft.domain.settlement.services.holders import Holder
from ankunft.domain.territory.models import Municipality, PaymentAccount
from ankunft.domain.territory.services import account_change_confirm, account_change_propose
from ankunft.domain.territory.values import AccountEntry
from ankunft.foundation.audit.models import Event
from ankunft.foundation.documents.iso20022 import pain001
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.models import Step
from ankunft.foundation.workflow.proposals import ProposalState
from tests.domain.settlement.making import MARCH, WINTER, Office, account, canton, office, released, reported
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db

CANTON = Holder("CH5481230000001998736", "Demo-Kanton, Amt", "Demostrasse", "1", "4509", "Solothurn")
SPACE = {"p": pain001.NAMESPACE}


NEW_IBAN = "CH5021977000004331346"
IN_TIME = date(2025, 3, 24)


def new_account(place: Municipality, valid_from: date) -> PaymentAccount:
    """Another account of the municipality, from that day on."""
    return PaymentAccount.objects.create(
        municipality=place,
        valid_from=valid_from,
        iban=NEW_IBAN,
        name=f"Einwohnergemeinde {place.name}",
        street="Demostrasse",
        postcode="4500",
        town=place.name,
    )


def payer(people: Office, holder: Holder = CANTON, since: date = date(2017, 1, 1)) -> PayerAccount:
    """A confirmed account of the canton."""
    proposed = payer_propose(holder=holder, valid_from=since, actor=people.finance)
    payer_confirm(account=proposed, actor=people.approver)
    return proposed


def approved(people: Office) -> Run:
    run = run_calculate(month=MARCH, actor=people.coordination)
    run_check(run=run, actor=people.finance)
    run_approve(run=run, actor=people.approver)
    return run


def values(file: PaymentFile, path: str) -> list[str]:
    return [str(text) for text in etree.fromstring(file.content.encode()).xpath(f"{path}/text()", namespaces=SPACE)]


class TestTheFile:
    def test_it_pays_what_the_run_released(self, iso20022_schemas: Path) -> None:
        people = office()
        olten, trimbach = canton("Olten", "Trimbach")
        payer(people)
        reported(olten, WINTER, 12, 5, 0, 0)
        reported(trimbach, WINTER, 1, 0, 0, 0)
        with clock.moved_to(date(2025, 3, 20)):
            run = released(MARCH, people)
        file = PaymentFile.objects.get()
        assert (file.run, file.reference, file.count, file.total) == (run, "ANKUNFT-2025-03", 2, 3400_00)
        assert file.pay_on == date(2025, 3, 31)
        assert file.schema == pain001.SCHEMA
        assert file.sha256 == hashlib.sha256(file.content.encode()).hexdigest()
        assert values(file, "//p:EndToEndId") == [f"2025-03-{place.bfs_number}" for place in (olten, trimbach)]
        assert values(file, "//p:InstdAmt") == ["3200.00", "200.00"]
        assert values(file, "//p:DbtrAcct//p:IBAN") == [CANTON.iban]
        assert values(file, "//p:CdtrAcct//p:IBAN") == ["CH9300762011623852957"] * 2
        assert values(file, "//p:Ustrd") == ["start.integration, Beiträge 2024-H2, Zahlungslauf 2025-03"] * 2
        assert set(Payment.objects.values_list("file", flat=True)) == {file.pk}

    def test_without_schemas_it_says_that_it_was_not_checked(self, settings) -> None:
        settings.ISO20022_SCHEMAS = None
        people = office()
        (olten,) = canton("Olten")
        payer(people)
        reported(olten, WINTER, 1, 0, 0, 0)
        released(MARCH, people)
        assert PaymentFile.objects.get().schema == ""

    def test_it_waits_for_the_account_of_the_canton(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reported(olten, WINTER, 1, 0, 0, 0)
        run = released(MARCH, people)
        assert not PaymentFile.objects.exists()
        with pytest.raises(Refused, match="Das Konto fehlt, von dem der Kanton zahlt"):
            papers_make(run=run, actor=people.finance)
        payer(people)
        file = papers_make(run=run, actor=people.finance).file
        assert file.total == 200_00
        with pytest.raises(Refused, match="hat alles, was er an Zahlungsdatei"):
            papers_make(run=run, actor=people.finance)
        event = Event.objects.get(action="settlement.payment_file.make")
        assert event.after == {"reference": "ANKUNFT-2025-03", "count": 1, "total": 200_00, "sha256": file.sha256}

    def test_the_account_that_came_after_the_payment_date_pays_what_waited(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reported(olten, WINTER, 1, 0, 0, 0)
        with clock.moved_to(date(2025, 3, 24)):
            run = released(MARCH, people)
        with clock.moved_to(date(2025, 4, 12)):
            payer(people, since=clock.today())
            file = papers_make(run=run, actor=people.finance).file
        assert file.iban == CANTON.iban
        assert file.pay_on == date(2025, 4, 14), "the twelfth is a Saturday"

    def test_a_run_that_pays_nothing_has_none(self) -> None:
        people = office()
        canton("Olten")
        payer(people)
        released(MARCH, people)
        assert not PaymentFile.objects.exists()

    def test_it_waits_for_the_release(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        payer(people)
        reported(olten, WINTER, 1, 0, 0, 0)
        with pytest.raises(Refused, match="wenn der Lauf freigegeben ist"):
            papers_make(run=approved(people), actor=people.finance)

    def test_whoever_only_coordinates_makes_none(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reported(olten, WINTER, 1, 0, 0, 0)
        run = released(MARCH, people)
        payer(people)
        with pytest.raises(Forbidden, match="erstellen die Finanzen"):
            papers_make(run=run, actor=people.coordination)

    @pytest.mark.parametrize("table", ["settlement_paymentfile", "settlement_payment"])
    @pytest.mark.parametrize("statement", ["UPDATE {table} SET iban = 'CH00'", "DELETE FROM {table}"])
    def test_the_database_keeps_it_as_it_is(self, table: str, statement: str) -> None:
        people = office()
        (olten,) = canton("Olten")
        payer(people)
        reported(olten, WINTER, 1, 0, 0, 0)
        released(MARCH, people)
        with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
            connection.cursor().execute(statement.format(table=table))


class TestWhatWasApproved:
    @pytest.mark.parametrize(
        ("day", "sentence"), [(date(2025, 3, 1), "hat das Konto geändert"), (date(2025, 4, 1), "")]
    )
    def test_an_account_that_two_people_changed_in_between_stops_it_too(self, day: date, sentence: str) -> None:
        people = office()
        (olten,) = canton("Olten")
        reported(olten, WINTER, 1, 0, 0, 0)
        with clock.moved_to(IN_TIME):
            run = approved(people)
            entry = AccountEntry(olten.pk, day, NEW_IBAN, "Demo", "Demoweg", "", "4600", "Olten")
            change = account_change_propose(municipality=olten, entry=entry, actor=people.coordination)
            account_change_confirm(change=change, checked="Rückruf", actor=people.finance)
            if not sentence:
                run_release(run=run, actor=people.approver)
                assert Payment.objects.get().iban == "CH9300762011623852957", "the new one begins after the payment"
                return
            with pytest.raises(Refused, match=sentence):
                run_release(run=run, actor=people.approver)

    @pytest.mark.parametrize(
        ("valid_from", "pays_new"),
        [(date(2025, 4, 19), True), (date(2025, 4, 22), True), (date(2025, 4, 23), False)],
    )
    def test_what_is_released_late_is_paid_to_the_account_of_the_day_that_pays(
        self, valid_from: date, pays_new: bool
    ) -> None:
        people = office()
        (olten,) = canton("Olten")
        payer(people)
        reported(olten, WINTER, 1, 0, 0, 0)
        new_account(olten, valid_from)
        # On Good Friday: banks pay on the Tuesday after Easter.
        with clock.moved_to(date(2025, 4, 18)):
            released(MARCH, people)
        assert PaymentFile.objects.get().pay_on == date(2025, 4, 22)
        assert (Payment.objects.get().iban == NEW_IBAN) is pays_new

    def test_one_that_begins_after_the_late_release_pays_nothing_yet(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reported(olten, WINTER, 1, 0, 0, 0)
        new_account(olten, date(2025, 4, 8))
        with clock.moved_to(IN_TIME):
            run = approved(people)
        with clock.moved_to(date(2025, 4, 7)):
            run_release(run=run, actor=people.approver)
        assert Payment.objects.get().iban != NEW_IBAN

    def test_one_that_is_in_force_when_the_late_release_pays_has_to_be_approved(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reported(olten, WINTER, 1, 0, 0, 0)
        new_account(olten, date(2025, 4, 8))
        with clock.moved_to(IN_TIME):
            run = approved(people)
        with clock.moved_to(date(2025, 4, 8)), pytest.raises(Refused, match="hat das Konto geändert von Olten"):
            run_release(run=run, actor=people.approver)

    def test_an_account_that_changes_before_the_release_stops_it(self) -> None:
        people = office()
        olten, trimbach = canton("Olten", "Trimbach")
        payer(people)
        for place in (olten, trimbach):
            reported(place, WINTER, 1, 0, 0, 0)
        run = approved(people)
        PaymentAccount.objects.filter(municipality=olten).update(iban="CH5021977000004331346")
        with pytest.raises(Refused, match="Seit der Genehmigung hat das Konto geändert von Olten"):
            run_release(run=run, actor=people.approver)
        run.refresh_from_db()
        assert run.state == "approved"
        assert not PaymentFile.objects.exists()
        run_send_back(run=run, actor=people.finance, reason="Konto geprüft")
        assert not Payment.objects.exists()
        run_check(run=run, actor=people.finance)
        run_approve(run=run, actor=people.approver)
        run_release(run=run, actor=people.approver)
        assert Payment.objects.get(payee=olten).iban == "CH5021977000004331346"

    def test_an_account_that_was_missing_may_come(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        payer(people)
        reported(olten, WINTER, 1, 0, 0, 0)
        PaymentAccount.objects.all().delete()
        run = approved(people)
        assert not Payment.objects.exists()
        with pytest.raises(Refused, match="Ohne Konto mit Adresse sind Olten"):
            run_release(run=run, actor=people.approver)
        account(olten)
        run.refresh_from_db()
        run_release(run=run, actor=people.approver)
        assert Payment.objects.get().amount == 200_00

    def test_a_later_account_is_for_later_runs(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        payer(people)
        reported(olten, WINTER, 1, 0, 0, 0)
        new_account(olten, date(2025, 4, 1))
        with clock.moved_to(IN_TIME):
            released(MARCH, people)
        assert Payment.objects.get().iban == "CH9300762011623852957"


class TestTheAccountOfTheCanton:
    def test_whoever_proposes_does_not_confirm(self) -> None:
        people = office()
        proposed = payer_propose(holder=CANTON, valid_from=date(2025, 1, 1), actor=people.finance)
        with pytest.raises(Forbidden, match="Sie haben hier schon mitgewirkt"):
            payer_confirm(account=proposed, actor=people.finance)
        payer_confirm(account=proposed, actor=actor_with(FINANCE_OFFICER))
        assert proposed.state == ProposalState.CONFIRMED
        assert list(Step.objects.filter(object_type="settlement.payer").values_list("name", flat=True)) == [
            "propose",
            "confirm",
        ]

    def test_what_is_not_confirmed_pays_nothing(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reported(olten, WINTER, 1, 0, 0, 0)
        payer_propose(holder=CANTON, valid_from=date(2017, 1, 1), actor=people.finance)
        released(MARCH, people)
        assert not PaymentFile.objects.exists()

    def test_the_account_of_the_day_pays(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        reported(olten, WINTER, 1, 0, 0, 0)
        payer(people)
        payer(people, replace(CANTON, iban="CH7280005000088877766"), date(2025, 4, 1))
        with clock.moved_to(date(2025, 3, 24)):
            released(MARCH, people)
        assert PaymentFile.objects.get().iban == CANTON.iban

    def test_two_from_one_day_are_refused(self) -> None:
        people = office()
        payer(people)
        with pytest.raises(Refused, match=r"Ab dem 01.01.2017 ist schon ein Konto bestätigt"):
            payer(people)

    def test_a_withdrawn_one_is_not_confirmed_any_more(self) -> None:
        people = office()
        proposed = payer_propose(holder=CANTON, valid_from=date(2025, 1, 1), actor=people.finance)
        payer_withdraw(account=proposed, actor=people.approver)
        with pytest.raises(Forbidden, match="Der Stand ist «zurückgezogen»"):
            payer_confirm(account=proposed, actor=people.approver)

    @pytest.mark.parametrize(
        ("holder", "reason"),
        [
            (replace(CANTON, iban="CH4431999123000889012"), "QR-IBAN"),
            (replace(CANTON, iban="CH5380005000010288664"), "Prüfziffer"),
            (replace(CANTON, postcode="45"), "vier Ziffern"),
            (replace(CANTON, name=""), "Wert fehlt"),
        ],
    )
    def test_what_no_bank_pays_from_is_refused(self, holder: Holder, reason: str) -> None:
        with pytest.raises(Refused, match=reason):
            payer_propose(holder=holder, valid_from=date(2025, 1, 1), actor=office().finance)

    def test_a_confirmed_one_never_changes(self) -> None:
        payer(office())
        with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
            PayerAccount.objects.update(iban="CH00")
