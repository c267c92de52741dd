"""The bookings of a released run for the canton's accounting, as CSV and as XLSX.

Every line is booked as if it were paid out, or paid back, at once. What is not: an invoice moves from there to the
account of claims, and what is netted with an earlier invoice moves from the account of claims to there (KS 4.7). So the
sum of the list is what the bank pays, and the account of claims holds invoices less nettings. What happens after the
release (receipts, cancellations) is on the invoices, not in the list of a run: the same run gives the same list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, dataclass
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from ankunft.domain.territory import readings as territory
from ankunft.domain.territory.rules import successor_on
from ankunft.foundation.documents.spreadsheet import Kind, Sheet, comma_separated, workbook
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.selectors import steps_of

from .explanations import NAMES
from .invoice_rules import invoice_number
from .models import START_INTEGRATION, BookingKind, BookingRule, InvoiceBooking, Line, Payment, Run
from .rules import pay_on, payment_date
from .scheme_names import booked_names, claim_of
from .selectors import lines_of, payees_of
from .states import RELEASE, RELEASED, RUN

KINDS: tuple[Kind, ...] = ("date", "text", "text", "text", "text", "text", "money", "text", "text")


@dataclass(frozen=True, slots=True)
class Booking:
    """One booking; `amount` in Rappen, below zero where debit and credit change sides. Their sum is what is paid.

    `run` is what pays: a run, or an order such as `P-3/1`.
    """

    day: date
    debit_account: str
    credit_account: str
    cost_centre: str
    fund: str
    text: str
    amount: int
    run: str
    payment: str


def bookings_of(run: Run) -> list[Booking]:
    """A booking for each line of a released run, then one for each invoice, then one for each netting.

    Refused while the run is not released, and where something has no accounts on the payment date.
    """
    if run.state != RELEASED:
        raise Refused(_("Buchungen gibt es von einem freigegebenen Lauf. Dieser ändert sich noch."))
    # What the contributions of other schemes are called is stored with their lines.
    lines = list(lines_of(run).defer("explanation") if run.scheme == START_INTEGRATION else lines_of(run))
    claims, claim = [*_invoiced(run), *_netted(run)], claim_of(run.scheme)
    rules = _rules(run, {line.contribution for line in lines} | ({claim} if claims else set()))
    payments = dict(Payment.objects.filter(run=run, number=1).values_list("payee_id", "reference"))
    day = _day(run)
    booked = [(rules[line.contribution], _text(line), line.amount, line.payee_id) for line in lines]
    booked += [(rules[claim], *one) for one in claims]
    return [
        Booking(
            day,
            rule.debit_account,
            rule.credit_account,
            rule.cost_centre,
            rule.fund,
            text,
            amount,
            run.reference,
            payments.get(payee, ""),
        )
        for rule, text, amount, payee in booked
    ]


def rules_at(day: date, booked: Iterable[str]) -> dict[str, BookingRule]:
    """Where these contributions (or claims) are booked on that day; what has no accounts is not in it."""
    found = {contribution: series.at(day) for contribution, series in rules_of(booked).items()}
    return {contribution: rule for contribution, rule in found.items() if rule is not None}


def rules_of(booked: Iterable[str]) -> dict[str, Dated[BookingRule]]:
    """Where these contributions (or claims, or orders) are booked since when: one query."""
    series: dict[str, list[tuple[date, BookingRule]]] = {}
    for rule in BookingRule.objects.filter(contribution__in=set(booked)):
        series.setdefault(rule.contribution, []).append((rule.valid_from, rule))
    return {contribution: Dated(entries) for contribution, entries in series.items()}


def bookings_file(run: Run, suffix: str) -> bytes:
    """The bookings as CSV (`.csv`) or as a workbook (`.xlsx`). The same run gives the same bytes. Refused otherwise."""
    return written(lambda: bookings_of(run), suffix)


def written(made: Callable[[], list[Booking]], suffix: str) -> bytes:
    """Bookings as a file of that kind. Refused where it is none that there is, before anything is read."""
    if suffix not in (".csv", ".xlsx"):
        raise Refused(_("«%(suffix)s» geht nicht. Buchungen gibt es als .csv oder als .xlsx.") % {"suffix": suffix})
    rows = made()
    with translation.override(settings.LANGUAGE_CODE):
        header = [
            _("Datum"),
            _("Soll"),
            _("Haben"),
            _("Kostenstelle"),
            _("Fonds"),
            _("Text"),
            _("Betrag CHF"),
            _("Zahlungslauf"),
            _("Zahlung"),
        ]
        sheet = Sheet(_("Buchungen"), header, map(astuple, rows), KINDS, (12, 12, 12, 14, 14, 60))
        return workbook([sheet]) if suffix == ".xlsx" else comma_separated(sheet)


Claim = tuple[str, int, int]
"""What is booked on the account of claims: text, Rappen, payee."""


def _text(line: Line) -> str:
    what = NAMES.get(line.contribution) or line.contribution_label
    payee = "" if line.payee_id == line.municipality_id else f", an {line.payee.name}"
    return f"{what} {line.period}, {line.municipality.name}{payee}"


def _invoiced(run: Run) -> Iterator[Claim]:
    """What the run asks: it was not paid back with the line that takes it back, it is owed now."""
    for row in payees_of(run).filter(invoice__gt=0):
        number = invoice_number(run.reference, row.municipality.bfs_number)
        yield f"Rechnung {number}, {row.municipality.name}", row.invoice, row.municipality_id


def _netted(run: Run) -> Iterator[Claim]:
    """What the run keeps back for earlier invoices: it was not paid out with the line that grants it."""
    nettings = InvoiceBooking.objects.filter(run=run, kind=BookingKind.NETTING).order_by("invoice__number")
    places, day = territory.places(), payment_date(run.month)
    for booking in nettings.select_related("invoice__payee"):
        payee = booking.invoice.payee
        # The payment is that of whoever carries a merged municipality.
        carrier = successor_on(places, payee.pk, day)
        yield f"Verrechnung mit Rechnung {booking.invoice.number}, {payee.name}", -booking.amount, carrier


def _day(run: Run) -> date:
    """The day on which the bank pays what was released when it was."""
    released = steps_of(RUN.object_type, run.reference).filter(name=RELEASE).latest("pk")
    return pay_on(run.month, released.at.astimezone(clock.ZURICH).date())


def _rules(run: Run, booked: set[str]) -> dict[str, BookingRule]:
    day = payment_date(run.month)
    found = rules_at(day, booked)
    if missing := booked - found.keys():
        names = booked_names(run.scheme)
        lacking = sorted(names.get(one, one) for one in missing)
        raise Refused(
            _("Ohne Kontierung am %(day)s: %(names)s. Zuerst Konten, Kostenstelle und Fonds erfassen.")
            % {"day": f"{day:%d.%m.%Y}", "names": ", ".join(lacking)}
        )
    return found
