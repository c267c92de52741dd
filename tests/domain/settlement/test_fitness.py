"""What `ankunft check` says of the settlement: what the next run would fail at, before it fails."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ankunft.domain.arrivals import fitness as arrivals
from ankunft.domain.settlement import fitness
from ankunft.domain.settlement.services import credit_confirm, credit_propose
from ankunft.foundation.fitness import Check, Finding, findings
from ankunft.foundation.kernel import clock
from tests.domain.reporting.making import municipality
from tests.domain.settlement.making import Office, canton, office
from tests.domain.settlement.test_payments import payer

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Office:
    return office()


def told(*checks: Check) -> list[Finding]:
    return [finding for _check, finding in findings(checks, with_database=True)]


def test_the_account_of_the_canton(people: Office) -> None:
    (finding,) = fitness.payer()
    assert finding.level == "warning"
    assert "eine zweite Person bestätigt es" in finding.advice
    payer(people, since=date(2999, 1, 1))
    assert [one.level for one in fitness.payer()] == ["warning"]
    payer(people)
    assert [one.level for one in fitness.payer()] == ["ok"]


def test_municipalities_without_an_account() -> None:
    canton("Olten", "Trimbach")
    assert [one.level for one in fitness.payees()] == ["ok"]
    for number in range(12):
        municipality(name=f"Demo-Dorf {number:02}")
    (finding,) = fitness.payees()
    assert finding.level == "warning"
    assert finding.sentence.startswith("12 Gemeinden haben kein Zahlungskonto: Demo-Dorf 00, ")
    assert "Demo-Dorf 09 und 2 weitere. Ein Lauf" in finding.sentence


def test_the_credit_of_the_year(people: Office) -> None:
    year = clock.today().year
    proposed = credit_propose(
        year=year, amount=100_00, decision="Demo", decided_on=date(year, 1, 1), actor=people.finance
    )
    assert [one.level for one in fitness.credit()] == ["warning"]
    credit_confirm(credit=proposed, actor=people.approver)
    assert [one.level for one in fitness.credit()] == ["ok"]


@pytest.mark.usefixtures("iso20022_schemas", "ech_schemas")
def test_schemas_that_are_there() -> None:
    assert [one.level for one in (*fitness.bank_schemas(), *arrivals.register_schemas())] == ["ok", "ok"]


@pytest.mark.parametrize(
    ("setting", "check"),
    [("ISO20022_SCHEMAS", fitness.bank_schemas), ("ECH_SCHEMAS", arrivals.register_schemas)],
    ids=["bank", "register"],
)
def test_schemas_that_are_not_there(settings: Any, tmp_path: Path, setting: str, check: Any) -> None:
    setattr(settings, setting, None)
    (finding,) = check()
    assert (finding.level, setting in finding.advice) == ("warning", True)
    setattr(settings, setting, tmp_path)
    (finding,) = check()
    assert (finding.level, f"im Ordner {tmp_path}" in finding.sentence) == ("fault", True)


def test_every_check_answers_on_an_empty_installation() -> None:
    assert {one.level for one in told(*fitness.CHECKS)} <= {"ok", "warning"}
