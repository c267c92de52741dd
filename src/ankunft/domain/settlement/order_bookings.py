"""The bookings of what no run pays, for the accounting: instalments of project grants (KS 4.3.4), year by year.

Each order is booked once, on the day on which the bank pays its file. What came back and is paid again is the same
booking. So the sum of a year is that of the first files of its orders, and a year that is over gives the same list for
ever.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _

from ankunft.foundation.kernel.errors import Refused

from .bookings import Booking, rules_of, written
from .models import ORDER, Payment, PaymentFile


@dataclass(frozen=True, slots=True)
class OrderYear:
    """How many orders were paid in a year, and how much (Rappen)."""

    year: int
    count: int
    total: int


def order_years() -> list[OrderYear]:
    """Every year in which something was paid without a run, latest first: one query."""
    rows = _files().annotate(year=ExtractYear("pay_on")).order_by("-year").values_list("year")
    return [OrderYear(*row) for row in rows.annotate(orders=Count("pk"), paid=Sum("total"))]


def order_bookings(year: int) -> list[Booking]:
    """A booking for each order whose file is paid in that year.

    Refused where there is none, and where orders have no accounts on the day of one of them.
    """
    files = _files().filter(pay_on__year=year)
    payments = Payment.objects.filter(number=1, file__in=files).select_related("file", "payee")
    series = rules_of([ORDER]).get(ORDER)
    found = []
    for payment in payments.order_by("file__pay_on", "pk"):
        assert payment.file is not None
        day = payment.file.pay_on
        rule = series.at(day) if series is not None else None
        if rule is None:
            raise Refused(
                _("Ohne Kontierung am %(day)s: %(names)s. Zuerst Konten, Kostenstelle und Fonds erfassen.")
                % {"day": f"{day:%d.%m.%Y}", "names": _("Zahlungen ohne Lauf: Projektbeiträge")}
            )
        found.append(
            Booking(
                day,
                rule.debit_account,
                rule.credit_account,
                rule.cost_centre,
                rule.fund,
                f"{payment.message}, {payment.payee.name}",
                payment.amount,
                payment.origin,
                payment.reference,
            )
        )
    if not found:
        raise Refused(_("Im Jahr %(year)s ist nichts ohne Lauf bezahlt worden.") % {"year": year})
    return found


def order_bookings_file(year: int, suffix: str) -> bytes:
    """The bookings of a year as CSV (`.csv`) or as a workbook (`.xlsx`). Refused as `order_bookings` says."""
    return written(lambda: order_bookings(year), suffix)


def _files() -> QuerySet[PaymentFile]:
    """The first file of every order: further ones pay again what came back."""
    return PaymentFile.objects.filter(run=None, number=1)
