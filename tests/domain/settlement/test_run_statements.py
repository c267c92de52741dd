"""What a run said when it was released is kept byte for byte, and altering it is noticed."""

from __future__ import annotations

import gzip
import hashlib
import json
from datetime import date
from unittest import mock

import pytest
from django.db import DatabaseError, connection, transaction

from ankunft.domain.settlement import selectors, services, statements
from ankunft.domain.settlement.explain import explain
from ankunft.domain.settlement.models import Payment, PaymentFile, Run, RunStatement
from ankunft.domain.settlement.statements import canonical, check_statements, statement_of
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused
from tests.domain.settlement.making import MARCH, SEPTEMBER, WINTER, canton, office, released, reported
from tests.domain.settlement.test_payments import payer

pytestmark = pytest.mark.django_db


def march() -> Run:
    people = office()
    (olten,) = canton("Olten")
    payer(people)
    reported(olten, WINTER, 12, 5, 0, 0)
    with clock.moved_to(date(2025, 3, 24)):
        return released(MARCH, people)


def test_it_says_every_line_with_its_derivation_every_payment_and_every_step() -> None:
    run = march()
    told = json.loads(statement_of(run))
    assert [line["rappen"] for line in told["lines"]] == [800_00, 2400_00]
    assert told["lines"][1]["explanation"]["label"] == "Erstinformationsgespräche 2024-H2"
    assert [payment["amount"] for payment in told["payments"]] == [3200_00]
    assert [step["name"] for step in told["steps"]] == ["calculate", "check", "approve", "release"]
    assert told["state"] == "released"


def test_it_is_the_same_whatever_later_versions_would_write() -> None:
    run = march()
    before = statement_of(run)
    with mock.patch.object(selectors.runs, "run_as_data", dict), mock.patch.object(statements, "run_as_data", dict):
        assert statement_of(run) == before
    kept = RunStatement.objects.get()
    assert kept.sha256 == hashlib.sha256(before).hexdigest()
    assert Event.objects.get(action="settlement.statement.keep").after["sha256"] == kept.sha256


def test_the_same_content_has_one_spelling() -> None:
    assert canonical({"b": 1, "a": "ä"}) == canonical({"a": "ä", "b": 1}) == '{"a":"ä","b":1}'.encode()


def test_the_database_refuses_to_change_it() -> None:
    march()
    for statement in ("UPDATE settlement_runstatement SET sha256 = ''", "DELETE FROM settlement_runstatement"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_draft_has_none() -> None:
    people = office()
    canton("Olten")
    run = services.run_calculate(month=SEPTEMBER, actor=people.coordination)
    with pytest.raises(Refused, match="keine Abrechnung"):
        statement_of(run)


def test_the_check_of_the_installation_finds_them_unaltered() -> None:
    march()
    assert [finding.level for finding in check_statements()] == ["ok"]


def stored(packed: bytes, digest: str) -> Run:
    """A released run with such a statement."""
    run = Run.objects.create(payment_month=str(SEPTEMBER), state="released")
    RunStatement.objects.create(run=run, made_at=clock.now(), packed=packed, sha256=digest)
    return run


@pytest.mark.parametrize(
    "packed",
    [b"", b"no archive", gzip.compress(b"{}")[:-4], gzip.compress(b'{"lines":[1]}')],
    ids=["nothing", "no archive", "cut off", "another content"],
)
def test_one_that_was_altered_is_not_handed_out_and_the_check_says_so(packed: bytes) -> None:
    run = stored(packed, hashlib.sha256(b'{"lines":[]}').hexdigest())
    with pytest.raises(Refused, match="Prüfsumme stimmt nicht"):
        statement_of(run)
    assert [finding.level for finding in check_statements()] == ["fault"]


def test_one_that_tells_other_amounts_than_the_lines_is_found() -> None:
    content = b'{"lines":[{"reference":"2581/base_contribution/2025/700","rappen":700}]}'
    stored(gzip.compress(content), hashlib.sha256(content).hexdigest())
    assert [finding.level for finding in check_statements()] == ["fault"]


def test_a_run_released_before_statements_were_kept_is_a_warning() -> None:
    Run.objects.create(payment_month=str(SEPTEMBER), state="released")
    assert [finding.level for finding in check_statements()] == ["warning"]


def test_an_explanation_goes_as_far_as_the_payment_and_its_file() -> None:
    run = march()
    payment, file = Payment.objects.get(), PaymentFile.objects.get()
    told = explain(f"{run.payment_month}/{payment.payee.bfs_number}/first_information_interview")
    for part in (payment.reference, file.reference, file.sha256, "31.03.2025", RunStatement.objects.get().sha256):
        assert part in told
