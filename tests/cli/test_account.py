"""`ankunft account add`: a local account with its password."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from click.testing import Result

from ankunft.foundation.access.models import Account, Organisation
from ankunft.foundation.access.selectors import actor_by_email
from ankunft.foundation.audit.models import Event, SealEntry
from tests.support import people

pytestmark = pytest.mark.django_db

Ankunft = Callable[..., Result]


@pytest.fixture
def olten() -> Organisation:
    return people.organisation("bfs-2581")


def test_the_password_is_printed_once_and_works(ankunft: Ankunft) -> None:
    result = ankunft("account", "add", "F.Amt@so.example", "--role", "finance_officer", "--name", "F. Amt")
    assert result.exit_code == 0, result.stderr
    password = result.stdout.strip()
    assert re.fullmatch(r"[a-z2-9]{4}(-[a-z2-9]{4}){3}", password)
    account = Account.objects.get(email="f.amt@so.example")
    assert account.check_password(password)
    assert account.name == "F. Amt"
    assert not account.is_demo
    assert account.password_is_temporary
    assert actor_by_email("f.amt@so.example", "test").organisations("finance_officer") == {"finanzen"}
    assert Event.objects.count() == SealEntry.objects.count() > 0
    assert not any(password in str(event.after) + event.summary for event in Event.objects.all())


@pytest.mark.parametrize("words", [("--bfs", "2581"), ("--organisation", "bfs-2581")])
def test_a_municipal_role_is_held_in_a_municipality(
    ankunft: Ankunft, olten: Organisation, words: tuple[str, str]
) -> None:
    assert ankunft("account", "add", "i@olten.example", "--role", "integration_officer", *words).exit_code == 0
    actor = actor_by_email("i@olten.example", "test")
    assert actor.organisations("integration_officer") == {"bfs-2581"}
    assert actor.label == "i"


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("x@so.example --role king", "Die Rolle «king» gibt es nicht."),
        ("x@so.example --role integration_officer", "braucht es eine Organisation"),
        ("x@so.example --role integration_officer --bfs 9999", "BFS-Nummer 9999 gibt es nicht"),
        ("x@so.example --role integration_officer --organisation ags", "kann in «Amt für Gesellschaft"),
        ("x@so.example --role coordination --organisation nowhere", "Die Organisation «nowhere» gibt es nicht."),
        ("no-address --role coordination", "gültige E-Mail-Adresse"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(ankunft: Ankunft, words: str, reason: str) -> None:
    result = ankunft("account", "add", *words.split())
    assert result.exit_code == 1
    assert reason in result.stderr
    assert result.stdout == ""
    assert not Account.objects.exists()


def test_an_address_that_has_an_account_gets_the_further_role_once(ankunft: Ankunft) -> None:
    assert ankunft("account", "add", "a@so.example", "--role", "auditor").exit_code == 0
    result = ankunft("account", "add", "A@SO.example", "--role", "coordination")
    assert result.exit_code == 0
    assert "schon ein Konto" in result.stderr
    assert result.stdout == "", "there is no new password"
    assert actor_by_email("a@so.example", "test").roles == {"auditor", "coordination"}
    again = ankunft("account", "add", "a@so.example", "--role", "coordination")
    assert again.exit_code == 1
    assert "schon ein Konto" in again.stderr


def test_a_further_role_that_is_incompatible_is_refused(ankunft: Ankunft) -> None:
    assert ankunft("account", "add", "a@so.example", "--role", "finance_officer").exit_code == 0
    result = ankunft("account", "add", "a@so.example", "--role", "approver")
    assert result.exit_code == 1
    assert "nicht bei derselben Person" in result.stderr


def test_the_two_ways_to_name_an_organisation_exclude_each_other(ankunft: Ankunft) -> None:
    result = ankunft("account", "add", "a@so.example", "--role", "auditor", "--bfs", "2581", "--organisation", "ags")
    assert result.exit_code == 2
