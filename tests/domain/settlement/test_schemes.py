"""Schemes besides start.integration on the same engine: from the form to the payment file, and never mixed with it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from python_calamine import CalamineWorkbook

from ankunft.domain.questionnaires import services as sheets
from ankunft.domain.questionnaires.models import AnswerSheet
from ankunft.domain.schemes.models import SchemeDefinition
from ankunft.domain.schemes.services import (
    definition_confirm,
    definition_propose,
    scheme_sheet_begin,
    tariff_confirm,
    tariff_propose,
)
from ankunft.domain.settlement import services
from ankunft.domain.settlement.bookings import bookings_of
from ankunft.domain.settlement.explain import explain
from ankunft.domain.settlement.export import settlement_workbook
from ankunft.domain.settlement.models import Invoice, PayeeBalance, Payment, PaymentFile, Run
from ankunft.domain.settlement.scheme_names import parsed_reference
from ankunft.domain.settlement.selectors import credit_standing, reclaims_contested, run_of, withheld_of
from ankunft.domain.settlement.statements import statement_of
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import Month
from ankunft.foundation.workflow.models import Step
from tests.domain.questionnaires.answers import written
from tests.domain.schemes.making import text
from tests.domain.settlement.making import MARCH, SEPTEMBER, WINTER, Office, canton, lines, office, released, reported
from tests.domain.settlement.test_payments import payer
from tests.domain.settlement.test_rulings import contested, decided
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db

GARDENS, PERIOD, TODAY = "gardens", "2025-H1", date(2025, 8, 4)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with clock.moved_to(TODAY):
        yield


def invented(people: Office, rate: int = 50_00, **changes: object) -> None:
    """A scheme that nobody wrote a program for: its definition and its tariff, each confirmed by a second person."""
    definition = definition_propose(text=text(owed=False, **changes), actor=people.coordination)
    definition_confirm(definition=definition, actor=people.approver)
    tariff = tariff_propose(
        scheme=GARDENS,
        code="beds",
        valid_from=date(2024, 1, 1),
        rows=[(0, rate)],
        act="Demo-Beschluss",
        paragraph="5",
        actor=people.finance,
    )
    tariff_confirm(tariff=tariff, actor=people.approver)


def accepted(place: Municipality, people: Office, beds: int, period: str = PERIOD) -> AnswerSheet:
    """The form of a municipality, on the way of every questionnaire: filled in, signed off, handed in, accepted."""
    officer = actor_with("integration_officer", f"bfs-{place.bfs_number}")
    sheet = scheme_sheet_begin(key=GARDENS, municipality=place, period=period, actor=officer)
    return handed_on(sheet, people, beds)


def handed_on(sheet: AnswerSheet, people: Office, beds: int) -> AnswerSheet:
    organisation = f"bfs-{sheet.municipality.bfs_number}"
    officer, lead = actor_with("integration_officer", organisation), actor_with("strategic_lead", organisation)
    written(sheet, officer, q_beds=str(beds), q_tended="yes")
    sheets.sheet_present(sheet=sheet, version=sheet.version, actor=officer)
    sheets.sheet_sign_off(sheet=sheet, version=sheet.version, actor=lead)
    sheets.sheet_submit(sheet=sheet, version=sheet.version, actor=officer)
    sheets.sheet_accept(sheet=sheet, version=sheet.version, actor=people.coordination)
    return sheet


def corrected(sheet: AnswerSheet, people: Office, beds: int) -> None:
    officer = actor_with("integration_officer", f"bfs-{sheet.municipality.bfs_number}")
    correction = sheets.sheet_correct(sheet=sheet, reason="Demo: verzählt", actor=officer)
    handed_on(correction, people, beds)


def settled(people: Office, month: Month = SEPTEMBER) -> Run:
    """The run of the invented scheme, taken through four eyes."""
    run = services.run_calculate(month=month, scheme=GARDENS, actor=people.coordination)
    services.run_check(run=run, actor=people.finance)
    services.run_approve(run=run, actor=people.approver)
    services.run_release(run=run, actor=people.approver)
    return run


def test_a_scheme_defined_by_data_alone_goes_from_its_form_to_the_payment_file() -> None:
    people = office()
    (olten,) = canton("Olten")
    payer(people)
    invented(people)
    accepted(olten, people, 12)
    run = settled(people)
    assert lines(run) == [("Olten", "gardens.beds", PERIOD, 12, 600_00)]
    file = PaymentFile.objects.get()
    assert (file.reference, file.total) == ("ANKUNFT-G-2025-09", 600_00)
    payment = Payment.objects.get()
    assert payment.reference == f"G-2025-09-{olten.bfs_number}"
    assert payment.message == "Demo-Gärten, Zahlungslauf G-2025-09"
    assert "<EndToEndId>" + payment.reference in file.content
    assert [line["contribution"] for line in json.loads(statement_of(run))["lines"]] == ["gardens.beds"]
    derived = explain(f"G-2025-09/{olten.bfs_number}/gardens.beds/{PERIOD}")
    for said in ("Demo-Beete 2025-H1: 12 × CHF 50.00 = CHF 600.00", "Demo-Beschluss 5", "Fassung 1", "«Demo tended?»"):
        assert said in derived.replace("\xa0", " ")
    # The trail knows the run by the same name.
    assert Step.objects.filter(object_type="settlement.run", object_key="G-2025-09", name="release").exists()


def test_both_runs_of_a_month_stand_beside_each_other_and_hold_only_their_own() -> None:
    people = office()
    (olten,) = canton("Olten")
    payer(people)
    invented(people)
    accepted(olten, people, 12, "2024-H2")
    reported(olten, WINTER, 1, 0, 0, 0)
    ours, theirs = settled(people, MARCH), released(MARCH, people)
    assert (ours.reference, theirs.reference) == ("G-2025-03", "2025-03")
    assert [row[1] for row in lines(ours)] == ["gardens.beds"]
    assert [row[1] for row in lines(theirs)] == ["first_information_interview"]
    assert sorted(PaymentFile.objects.values_list("reference", flat=True)) == ["ANKUNFT-2025-03", "ANKUNFT-G-2025-03"]
    # Nothing of one is taken back or paid again by the next run of the other.
    assert lines(released(SEPTEMBER, people)) == []
    assert lines(settled(people)) == []


def test_what_is_contested_at_start_integration_is_in_no_workbook_of_another_scheme() -> None:
    people = office()
    (olten,) = canton("Olten")
    invented(people)
    accepted(olten, people, 12)
    reclaim = decided(people, olten)
    contested(people, reclaim)
    ours = services.run_calculate(month=SEPTEMBER, scheme=GARDENS, actor=people.coordination)
    theirs = services.run_calculate(month=SEPTEMBER, actor=people.coordination)
    assert "Einsprache offen" not in sheets_of(ours)
    assert "Einsprache offen" in sheets_of(theirs)
    assert list(reclaims_contested(ours)) == []
    assert list(reclaims_contested(theirs)) == [reclaim]


def sheets_of(run: Run) -> list[str]:
    """The names of the sheets in the workbook of a run."""
    return CalamineWorkbook.from_filelike(io.BytesIO(settlement_workbook(run))).sheet_names


def test_there_is_one_run_for_each_scheme_and_month() -> None:
    Run.objects.create(payment_month="2025-09", state="draft")
    Run.objects.create(payment_month="2025-09", scheme=GARDENS, sign="G", state="draft")
    for again in ({}, {"scheme": GARDENS, "sign": "G"}, {"scheme": "other", "sign": "G"}, {"scheme": "other"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Run.objects.create(payment_month="2025-09", state="draft", **again)


class TestCredit:
    def granted(self, people: Office, francs: int, scheme: str) -> None:
        credit = services.credit_propose(
            year=2025,
            amount=francs * 100,
            decision="Demo-RRB",
            decided_on=date(2024, 12, 1),
            scheme=scheme,
            actor=people.finance,
        )
        services.credit_confirm(credit=credit, actor=people.approver)

    def test_each_scheme_pays_from_its_own(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        invented(people)
        self.granted(people, 100, "start.integration")
        self.granted(people, 1000, GARDENS)
        accepted(olten, people, 12)
        settled(people)
        assert (credit_standing(2025).paid, credit_standing(2025, scheme=GARDENS).paid) == (0, 600_00)
        assert credit_standing(2025, scheme=GARDENS).rest == 400_00

    def test_beyond_its_own_nothing_is_released_however_much_the_other_has(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        invented(people)
        self.granted(people, 100_000, "start.integration")
        self.granted(people, 500, GARDENS)
        accepted(olten, people, 12)
        with pytest.raises(Refused, match="2025 «Demo-Gärten» ist überschritten"):
            settled(people)
        assert run_of("G-2025-09").state == "approved"

    def test_the_credit_of_a_scheme_pays_nothing_of_start_integration(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        invented(people)
        self.granted(people, 100, "start.integration")
        self.granted(people, 100_000, GARDENS)
        reported(olten, WINTER, 12, 0, 0, 0)
        with pytest.raises(Refused, match="ist überschritten"):
            released(MARCH, people)

    def test_a_scheme_that_there_is_not_has_no_credit(self) -> None:
        with pytest.raises(Refused, match="gibt es nicht"):
            self.granted(office(), 1, GARDENS)


class TestNetting:
    def test_what_is_owed_to_one_scheme_is_netted_with_its_own_payments_only(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        payer(people)
        invented(people)
        sheet = accepted(olten, people, 12, "2024-H2")
        settled(people, MARCH)
        corrected(sheet, people, 2)
        settled(people)
        invoice = Invoice.objects.get()
        assert (invoice.amount, invoice.number) == (500_00, f"R-G-2025-09-{olten.bfs_number}")
        assert invoice.reference[4:] == f"G202509{olten.bfs_number}"
        # Start.integration pays in full although the municipality owes something elsewhere.
        reported(olten, WINTER, 12, 0, 0, 0)
        assert PayeeBalance.objects.get(run=released(SEPTEMBER, people)).carried == 0
        # The next run of the scheme nets it.
        accepted(olten, people, 12, "2025-H2")
        with clock.moved_to(date(2026, 2, 2)):
            settled(people, Month(2026, 3))
        balance = PayeeBalance.objects.get(run=run_of("G-2026-03"))
        assert (balance.carried, balance.payment) == (500_00, 100_00)
        invoice.refresh_from_db()
        assert invoice.state == "netted"


class TestRefusals:
    def test_a_month_in_which_the_scheme_pays_nothing(self) -> None:
        people = office()
        invented(people)
        with pytest.raises(Refused, match="kein Zahlungsmonat von «Demo-Gärten»"):
            services.run_calculate(month=Month(2025, 6), scheme=GARDENS, actor=people.coordination)

    @pytest.mark.parametrize("month", [Month(2024, 3), Month(2027, 3)], ids=["before", "far"])
    def test_a_month_before_the_scheme_or_far_away(self, month: Month) -> None:
        people = office()
        invented(people)
        with pytest.raises(Refused, match="wird nicht berechnet"):
            services.run_calculate(month=month, scheme=GARDENS, actor=people.coordination)

    def test_a_scheme_that_is_only_proposed(self) -> None:
        people = office()
        definition_propose(text=text(), actor=people.coordination)
        with pytest.raises(Refused, match="nicht bestätigt"):
            services.run_calculate(month=SEPTEMBER, scheme=GARDENS, actor=people.coordination)

    def test_without_a_tariff_the_sentence_names_the_contribution(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        definition = definition_propose(text=text(owed=False), actor=people.coordination)
        definition_confirm(definition=definition, actor=people.approver)
        accepted(olten, people, 1)
        run = services.run_calculate(month=SEPTEMBER, scheme=GARDENS, actor=people.coordination)
        assert [(held.reason, "Demo-Beete" in held.message) for held in withheld_of(run)] == [("no_tariff", True)]

    @pytest.mark.parametrize(
        ("period", "reason"),
        [("2025", "keine Periode"), ("2023-H2", "erst ab dem 01.01.2024"), ("2027-H1", "zu weit in der Zukunft")],
    )
    def test_a_form_for_a_period_that_there_is_not(self, period: str, reason: str) -> None:
        people = office()
        (olten,) = canton("Olten")
        invented(people)
        officer = actor_with("integration_officer", f"bfs-{olten.bfs_number}")
        with pytest.raises(Refused, match=reason):
            scheme_sheet_begin(key=GARDENS, municipality=olten, period=period, actor=officer)

    def test_bookings_name_the_contribution_that_lacks_accounts(self) -> None:
        people = office()
        (olten,) = canton("Olten")
        invented(people)
        accepted(olten, people, 12)
        run = settled(people)
        with pytest.raises(Refused, match="Demo-Beete"):
            bookings_of(run)
        services.booking_rule_add(
            contribution="gardens.beds",
            valid_from=date(2024, 1, 1),
            debit_account="3632.50",
            credit_account="1002.10",
            cost_centre="Demo-1",
            fund="Demo-S",
            actor=people.finance,
        )
        [booking] = bookings_of(run)
        assert (booking.text, booking.amount, booking.run) == ("Demo-Beete 2025-H1, Olten", 600_00, "G-2025-09")


def test_a_later_name_of_a_contribution_changes_no_booking_of_before() -> None:
    people = office()
    (olten,) = canton("Olten")
    invented(people)
    accepted(olten, people, 12)
    run = settled(people)
    renamed = [{"code": "beds", "label": "Demo-Rabatten", "paragraph": "2", "field": "beds"}]
    later = definition_propose(
        text=text(owed=False, valid_from="2025-07-01", contributions=renamed), actor=people.coordination
    )
    definition_confirm(definition=later, actor=people.approver)
    assert SchemeDefinition.objects.filter(state="confirmed").count() == 2
    assert [line.contribution_label for line in run.lines.all()] == ["Demo-Beete"]


@pytest.mark.parametrize("reference", ["2025-09", "G-2025-09"])
def test_a_run_is_found_by_its_name(reference: str) -> None:
    people = office()
    invented(people)
    scheme, month = parsed_reference(reference)
    run = services.run_calculate(month=month, scheme=scheme, actor=people.coordination)
    assert run_of(reference) == run


@pytest.mark.parametrize("reference", ["", "G-", "g-2025-09", "2025", "G-2025-9", "GARD-2025-09", "2025-13"])
def test_what_is_no_name_of_a_run(reference: str) -> None:
    with pytest.raises(ValueError, match=r"not the name|a month is"):
        parsed_reference(reference)


def test_what_is_paid_once_is_not_released_twice() -> None:
    people = office()
    (olten,) = canton("Olten")
    once = [{"code": "beds", "label": "Demo-Beete", "paragraph": "2", "field": "beds", "once": True}]
    invented(people, contributions=once)
    accepted(olten, people, 3, "2024-H2")
    later = services.run_calculate(month=MARCH, scheme=GARDENS, actor=people.coordination)
    services.run_check(run=later, actor=people.finance)
    services.run_approve(run=later, actor=people.approver)
    accepted(olten, people, 2, "2024-H1")
    earlier = settled(people, Month(2024, 9))
    assert lines(earlier) == [("Olten", "gardens.beds", "2024-H1", 2, 100_00)]
    with pytest.raises(
        Refused, match="Was es nur einmal gibt, hat seit der Berechnung ein anderer Lauf bezahlt an Olten"
    ):
        services.run_release(run=later, actor=people.approver)
    assert Run.objects.get(pk=later.pk).state == "approved"


def test_what_is_paid_once_is_not_released_to_the_successor_of_whoever_got_it() -> None:
    people = office()
    olten, merged = canton("Olten", "Trimbach")
    once = [{"code": "beds", "label": "Demo-Beete", "paragraph": "2", "field": "beds", "once": True}]
    invented(people, contributions=once)
    accepted(olten, people, 3, "2024-H2")
    later = services.run_calculate(month=MARCH, scheme=GARDENS, actor=people.coordination)
    services.run_check(run=later, actor=people.finance)
    services.run_approve(run=later, actor=people.approver)
    accepted(merged, people, 2, "2024-H1")
    Municipality.objects.filter(pk=merged.pk).update(valid_to=date(2024, 9, 30), successor=olten)
    assert lines(settled(people, Month(2024, 9))) == [("Trimbach", "gardens.beds", "2024-H1", 2, 100_00)]
    with pytest.raises(Refused, match="ein anderer Lauf bezahlt an Olten"):
        services.run_release(run=later, actor=people.approver)


def test_a_reclaim_counts_what_start_integration_paid_and_nothing_else() -> None:
    people = office()
    (olten,) = canton("Olten")
    invented(people)
    accepted(olten, people, 100, str(WINTER))
    settled(people, MARCH)
    reported(olten, WINTER, 2, 0, 0, 0)
    released(MARCH, people)
    said = {"reason": "Demo", "paragraph": "KRS-GEF-2017/01 4.7", "origin": "Demo", "period": str(WINTER)}
    with pytest.raises(Refused, match=r"sind CHF 400\.00 ausbezahlt"):
        services.reclaim_propose(municipality=olten, amount=1000_00, actor=people.coordination, **said)
