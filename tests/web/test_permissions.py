"""The table of permissions, tried route by route as every role."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from ankunft.domain.roles import ROLES
from ankunft.domain.simulation.models import Scenario
from ankunft.domain.simulation.values import Changes
from ankunft.foundation.access.models import Account
from ankunft.foundation.jobs.models import Job
from ankunft.foundation.kernel import clock
from ankunft.web.bank.words import ENTRY_STEPS, RETURN_STEPS, WORD_STEPS
from ankunft.web.funds.words import VERSION_STEPS
from ankunft.web.grants.report_words import REPORT_STEPS
from ankunft.web.grants.words import INSTALMENT_STEPS, PROJECT_STEPS
from ankunft.web.money.views.refunds import PAGES as REFUNDS
from ankunft.web.money.views.transfers import PAGES as TRANSFERS
from ankunft.web.questionnaires.steps import STEPS as SHEET_STEPS
from ankunft.web.reporting.views.report import STEPS
from ankunft.web.retention.words import STEPS as LIST_STEPS
from ankunft.web.schemes.views import DEFINITION_STEPS, TARIFF_STEPS
from ankunft.web.sem_reports import words as report_words
from ankunft.web.settlement.presentation import STEP_SLUGS
from ankunft.web.settlement.ruling_presentation import RULING_STEPS
from ankunft.web.settlement.views.credits import CREDIT_STEPS, YEAR_END_STEPS
from ankunft.web.settlement.views.invoices import CANCELLATION_STEPS
from ankunft.web.settlement.views.payments import PAYER_STEPS
from ankunft.web.supervision.words import SAMPLE_STEPS
from ankunft.web.territory.account_words import CHANGE_STEPS
from tests.support import standing
from tests.support.clients import StrictClient
from tests.support.people import account_with
from tests.web import (
    account_changes_ground,
    administration_ground,
    arrivals_ground,
    bank_ground,
    credits_ground,
    duplicates_ground,
    funds_ground,
    grants_ground,
    interviews_ground,
    invoices_ground,
    letters_ground,
    money_ground,
    persons_ground,
    questionnaires_ground,
    retention_ground,
    rulings_ground,
    scheme_forms_ground,
    schemes_ground,
    sem_reports_ground,
    supervision_ground,
)
from tests.web.permission_ground import FOREIGN, OWN, posted, prepare
from tests.web.permissions import RULES, Rule

pytestmark = pytest.mark.django_db

ASSUMED = Changes(everybody_declared=True).as_dict()
OF_ANOTHER = {
    "project": grants_ground.foreign,
    "file": grants_ground.foreign,
    "change": account_changes_ground.foreign,
    "letter": letters_ground.foreign,
    "invoice": invoices_ground.foreign,
    "sampled": supervision_ground.foreign,
    "duplicate": duplicates_ground.foreign,
    "ruling": rulings_ground.foreign,
    "plan": funds_ground.foreign_plan,
    "paper": funds_ground.foreign,
    "asked": funds_ground.foreign,
}
"""By argument of an address: the same of the foreign municipality."""

TO_NOBODY = {200, 302, 404, 422}
"""What an open page answers to those who are not signed in."""


def routes() -> Iterator[str]:
    """The names of all routes of the application."""

    def walk(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                yield from walk(pattern.url_patterns)
            else:
                yield pattern.name or repr(pattern)

    return walk(get_resolver().url_patterns)


def address_of(rule: Rule, bfs_number: int, job: int) -> str:
    arguments = dict(rule.arguments)
    for name in ("bfs_number", "number"):
        if name in arguments:
            arguments[name] = bfs_number
    if bfs_number == FOREIGN:
        arguments |= {
            name: retention_ground.foreign(arguments[name]) for name in ("listing", "hold") if name in arguments
        }
    arguments |= {
        name: persons_ground.address_part(name, bfs_number)
        for name in ("reference", "access", *persons_ground.PARTS)
        if name in arguments
    }
    if bfs_number == FOREIGN:
        arguments |= {
            name: arrivals_ground.foreign(arguments[name]) for name in arrivals_ground.PARTS if name in arguments
        }
        arguments |= {
            name: interviews_ground.foreign(arguments[name]) for name in interviews_ground.PARTS if name in arguments
        }
        arguments |= {name: other(arguments[name]) for name, other in OF_ANOTHER.items() if name in arguments}
    arguments |= {name: job for name in ("pk", "scenario") if name in arguments}
    return reverse(rule.route, kwargs=arguments)


def test_every_route_is_in_the_table() -> None:
    assert set(routes()) == {rule.route for rule in RULES}


def test_every_step_is_in_the_table() -> None:
    tried = {(rule.route, rule.arguments["step"]) for rule in RULES if "step" in rule.arguments}
    reports = {("report-step", step) for step in STEPS}
    sheets = {(f"{form}-sheet-step", step) for form in ("declaration", "scheme") for step in SHEET_STEPS}
    runs = {("run-step", step) for step in STEP_SLUGS.values()}
    payers = {("payer-step", step) for step in PAYER_STEPS}
    changes = {("account-change-step", step) for step in CHANGE_STEPS}
    rulings = {("ruling-step", step) for step in RULING_STEPS}
    credits = {("credit-step", step) for step in CREDIT_STEPS} | {("year-end-step", step) for step in YEAR_END_STEPS}
    lists = {("deletion-list-step", step) for step in LIST_STEPS}
    samples = {("sample-step", step) for step in SAMPLE_STEPS}
    entries = {("bank-entry-step", step) for step in ENTRY_STEPS} | {("bank-word-step", step) for step in WORD_STEPS}
    returns = {("bank-return-step", step) for step in RETURN_STEPS}
    cancellations = {("cancellation-step", step) for step in CANCELLATION_STEPS}
    projects = {("project-step", step) for step in PROJECT_STEPS}
    projects |= {("instalment-step", step) for step in INSTALMENT_STEPS}
    projects |= {("project-report-step", step) for step in REPORT_STEPS}
    schemes = {("scheme-definition-step", step) for step in DEFINITION_STEPS}
    schemes |= {("scheme-tariff-step", step) for step in TARIFF_STEPS}
    known = reports | sheets | runs | payers | changes | rulings | credits | samples | lists | entries | returns
    plans = {("plan-version-step", step) for step in VERSION_STEPS}
    told = {("sem-report-step", step) for step in report_words.REPORT_STEPS}
    told |= {("programme-step", step) for step in report_words.PROGRAMME_STEPS}
    plans |= {(f"{pages.route}-step", step) for pages in (TRANSFERS, REFUNDS) for step in pages.steps}
    assert tried == known | cancellations | projects | schemes | plans | told


@pytest.mark.one_database  # decided by the addresses alone
@pytest.mark.usefixtures("_canton")
def test_methods_that_are_not_in_the_table_are_refused() -> None:
    listed = {(rule.route, rule.method) for rule in RULES}
    client = StrictClient().sign_in(account_with("coordination"))
    assert client.account is not None
    job = job_of(client.account)
    faults = []
    for rule in RULES:
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            if (rule.route, method) in listed:
                continue
            answer = client.generic(method, address_of(rule, OWN, job))
            if answer.status_code != 405:
                faults.append(f"{method} {rule.route}: {answer.status_code}")
    assert faults == []


@pytest.fixture
def _canton(db: None) -> None:
    standing.ground(stand)
    retention_ground.register()


def stand() -> None:
    """The ground of every room."""
    prepare()
    account_changes_ground.prepare()
    letters_ground.prepare()
    retention_ground.prepare()
    administration_ground.prepare()
    persons_ground.prepare()
    arrivals_ground.prepare()
    duplicates_ground.prepare()
    interviews_ground.prepare()
    questionnaires_ground.prepare()
    rulings_ground.prepare()
    credits_ground.prepare()
    invoices_ground.prepare()
    supervision_ground.prepare()
    bank_ground.prepare()
    grants_ground.prepare()
    funds_ground.prepare()
    sem_reports_ground.prepare()
    money_ground.prepare()
    schemes_ground.prepare()
    scheme_forms_ground.prepare()


def job_of(account: Account) -> int:
    """The key of a job and of a shared scenario of that person."""
    job = Job.objects.create(kind="settlement.calculate", account_id=account.pk, created_at=clock.now())
    Scenario.objects.create(
        pk=job.pk, name="Demo", year=2025, changes=ASSUMED, owner=account, is_shared=True, calculated_at=clock.now()
    )
    return job.pk


def ask(client: StrictClient, rule: Rule, address: str) -> HttpResponseBase:
    """The answer, with every effect undone."""
    if rule.method == "GET":
        return client.get(address)
    with transaction.atomic():
        answer = client.post(address, posted(rule.data))
        transaction.set_rollback(True)
    return answer


@pytest.mark.one_database  # rights are decided before records are asked; tests/hardening tries every page on both
@pytest.mark.usefixtures("_canton")
@pytest.mark.parametrize("role", [role.code for role in ROLES])
def test_what_each_role_may(role: str) -> None:
    client = StrictClient().sign_in(account_with(role))
    assert client.account is not None
    persons_ground.open_to(client.account, role)
    own_job, foreign_job = job_of(client.account), job_of(account_with("administrator"))
    faults = []
    for rule in RULES:
        address = address_of(rule, OWN, own_job)
        answer = ask(client, rule, address)
        if answer.status_code != (rule.answer if role in rule.own else 403):
            faults.append(f"{rule.method} {address} (own): {answer.status_code}")
        if rule.foreign is not None:
            address = address_of(rule, FOREIGN, foreign_job)
            answer = ask(client, rule, address)
            refusal = 404 if role in rule.hidden else 403
            if answer.status_code != (rule.answer if role in rule.foreign else refusal):
                faults.append(f"{rule.method} {address} (foreign): {answer.status_code}")
        if rule.route in {"sign-out", "sign-out-everywhere"}:
            client.sign_in(client.account)
    assert faults == []


@pytest.mark.one_database  # decided before anything is read
@pytest.mark.usefixtures("_canton")
def test_nobody_gets_past_the_sign_in() -> None:
    client = StrictClient()
    for rule in RULES:
        answer = ask(client, rule, address_of(rule, OWN, job_of(account_with("auditor"))))
        if rule.is_open:
            assert answer.status_code in TO_NOBODY, rule
        else:
            assert answer.status_code == 302, rule
            assert answer.headers["Location"].startswith(reverse("sign-in")), rule
