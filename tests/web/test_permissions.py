"""The table of permissions, tried route by route as every role."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from ankunft.domain.roles import ROLES
from ankunft.domain.settlement.services import run_calculate
from ankunft.foundation.access.models import Account
from ankunft.foundation.jobs.models import Job
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import HalfYear, Month
from tests.domain.reporting.making import municipality, report
from tests.domain.settlement.making import canton
from tests.support.clients import StrictClient
from tests.support.people import account_with
from tests.web.permissions import FOREIGN, OWN, RULES, Rule

pytestmark = pytest.mark.django_db

ANSWERS = {200, 302, 409, 422}


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
    if "pk" in arguments:
        arguments["pk"] = job
    return reverse(rule.route, kwargs=arguments)


def test_every_route_is_in_the_table() -> None:
    assert set(routes()) == {rule.route for rule in RULES}


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
def _canton() -> None:
    canton()
    for number, name in ((OWN, "Solothurn"), (FOREIGN, "Olten")):
        report(municipality(number, name), HalfYear(2025, 2), "draft", submitted_on=None)
    run_calculate(month=Month(2026, 3), actor=Actor.operator())


def job_of(account: Account) -> int:
    return Job.objects.create(kind="settlement.calculate", account_id=account.pk, created_at=clock.now()).pk


def ask(client: StrictClient, rule: Rule, address: str) -> HttpResponseBase:
    """The answer, with every effect undone."""
    if rule.method == "GET":
        return client.get(address)
    with transaction.atomic():
        answer = client.post(address, rule.data)
        transaction.set_rollback(True)
    return answer


@pytest.mark.usefixtures("_canton")
@pytest.mark.parametrize("role", [role.code for role in ROLES])
def test_what_each_role_may(role: str) -> None:
    client = StrictClient().sign_in(account_with(role))
    assert client.account is not None
    own_job, foreign_job = job_of(client.account), job_of(account_with("administrator"))
    faults = []
    for rule in RULES:
        answer = ask(client, rule, address_of(rule, OWN, own_job))
        if not _fits(answer.status_code, role in rule.own, hidden=False):
            faults.append(f"{rule.method} {rule.route} (own): {answer.status_code}")
        if rule.foreign is not None:
            answer = ask(client, rule, address_of(rule, FOREIGN, foreign_job))
            if not _fits(answer.status_code, role in rule.foreign, hidden=role in rule.hidden):
                faults.append(f"{rule.method} {rule.route} (foreign): {answer.status_code}")
        if rule.route == "sign-out":
            client.sign_in(client.account)
    assert faults == []


def _fits(status: int, allowed: bool, *, hidden: bool) -> bool:
    if allowed:
        return status in ANSWERS
    return status == (404 if hidden else 403)


@pytest.mark.usefixtures("_canton")
def test_nobody_gets_past_the_sign_in() -> None:
    client = StrictClient()
    for rule in RULES:
        answer = ask(client, rule, address_of(rule, OWN, job_of(account_with("auditor"))))
        if rule.is_open:
            assert answer.status_code in ANSWERS, rule
        else:
            assert answer.status_code == 302, rule
            assert answer.headers["Location"].startswith(reverse("sign-in")), rule
