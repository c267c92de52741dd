"""The bookings of a released run for the canton's accounting: one for each line, as CSV and as XLSX."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import date

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from ankunft.foundation.documents.spreadsheet import Kind, Sheet, comma_separated, workbook
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.selectors import steps_of

from .explanations import NAMES
from .models import START_INTEGRATION, BookingRule, Line, Payment, Run
from .rules import pay_on, payment_date
from .scheme_names import contribution_names
from .selectors import lines_of
from .states import RELEASE, RELEASED, RUN

KINDS: tuple[Kind, ...] = ("date", "text", "text", "text", "text", "text", "money", "text", "text")


@dataclass(frozen=True, slots=True)
class Booking:
    """One booking; `amount` in Rappen, below zero where something is taken back. Their sum is the total of the run."""

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
    """A booking for each line of a released run, in the order of its lines.

    Refused while the run is not released, and where contributions have no accounts on the payment date.
    """
    if run.state != RELEASED:
        raise Refused(_("Buchungen gibt es von einem freigegebenen Lauf. Dieser ändert sich noch."))
    # What the contributions of other schemes are called is stored with their lines.
    lines = list(lines_of(run).defer("explanation") if run.scheme == START_INTEGRATION else lines_of(run))
    rules = _rules(run, {line.contribution for line in lines})
    payments = dict(Payment.objects.filter(run=run, number=1).values_list("payee_id", "reference"))
    day = _day(run)
    return [_booking(run, day, line, rules[line.contribution], payments) for line in lines]


def bookings_file(run: Run, suffix: str) -> bytes:
    """The bookings as CSV (`.csv`) or as a workbook (`.xlsx`). The same run gives the same bytes. Refused otherwise."""
    if suffix not in (".csv", ".xlsx"):
        raise Refused(_("«%(suffix)s» geht nicht. Buchungen gibt es als .csv oder als .xlsx.") % {"suffix": suffix})
    rows = bookings_of(run)
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


def _booking(run: Run, day: date, line: Line, rule: BookingRule, payments: Mapping[int, str]) -> Booking:
    what = NAMES.get(line.contribution) or line.contribution_label
    payee = "" if line.payee_id == line.municipality_id else f", an {line.payee.name}"
    return Booking(
        day,
        rule.debit_account,
        rule.credit_account,
        rule.cost_centre,
        rule.fund,
        f"{what} {line.period}, {line.municipality.name}{payee}",
        line.amount,
        run.reference,
        payments.get(line.payee_id, ""),
    )


def _day(run: Run) -> date:
    """The day on which the bank pays what was released when it was."""
    released = steps_of(RUN.object_type, run.reference).filter(name=RELEASE).latest("pk")
    return pay_on(run.month, released.at.astimezone(clock.ZURICH).date())


def _rules(run: Run, contributions: set[str]) -> dict[str, BookingRule]:
    series: dict[str, list[tuple[date, BookingRule]]] = {}
    for rule in BookingRule.objects.filter(contribution__in=contributions):
        series.setdefault(rule.contribution, []).append((rule.valid_from, rule))
    day = payment_date(run.month)
    found = {contribution: Dated(entries).at(day) for contribution, entries in series.items()}
    missing = [one for one in contributions if found.get(one) is None]
    if missing:
        names = contribution_names(run.scheme)
        lacking = sorted(names.get(one, one) for one in missing)
        raise Refused(
            _("Ohne Kontierung am %(day)s: %(names)s. Zuerst Konten, Kostenstelle und Fonds erfassen.")
            % {"day": f"{day:%d.%m.%Y}", "names": ", ".join(lacking)}
        )
    return {contribution: rule for contribution, rule in found.items() if rule is not None}
