"""Which letters an occasion asks for, and how each is written once it is its turn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.utils.translation import gettext as _

from ankunft.domain.settlement.models import Invoice, InvoiceReminder, Reclaim, Run
from ankunft.domain.settlement.models.invoices import OWED
from ankunft.domain.settlement.states import RELEASED
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel.errors import Refused

from .content import Written, annex, invoice_letter, notice, reclaim_letter, reminder_letter
from .content.material import of_run, of_year
from .models import Letterhead, LetterKind
from .selectors import STANDING

_RUN = re.compile(r"(?:[A-Z][A-Z0-9]{0,2}-)?\d{4}-\d{2}")
_YEAR, _RECLAIM = re.compile(r"\d{4}"), re.compile(r"[FR]-(\d+)")
_SERIES = re.compile(r"^[A-Z]-")
"""How numbers of invoices and references of reclaims begin; the sign of a scheme in the name of a run is none."""

PREFIXES: Mapping[str, str] = {
    LetterKind.PAYMENT_NOTICE: "ZA",
    LetterKind.INVOICE: "RE",
    LetterKind.REMINDER: "ZE",
    LetterKind.RECLAIM: "FO",
    LetterKind.ANNEX: "JU",
}
"""How references of letters begin."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter that is asked for: of which kind, for what, to whom. `write` says what stands in it."""

    kind: LetterKind
    occasion: str
    municipality: Municipality
    run: Run | None
    write: Callable[[], Written]

    def reference(self, number: int) -> str:
        """By what people name it: `ZA-2026-03-2601`, replaced for the first time `ZA-2026-03-2601-2`.

        A reminder says its level: `ZE1-2026-03-2601`. Of a run of another scheme: `ZA-S-2026-09-2601`.
        """
        named = self.occasion if self.kind == LetterKind.PAYMENT_NOTICE else _SERIES.sub("", self.occasion)
        about, _slash, level = named.partition("/")
        place = f"-{self.municipality.bfs_number}"
        first = f"{PREFIXES[self.kind]}{level}-{about.removesuffix(place)}{place}"
        return first if number == 1 else f"{first}-{number}"


def drafts_of(occasion: str, letterhead: Letterhead, day: date) -> list[Draft]:
    """All letters of a run (`2026-03`, `S-2026-09`), of a year (`2026`, Anhang 1) or of a reclaim (`F-12`).

    Refused where there is no such occasion, or where it is not time yet.
    """
    if _RUN.fullmatch(occasion):
        return list(_of_run(occasion, day))
    if _YEAR.fullmatch(occasion):
        return list(_of_year(int(occasion), day))
    if found := _RECLAIM.fullmatch(occasion):
        return [_of_reclaim(occasion, int(found[1]), letterhead, day)]
    raise Refused(_("«%(occasion)s» ist weder ein Zahlungslauf noch ein Jahr noch eine Rückforderung.") % {
        "occasion": occasion,
    })  # fmt: skip


def _of_run(reference: str, day: date) -> Iterator[Draft]:
    """A notice for each payee of the run; to whoever still owes something the invoice and the last reminder."""
    run = Run.objects.filter(reference=reference).first()
    if run is None or run.state != RELEASED:
        raise Refused(
            _("Briefe gibt es zu einem freigegebenen Zahlungslauf: %(month)s ist es nicht.") % {"month": reference}
        )
    material = of_run(run, day)
    for key, balance in sorted(material.balances.items(), key=lambda item: item[1].municipality.bfs_number):
        yield Draft(LetterKind.PAYMENT_NOTICE, reference, balance.municipality, run, partial(notice, material, key))
    for invoice in Invoice.objects.filter(run=run, state__in=OWED).select_related("payee").order_by("number"):
        yield Draft(
            LetterKind.INVOICE,
            invoice.number,
            invoice.payee,
            run,
            partial(invoice_letter, material, invoice),
        )
    reminders = InvoiceReminder.objects.filter(invoice__run=run, invoice__state__in=OWED)
    last = {one.invoice_id: one for one in reminders.select_related("invoice__payee", "invoice__run").order_by("level")}
    yield from (reminder_draft(one) for one in sorted(last.values(), key=lambda one: one.invoice.number))


def reminder_draft(reminder: InvoiceReminder) -> Draft:
    """The letter that reminds of an invoice; it belongs to the run of the invoice."""
    invoice = reminder.invoice
    occasion = f"{invoice.number}/{reminder.level}"
    return Draft(LetterKind.REMINDER, occasion, invoice.payee, invoice.run, partial(reminder_letter, reminder))


def _of_year(year: int, day: date) -> Iterator[Draft]:
    material = of_year(year, day)
    if not material.lines:
        raise Refused(_("Im Jahr %(year)s ist noch kein Zahlungslauf freigegeben.") % {"year": year})
    for key, place in sorted(material.places.items(), key=lambda item: item[1].bfs_number):
        yield Draft(LetterKind.ANNEX, str(year), place, None, partial(annex, material, key))


def _of_reclaim(occasion: str, key: int, letterhead: Letterhead, day: date) -> Draft:
    reclaim = Reclaim.objects.filter(pk=key).select_related("payee", "municipality").first()
    if reclaim is None or reclaim.reference != occasion or reclaim.state not in STANDING:
        raise Refused(
            _("Die Rückforderung %(reference)s ist nicht entschieden: Zuerst entscheidet eine zweite Person.")
            % {"reference": occasion}
        )
    return Draft(
        LetterKind.RECLAIM, reclaim.reference, reclaim.payee, None, partial(reclaim_letter, reclaim, letterhead, day)
    )
