"""A canton that paid two municipalities and asks something back of a third, on the account of the statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ankunft.domain.settlement.models import Invoice, Payment, Run
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.periods import HalfYear, Month
from tests.domain.settlement.making import MARCH, WINTER, Office, canton, office, released, reported
from tests.domain.settlement.test_payments import payer
from tests.support.standing import ground

EARLIER, AUTUMN = Month(2024, 9), HalfYear(2024, 1)


@dataclass
class Settled:
    """The run of March 2025: CHF 600 to Olten, CHF 400 to Trimbach, CHF 1200 asked back of Wisen."""

    people: Office
    run: Run
    olten: Municipality
    trimbach: Municipality
    wisen: Municipality

    @property
    def payments(self) -> list[Payment]:
        return list(Payment.objects.filter(run=self.run).order_by("payee__name", "number"))

    @property
    def invoice(self) -> Invoice:
        return Invoice.objects.get(payee=self.wisen)


def settled() -> Settled:
    """The ground, with people who had no hand in it."""
    ground(_lay)
    olten, trimbach, wisen = (Municipality.objects.get(name=name) for name in ("Olten", "Trimbach", "Wisen"))
    return Settled(office(), Run.objects.get(payment_month=str(MARCH)), olten, trimbach, wisen)


def _lay() -> None:
    people = office()
    olten, trimbach, wisen = canton("Olten", "Trimbach", "Wisen")
    reported(wisen, AUTUMN, 9, 0, 0, 0)
    with clock.moved_to(date(2024, 9, 24)):
        released(EARLIER, people)
    payer(people)
    # What was paid too much then is more than what is due now.
    reported(wisen, AUTUMN, 3, 0, 0, 0, number=2)
    reported(olten, WINTER, 3, 0, 0, 0)
    reported(trimbach, WINTER, 2, 0, 0, 0)
    with clock.moved_to(date(2025, 3, 24)):
        released(MARCH, people)


def more_payments(first: Payment, count: int) -> list[Payment]:
    """As many more payments in its file: as if the canton had that many municipalities."""
    values = {
        field.attname: getattr(first, field.attname)
        for field in Payment._meta.concrete_fields
        if field.attname not in ("id", "reference", "number", "replaces_id")
    }
    made: list[Payment] = []
    for number in range(count):
        before = made[-1] if made else first
        made.append(Payment.objects.create(**values, number=10 + number, replaces=before, reference=f"demo-{number}"))
    return made
