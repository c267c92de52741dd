"""A run can have several payments to a payee and several files: what came back is paid again beside the first."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from lxml import etree

from ankunft.domain.settlement.models import Payment, PaymentFile, Run
from ankunft.domain.settlement.selectors import payment_file_for, payment_files_of, payments_of
from ankunft.domain.settlement.services.holders import Holder
from ankunft.domain.settlement.services.payments import file_write
from ankunft.foundation.kernel.errors import Refused
from tests.domain.settlement.making import MARCH, WINTER, Office, canton, office, released, reported
from tests.domain.settlement.test_payments import CANTON, payer

pytestmark = pytest.mark.django_db


def paid(people: Office) -> Run:
    """A run that paid Olten and Trimbach."""
    payer(people)
    for place in canton("Olten", "Trimbach"):
        reported(place, WINTER, 3, 0, 0, 0)
    return released(MARCH, people)


def again(first: Payment, number: int = 2) -> Payment:
    """The same payment once more, in no file yet."""
    return Payment.objects.create(
        run=first.run,
        payee=first.payee,
        number=number,
        replaces=first,
        reference=f"{first.reference}-{number}",
        amount=first.amount,
        message=first.message,
        **Holder.of(first).as_dict(),
    )


def test_the_second_file_pays_only_what_is_in_none() -> None:
    people = office()
    run = paid(people)
    before = payment_file_for(run)
    second = again(Payment.objects.order_by("pk")[0])
    file = file_write(run=run, payer=CANTON, actor=people.finance)
    assert (file.number, file.reference, file.count, file.total) == (2, "ANKUNFT-2025-03-2", 1, 600_00)
    second.refresh_from_db()
    assert second.file == file
    assert [one.file_id for one in payments_of(run).filter(replaces=None)] == [payment_files_of(run)[0].pk] * 2
    assert payment_file_for(run) == before
    order = etree.fromstring(payment_file_for(run, 2))
    assert order.xpath("string(//*[local-name()='MsgId'])") == "ANKUNFT-2025-03-2"
    assert order.xpath("//*[local-name()='EndToEndId']/text()") == [second.reference]
    with pytest.raises(Refused, match="keine Zahlungsdatei Nummer 3, nur bis Nummer 2"):
        payment_file_for(run, 3)


def test_a_payment_is_replaced_once_and_only_by_a_later_number() -> None:
    people = office()
    paid(people)
    first, other = Payment.objects.order_by("pk")
    for number, replaces in ((1, first), (2, None)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Payment.objects.create(
                run=first.run, payee=first.payee, number=number, replaces=replaces, reference="x", amount=1, message="x"
            )
    again(first)
    with pytest.raises(IntegrityError), transaction.atomic():
        again(first, 3)
    assert again(other).number == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE settlement_payment SET amount = 1",
        "DELETE FROM settlement_payment WHERE number = 2",
        "UPDATE settlement_paymentfile SET total = 1 WHERE number = 2",
    ],
)
def test_what_is_in_a_file_never_changes(statement: str) -> None:
    people = office()
    run = paid(people)
    again(Payment.objects.order_by("pk")[0])
    file_write(run=run, payer=CANTON, actor=people.finance)
    with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
        connection.cursor().execute(statement)
    assert PaymentFile.objects.count() == 2
