"""Who sees which records: one table of model × role × whose record, and queries that do not grow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from ankunft.domain import roles
from ankunft.domain.bank.models import BankEntry, BankStatement, EntryUse, StatusReport, StatusWord
from ankunft.domain.grants.models import (
    Agreement,
    Assessment,
    BudgetLine,
    ClosingAccount,
    FinalReport,
    Instalment,
    Project,
    ReportFile,
    ReportLine,
    Submission,
)
from ankunft.domain.letters.models import Channel, Delivery, Letter, Letterhead
from ankunft.domain.questionnaires.definitions import questionnaire_for
from ankunft.domain.questionnaires.models import AnswerSheet, SheetSection, Wording
from ankunft.domain.questionnaires.values import Kind
from ankunft.domain.reporting.models import (
    CurrentReport,
    DeadlineReminder,
    Explanation,
    HalfYearReport,
    ReportedInterview,
    ReturnedSection,
    SelfDeclaration,
    Waiver,
)
from ankunft.domain.roles import (
    APPROVER,
    AUDITOR,
    CANTONAL,
    COORDINATION,
    FINANCE_OFFICER,
    INTEGRATION_OFFICER,
    MUNICIPAL,
    MUNICIPAL_FINANCE,
)
from ankunft.domain.schemes.models import Scheme, SchemeDefinition, SchemeTariff
from ankunft.domain.settlement.models import (
    BookingRule,
    Credit,
    Invoice,
    InvoiceBooking,
    InvoiceCancellation,
    InvoiceReminder,
    Line,
    PayeeBalance,
    PayerAccount,
    Payment,
    PaymentExecution,
    PaymentFile,
    PaymentReturn,
    Reclaim,
    ReclaimObjection,
    Refusal,
    RefusalObjection,
    ReminderTerms,
    ReturnDecision,
    Run,
    RunStatement,
    Withheld,
    YearEnd,
)
from ankunft.domain.settlement.states import DRAFT, RELEASED
from ankunft.domain.supervision.models import Sample, SampleItem
from ankunft.domain.territory.models import (
    AccountChange,
    Contact,
    EntitlementRecord,
    Municipality,
    PaymentAccount,
    PostalAddress,
)
from ankunft.foundation.access import policy, wall
from ankunft.foundation.access.models import (
    ExternalIdentity,
    Membership,
    Organisation,
    RecoveryCode,
    SavedView,
    SecondFactor,
    SecretAddress,
)
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.audit.models import Event, ReadEvent
from ankunft.foundation.jobs.models import Job
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.workflow.models import Step
from tests.domain.reporting.making import declaration, in_association, municipality, report
from tests.domain.reporting.test_records import interview
from tests.domain.settlement.making import account
from tests.support.people import account_with, actor_with
from tests.web.questionnaires_ground import sheet

pytestmark = pytest.mark.django_db

OWN, LED, FOREIGN = "own", "led", "foreign"
"""The municipality whose office it is, a member of the association that it leads, and another one."""

NUMBERS = {OWN: 2601, LED: 2542, FOREIGN: 2581}
EVERYONE = frozenset(role.code for role in roles.ROLES)
NONE = frozenset[str]()
ALL, WITH_LED, OWN_ONLY = frozenset(NUMBERS), frozenset({OWN, LED}), frozenset({OWN})

Seen = dict[frozenset[str], frozenset[str]]
_BY_REPORTING: Seen = {CANTONAL: ALL, MUNICIPAL: WITH_LED}

OF_A_MUNICIPALITY: dict[type[models.Model], Seen] = {
    Municipality: {EVERYONE: ALL},
    PostalAddress: {EVERYONE: ALL},
    Contact: _BY_REPORTING,
    PaymentAccount: {CANTONAL: ALL, frozenset({INTEGRATION_OFFICER, MUNICIPAL_FINANCE}): OWN_ONLY},
    AccountChange: {CANTONAL: ALL, frozenset({INTEGRATION_OFFICER, MUNICIPAL_FINANCE}): OWN_ONLY},
    EntitlementRecord: _BY_REPORTING,
    HalfYearReport: _BY_REPORTING,
    CurrentReport: _BY_REPORTING,
    SelfDeclaration: _BY_REPORTING,
    ReturnedSection: _BY_REPORTING,
    Explanation: _BY_REPORTING,
    Waiver: _BY_REPORTING,
    DeadlineReminder: _BY_REPORTING,
    AnswerSheet: _BY_REPORTING,
    SheetSection: _BY_REPORTING,
    ReportedInterview: {frozenset({INTEGRATION_OFFICER}): WITH_LED},
    Line: _BY_REPORTING,
    Withheld: _BY_REPORTING,
    PayeeBalance: _BY_REPORTING,
    Reclaim: _BY_REPORTING,
    ReclaimObjection: _BY_REPORTING,
    Refusal: _BY_REPORTING,
    RefusalObjection: _BY_REPORTING,
    Letter: {CANTONAL: ALL, frozenset({INTEGRATION_OFFICER, MUNICIPAL_FINANCE}): OWN_ONLY},
    SampleItem: {CANTONAL: ALL, frozenset({INTEGRATION_OFFICER}): WITH_LED},
    Invoice: _BY_REPORTING,
    InvoiceBooking: _BY_REPORTING,
    InvoiceReminder: _BY_REPORTING,
    Project: _BY_REPORTING,
    BudgetLine: _BY_REPORTING,
    Agreement: _BY_REPORTING,
    Instalment: _BY_REPORTING,
    FinalReport: _BY_REPORTING,
    ReportLine: _BY_REPORTING,
    ReportFile: _BY_REPORTING,
    ClosingAccount: _BY_REPORTING,
    Submission: _BY_REPORTING,
    Assessment: {CANTONAL: ALL},
}
"""Of which municipalities the roles of an office see the records; who is in no line sees none."""

AS_A_WHOLE: dict[type[models.Model], frozenset[str]] = {
    Wording: CANTONAL | MUNICIPAL,
    Scheme: EVERYONE,
    SchemeDefinition: CANTONAL,
    SchemeTariff: CANTONAL,
    Run: frozenset({COORDINATION, FINANCE_OFFICER, APPROVER, AUDITOR}),
    Payment: frozenset({COORDINATION, FINANCE_OFFICER, APPROVER, AUDITOR}),
    PaymentFile: frozenset({COORDINATION, FINANCE_OFFICER, APPROVER, AUDITOR}),
    PayerAccount: frozenset({COORDINATION, FINANCE_OFFICER, APPROVER, AUDITOR}),
    PaymentExecution: frozenset({COORDINATION, FINANCE_OFFICER, APPROVER, AUDITOR}),
    PaymentReturn: frozenset({COORDINATION, FINANCE_OFFICER, APPROVER, AUDITOR}),
    ReturnDecision: frozenset({COORDINATION, FINANCE_OFFICER, APPROVER, AUDITOR}),
    BankStatement: frozenset({COORDINATION, FINANCE_OFFICER, APPROVER, AUDITOR}),
    BankEntry: frozenset({COORDINATION, FINANCE_OFFICER, APPROVER, AUDITOR}),
    EntryUse: frozenset({COORDINATION, FINANCE_OFFICER, APPROVER, AUDITOR}),
    StatusReport: frozenset({COORDINATION, FINANCE_OFFICER, APPROVER, AUDITOR}),
    StatusWord: frozenset({COORDINATION, FINANCE_OFFICER, APPROVER, AUDITOR}),
    Delivery: frozenset({COORDINATION, FINANCE_OFFICER, APPROVER, AUDITOR}),
    Letterhead: frozenset({COORDINATION, FINANCE_OFFICER, APPROVER, AUDITOR}),
    RunStatement: frozenset({COORDINATION, FINANCE_OFFICER, APPROVER, AUDITOR}),
    InvoiceCancellation: frozenset({COORDINATION, FINANCE_OFFICER, APPROVER, AUDITOR}),
    ReminderTerms: frozenset({COORDINATION, FINANCE_OFFICER, APPROVER, AUDITOR}),
    Credit: frozenset({COORDINATION, FINANCE_OFFICER, APPROVER, AUDITOR}),
    BookingRule: frozenset({COORDINATION, FINANCE_OFFICER, APPROVER, AUDITOR}),
    YearEnd: frozenset({COORDINATION, FINANCE_OFFICER, APPROVER, AUDITOR}),
    Sample: frozenset({COORDINATION, FINANCE_OFFICER, APPROVER, AUDITOR}),
    Event: frozenset({AUDITOR}),
    ReadEvent: frozenset({AUDITOR}),
    Step: frozenset({AUDITOR}),
}
"""Who sees all of them; everybody else sees none."""

BY_WAY_OF = {
    Municipality: "bfs_number",
    SheetSection: "sheet__municipality__bfs_number",
    ReclaimObjection: "ruling__municipality__bfs_number",
    RefusalObjection: "ruling__municipality__bfs_number",
    Invoice: "payee__bfs_number",
    InvoiceBooking: "invoice__payee__bfs_number",
    InvoiceReminder: "invoice__payee__bfs_number",
    BudgetLine: "project__municipality__bfs_number",
    Assessment: "project__municipality__bfs_number",
    Agreement: "project__municipality__bfs_number",
    Instalment: "project__municipality__bfs_number",
    FinalReport: "project__municipality__bfs_number",
    ReportLine: "report__project__municipality__bfs_number",
    ReportFile: "report__project__municipality__bfs_number",
    ClosingAccount: "project__municipality__bfs_number",
    Submission: "project__municipality__bfs_number",
}
"""How a model leads to the number of its municipality, where it has no column for it."""

ONE_S_OWN = (Job, Membership, SecondFactor, RecoveryCode, ExternalIdentity, SavedView, SecretAddress)
OF_LATER_ROOMS = {"arrivals", "interviews", "administration", "funds", "mail", "retention", "simulation"}
ADMINISTERED = {"access.account", "access.organisation", "access.invitation"}


def seen_by(role: str, table: Seen) -> frozenset[str]:
    return next((whose for held, whose in table.items() if role in held), NONE)


def of(whose: str) -> Municipality:
    return Municipality.objects.get(bfs_number=NUMBERS[whose])


@pytest.fixture
def _records() -> None:
    """One record of each model for each of the three municipalities, in a run that is released."""
    places = [municipality(number, f"Demo-{whose}") for whose, number in NUMBERS.items()]
    in_association(places[0], places[1])
    run = Run.objects.create(payment_month="2026-03", state=DRAFT)
    for place in places:
        records_of(place, run)
    payments_of(run, places[0])
    letters_to(places)
    Sample.objects.update(state="requested", due_on=date(2026, 12, 31))
    Run.objects.filter(pk=run.pk).update(state=RELEASED)


def said_about(reported: HalfYearReport) -> None:
    """What was returned, explained and waived of a report, and that somebody was reminded of it."""
    place, now = reported.municipality, clock.now()
    ReturnedSection.objects.create(
        report=reported, municipality=place, round=1, section="remarks", reason="Demo", returned_at=now
    )
    for model in (Explanation, Waiver):
        model.objects.create(municipality=place, period=reported.period, code="jump", account_id=1, said_at=now)
    DeadlineReminder.objects.create(
        kind="report",
        municipality=place,
        term=reported.period,
        stage="1",
        account=account_with(INTEGRATION_OFFICER, f"bfs-{place.bfs_number}"),
        reminded_at=now,
    )


def records_of(place: Municipality, run: Run) -> None:
    account(place)
    reported = report(place)
    declaration(place)
    sheet(place, questionnaire_for(Kind.DECLARATION, "2026"), "2026", "draft")
    with wall.open_for(Actor.operator()):
        held = interview(place)
        ReportedInterview.objects.create(
            report=reported, interview=held, municipality=place, is_case=True, is_deployment=False
        )
    said_about(reported)
    day = date(2020, 1, 1)
    PostalAddress.objects.create(municipality=place, valid_from=day, street="Demoweg", postcode="9999", town="Demo")
    AccountChange.objects.create(
        municipality=place, state="proposed", valid_from=day, iban="CH4299999000000000001", proposed_at=clock.now()
    )
    Contact.objects.create(municipality=place, function="integration_officer", valid_from=day, name="Demo-Person")
    EntitlementRecord.objects.create(municipality=place, valid_from=day, entitled=True, reason="Demo")
    Withheld.objects.create(run=run, municipality=place, period="2025-H2", reason="report_missing", message="Demo")
    PayeeBalance.objects.create(run=run, municipality=place, credit=100, reclaimed=0, payment=100, invoice=0)
    line(place, run)
    rulings_of(place, day)
    sampled(place)
    invoice(place, run)
    applied_for(place)


def sampled(place: Municipality) -> None:
    """An interview of a sample that the municipality knows of."""
    sample = Sample.objects.filter(state="drawn").first() or Sample.objects.create(
        state="drawn",
        periods=["2026-H1"],
        contribution="first_information_interview",
        stratum="all",
        reports=[],
        size=9,
        reported=9,
        asked=9,
        drawn_at=clock.now(),
    )
    SampleItem.objects.create(
        sample=sample,
        number=sample.items.count() + 1,
        interview=f"G-DEMO-{place.bfs_number}",
        municipality=place,
        kind="first_information",
        held_on=date(2026, 3, 1),
        period="2026-H1",
        has_deployment=False,
    )


def applied_for(place: Municipality) -> None:
    """A project that was handed in, with a line of its budget and what was assessed of it."""
    project = Project.objects.create(
        municipality=place, state="draft", title="Demo", begun_at=clock.now(), submitted_on=date(2026, 1, 1)
    )
    BudgetLine.objects.create(project=project, side="cost", number=1, label="Demo", amount=1)
    Agreement.objects.create(project=project, concluded_on=date(2026, 1, 1), content=b"", recorded_at=clock.now())
    Instalment.objects.create(project=project, number=1, state="planned", amount=1, due_on=date(2026, 1, 1))
    told = FinalReport.objects.create(project=project, state="draft", submitted_on=date(2026, 1, 1))
    ReportLine.objects.create(report=told, side="cost", number=1, label="Demo", amount=1)
    ReportFile.objects.create(report=told, label="Demo", content=b"", added_at=clock.now())
    for handed_in in (Project.objects.filter(pk=project.pk), FinalReport.objects.filter(pk=told.pk)):
        handed_in.update(state="submitted")
    figures = dict.fromkeys(("granted", "planned", "costs", "share", "left", "used", "paid"), 1)
    ClosingAccount.objects.create(project=project, lapsed=0, reclaimed=0, closed_on=date(2026, 1, 1), **figures)
    Submission.objects.create(
        project=project, kind="report", number=1, content={}, sha256="", submitted_at=clock.now(), signed_by="Demo"
    )
    Assessment.objects.create(
        project=project, number=1, account_id=0, assessed_at=clock.now(), answers=[], recommendation="reject"
    )


def rulings_of(place: Municipality, day: date) -> None:
    """A reclaim and a refusal that were decided and contested."""
    said = {"period": "2025-H2", "reason": "Demo", "paragraph": "KS 4.7", "origin": "Demo"}
    when = {"state": "contested", "proposed_on": day, "decided_on": day}
    reclaim = Reclaim.objects.create(municipality=place, payee=place, amount=100, **said, **when)
    ReclaimObjection.objects.create(ruling=reclaim, raised_on=day, ground="Demo", amount_before=100)
    refusal = Refusal.objects.create(municipality=place, **said, **when)
    RefusalObjection.objects.create(ruling=refusal, raised_on=day, ground="Demo")


def letters_to(places: list[Municipality]) -> None:
    """A letter to each with how it was sent, and in whose name."""
    Letterhead.objects.create(
        valid_from=date(2020, 1, 1), authority="Demo", office="Demo", street="Demo", postcode="9999", town="Demo",
        recorded_at=clock.now(), recorded_by="Demo",
    )  # fmt: skip
    for place in places:
        letter = Letter.objects.create(
            reference=f"JU-{place.bfs_number}", kind="annex", occasion="2026", municipality=place, title="Demo",
            made_at=clock.now(), made_by="Demo", template="0", data="{}", content=b"", sha256="0",
        )  # fmt: skip
        Delivery.objects.create(
            letter=letter, function="integration_officer", channel=Channel.PRINT, created_at=clock.now()
        )


def invoice(place: Municipality, run: Run) -> None:
    holder = {"iban": "CH4299999000000000001", "name": "Demo", "postcode": "9999", "town": "Demo"}
    debtor = {"debtor_name": "Demo", "debtor_postcode": "9999", "debtor_town": "Demo"}
    asked = Invoice.objects.create(
        run=run, payee=place, state="open", number=f"R-{place.bfs_number}", reference=f"RF{place.bfs_number}",
        amount=100, open=100, issued_on=date(2026, 3, 31), due_on=date(2026, 4, 30), **holder, **debtor,
    )  # fmt: skip
    InvoiceBooking.objects.create(
        invoice=asked, kind="receipt", amount=1, booked_on=date(2026, 4, 1), made_at=clock.now(), made_by="Demo"
    )
    InvoiceReminder.objects.create(
        invoice=asked, level=1, reminded_on=date(2026, 5, 10), open=99, made_at=clock.now(), made_by="Demo"
    )
    InvoiceCancellation.objects.create(invoice=asked, state="proposed", reason="Demo", proposed_on=date(2026, 5, 11))


def payments_of(run: Run, place: Municipality) -> None:
    """What goes to the bank: the canton's account, a payment, the file."""
    holder = {"iban": "CH4299999000000000001", "name": "Demo", "postcode": "9999", "town": "Demo"}
    day = date(2026, 3, 31)
    PayerAccount.objects.create(state="confirmed", valid_from=day, **holder)
    RunStatement.objects.create(run=run, made_at=clock.now(), packed=b"", sha256="")
    Scheme.objects.create(key="demo", sign="D", cycle="year")
    SchemeDefinition.objects.create(state="proposed", key="demo", valid_from=day, definition={})
    SchemeTariff.objects.create(state="proposed", contribution="demo.one", valid_from=day, rows=[])
    BookingRule.objects.create(contribution="reclaim", valid_from=day)
    ReminderTerms.objects.create(valid_from=day, first_after=10, second_after=20)
    Credit.objects.create(state="confirmed", year=2026, amount=100, decision="Demo", decided_on=day)
    YearEnd.objects.create(
        state="proposed", year=2025, granted=100, paid=100, surplus=0, decision="Demo", decided_on=day
    )
    payment = Payment.objects.create(run=run, payee=place, reference="demo", amount=100, message="Demo", **holder)
    said_by_the_bank(payment, holder)
    file = PaymentFile.objects.create(
        run=run, reference="demo", made_at=clock.now(), pay_on=day, count=1, total=100, content="", **holder
    )
    report = StatusReport.objects.create(file=file, message="M", made_on=day, imported_at=clock.now())
    StatusWord.objects.create(report=report, payment=payment, state="noted", status="ACCP")


def said_by_the_bank(payment: Payment, holder: dict[str, str]) -> None:
    """A movement by which the payment was executed, and that it came back."""
    word = {"payment": payment, "made_at": clock.now(), "told_by": "Demo"}
    day = date(2026, 3, 31)
    execution = PaymentExecution.objects.create(booked_on=day, **word)
    returned = PaymentReturn.objects.create(amount=100, returned_on=day, **word)
    ReturnDecision.objects.create(payment_return=returned, state="proposed", kind="again", reason="Demo", **holder)
    statement = BankStatement.objects.create(kind="camt.053", message="M", number="S", imported_at=clock.now())
    entry = BankEntry.objects.create(
        statement=statement, state="matched", key="K", group="K", amount=-100, rest=0, booked_on=day, valued_on=day
    )
    EntryUse.objects.create(entry=entry, amount=-100, execution=execution)


def line(place: Municipality, run: Run, payee: Municipality | None = None, period: str = "2025-H2") -> Line:
    return Line.objects.create(
        run=run,
        municipality=place,
        payee=payee or place,
        contribution="base_contribution",
        period=period,
        quantity=1,
        rate=100,
        amount=100,
        legal_reference="KS 4.3.2",
        settled_before=0,
        explanation={},
    )


def test_every_governed_model_is_in_a_table() -> None:
    listed = {*OF_A_MUNICIPALITY, *AS_A_WHOLE, *ONE_S_OWN}
    missing = {
        model._meta.label_lower
        for model in policy.governed() - listed
        if model._meta.app_label not in OF_LATER_ROOMS and not model.__module__.startswith("tests.")
    }
    assert missing <= ADMINISTERED


@pytest.mark.usefixtures("_records")
@pytest.mark.parametrize("role", sorted(EVERYONE))
def test_of_whose_records_a_role_sees_some(role: str) -> None:
    at = "bfs-2601" if role in MUNICIPAL else None
    actor = actor_with(role, at)
    for model, table in OF_A_MUNICIPALITY.items():
        field = BY_WAY_OF.get(model, "municipality__bfs_number")
        with wall.open_for(actor):
            seen = set(visible_to(actor, model).values_list(field, flat=True))
        assert seen == {NUMBERS[whose] for whose in seen_by(role, table)}, model.__name__


@pytest.mark.usefixtures("_records")
@pytest.mark.parametrize("role", ["administrator", "body_member"])
def test_other_roles_in_the_municipality_see_none_of_its_records(role: str) -> None:
    actor = actor_with(role, "bfs-2601")
    for model in OF_A_MUNICIPALITY:
        assert visible_to(actor, model).exists() == (model in (Municipality, PostalAddress)), model.__name__


@pytest.mark.usefixtures("_records")
@pytest.mark.parametrize("role", sorted(EVERYONE))
def test_who_sees_the_whole(role: str) -> None:
    actor = actor_with(role)
    account_id = actor.account_id
    Step.objects.create(
        object_type="demo",
        object_key="1",
        name="write",
        from_state="",
        to_state="",
        account_id=account_id,
        at=clock.now(),
    )
    for model, by in AS_A_WHOLE.items():
        assert model is ReadEvent or model._default_manager.exists(), "nothing to see"
        whole = model._default_manager.count() if role in by else 0
        assert visible_to(actor, model).count() == whole, model.__name__


@pytest.mark.usefixtures("_records")
def test_the_operator_sees_everything_but_what_is_one_s_own() -> None:
    actor = Actor.operator()
    with wall.open_for(actor):
        for model in (*OF_A_MUNICIPALITY, *AS_A_WHOLE):
            assert visible_to(actor, model).count() == model._default_manager.count(), model.__name__
    for model in ONE_S_OWN:
        assert not visible_to(actor, model).exists(), model.__name__


@pytest.mark.parametrize("role", sorted(EVERYONE))
def test_what_is_one_s_own_is_seen_by_nobody_else(role: str) -> None:
    # Whoever administers the operations sees everybody's memberships: here the administrator of an organisation.
    somebody = actor_with(role, "bfs-2601" if role == "administrator" else None)
    other = actor_with(INTEGRATION_OFFICER, "bfs-2581")
    for number, actor in enumerate((somebody, other)):
        Job.objects.create(kind="demo", account_id=actor.account_id, created_at=clock.now())
        SecondFactor.objects.create(account_id=actor.account_id, kind="totp", name="Demo", created_at=clock.now())
        RecoveryCode.objects.create(account_id=actor.account_id, digest="demo")
        SavedView.objects.create(account_id=actor.account_id, place="demo", name="Demo", query={})
        SecretAddress.objects.create(
            account_id=actor.account_id, purpose="demo", digest=str(number), made_at=clock.now(), sessions_epoch=0
        )
        ExternalIdentity.objects.create(
            account_id=actor.account_id, issuer="https://demo.example", subject=str(number), linked_at=clock.now()
        )
    for model in ONE_S_OWN:
        seen = set(visible_to(somebody, model).values_list("account_id", flat=True))
        assert seen == {somebody.account_id}, model.__name__


def test_administrators_see_the_memberships_of_their_organisation_only() -> None:
    administrator = actor_with("administrator", "bfs-2601")
    here, elsewhere = actor_with(INTEGRATION_OFFICER, "bfs-2601"), actor_with(INTEGRATION_OFFICER, "bfs-2581")
    seen = set(visible_to(administrator, Membership).values_list("account_id", flat=True))
    assert here.account_id in seen
    assert elsewhere.account_id not in seen
    codes = set(visible_to(administrator, Organisation).values_list("code", flat=True))
    assert codes == {"bfs-2601"}


@pytest.mark.usefixtures("_records")
def test_a_municipality_sees_the_schemes_that_are_confirmed() -> None:
    officer = actor_with(INTEGRATION_OFFICER, "bfs-2601")
    for model in (SchemeDefinition, SchemeTariff):
        assert not visible_to(officer, model).exists()
        model.objects.update(state="confirmed")
        assert visible_to(officer, model).exists()


@pytest.mark.usefixtures("_records")
def test_a_municipality_sees_nothing_of_a_run_that_is_not_released() -> None:
    draft = Run.objects.create(payment_month="2026-09", state=DRAFT)
    records = [
        line(of(OWN), draft, period="2026-H1"),
        Withheld.objects.create(run=draft, municipality=of(OWN), period="2026-H1", reason="no_tariff", message="Demo"),
        PayeeBalance.objects.create(run=draft, municipality=of(OWN), credit=100, reclaimed=0, payment=100, invoice=0),
    ]
    officer, finance = actor_with(INTEGRATION_OFFICER, "bfs-2601"), actor_with(FINANCE_OFFICER)
    for record in records:
        model = type(record)
        assert not visible_to(officer, model).filter(run=draft).exists(), model.__name__
        assert visible_to(finance, model).filter(run=draft).exists(), model.__name__


def test_whoever_is_paid_for_another_municipality_sees_that_line() -> None:
    payee, place = municipality(2601), municipality(2581)
    run = Run.objects.create(payment_month="2026-03", state=DRAFT)
    line(place, run, payee)
    Run.objects.filter(pk=run.pk).update(state=RELEASED)
    assert visible_to(actor_with(MUNICIPAL_FINANCE, "bfs-2601"), Line).exists()


@pytest.mark.usefixtures("_records")
@pytest.mark.parametrize("role", [*sorted(MUNICIPAL), COORDINATION])
def test_queries_do_not_grow_with_the_municipalities(role: str) -> None:
    actor = actor_with(role, "bfs-2601" if role in MUNICIPAL else None)

    def count(ask: Callable[[], object]) -> int:
        with CaptureQueriesContext(connection) as captured:
            ask()
        return len(captured)

    def everything() -> None:
        for model in OF_A_MUNICIPALITY:
            list(visible_to(actor, model).values_list("pk"))

    few = count(everything)
    run = Run.objects.create(payment_month="2026-09", state=DRAFT)
    lead = of(OWN)
    for _ in range(12):
        place = municipality()
        records_of(place, run)
        lead.association_led.memberships.create(municipality=place, valid_from=date(2020, 1, 1))
    assert count(everything) == few
