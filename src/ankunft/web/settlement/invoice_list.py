"""The list of invoices: its columns, its filters, and how one is found in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.settlement import selectors
from ankunft.domain.settlement.models import OWED, Invoice, InvoiceReminder, InvoiceState
from ankunft.domain.settlement.permissions import SEE_PAYMENTS
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell.lists import Column, Filter, Listing

from .invoice_words import Tag, invoice_tags

EVERYTHING, OPEN, OVERDUE, TO_REMIND, SETTLED, CANCELLED = (
    "alle",
    "offen",
    "ueberfaellig",
    "zu-erinnern",
    "beglichen",
    "storniert",
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A row: the invoice, where it stands, and how often its payee was reminded."""

    invoice: Any
    tags: list[Tag]
    reminders: list[InvoiceReminder]

    @property
    def state(self) -> str:
        return ", ".join(str(tag.text) for tag in self.tags)

    @property
    def reminded(self) -> str:
        return ", ".join(f"{one.reminded_on:%d.%m.%Y}" for one in self.reminders)


def prepared(invoices: Sequence[Any]) -> list[Listed]:
    """The rows of these invoices, in one more statement for their reminders."""
    reminders: dict[int, list[InvoiceReminder]] = {}
    for one in InvoiceReminder.objects.filter(invoice__in=invoices).order_by("level"):
        reminders.setdefault(one.invoice_id, []).append(one)
    today = clock.today()
    return [
        Listed(one, invoice_tags(one, reminders.get(one.pk, []), today), reminders.get(one.pk, [])) for one in invoices
    ]


def found(invoices: QuerySet[Any], words: str) -> QuerySet[Any]:
    """Those whose payee is called so, or whose number or reference begins so."""
    typed = words.strip()
    whole = typed.replace(" ", "")
    return invoices.filter(
        Q(payee__name__icontains=typed) | Q(number__istartswith=whole) | Q(reference__istartswith=whole)
    )


def _by_state(invoices: QuerySet[Any], value: str) -> QuerySet[Any]:
    if value == OVERDUE:
        return invoices.filter(selectors.is_overdue_on(clock.today()))
    if value == TO_REMIND:
        return invoices.filter(number__in=[one.number for one, _due in selectors.reminders_due(clock.today())])
    states = {
        OPEN: OWED,
        SETTLED: frozenset({InvoiceState.PAID, InvoiceState.NETTED}),
        CANCELLED: frozenset({InvoiceState.CANCELLED}),
    }
    return invoices.filter(state__in=states[value]) if value in states else invoices


def _states(actor: Actor) -> list[tuple[str, str]]:
    # Whom to remind next is the canton's own affair.
    reminding = [(TO_REMIND, _("Erinnerung fällig"))] if can(actor, SEE_PAYMENTS) else []
    return [
        (EVERYTHING, _("Alle")),
        (OPEN, _("Offen")),
        (OVERDUE, _("Überfällig")),
        *reminding,
        (SETTLED, _("Beglichen")),
        (CANCELLED, _("Storniert")),
    ]


def _runs(actor: Actor) -> list[tuple[str, str]]:
    invoices = visible_to(actor, Invoice).order_by("-run__payment_month", "run__reference")
    found = invoices.values_list("run__reference", "run__payment_month").distinct()
    return [(reference, reference) for reference, _month in found]


COLUMNS = (
    Column("rechnung", gettext_lazy("Rechnung"), lambda row: row.invoice.number, order=("number",), is_whole=True),
    Column("gemeinde", gettext_lazy("Gemeinde"), lambda row: row.invoice.payee.name, order=("payee__name", "number")),
    Column(
        "lauf",
        gettext_lazy("Lauf"),
        lambda row: row.invoice.run.reference,
        order=("run__payment_month", "number"),
    ),
    Column(
        "ausgestellt",
        gettext_lazy("Ausgestellt"),
        lambda row: row.invoice.issued_on,
        kind="date",
        order=("issued_on", "number"),
    ),
    Column(
        "frist",
        gettext_lazy("Zahlbar bis"),
        lambda row: row.invoice.due_on,
        kind="date",
        order=("due_on", "number"),
    ),
    Column(
        "stand",
        gettext_lazy("Stand"),
        lambda row: row.state,
        order=("rank", "due_on", "number"),
        template="settlement/parts/invoice_state.html",
    ),
    Column("erinnert", gettext_lazy("Erinnert am"), lambda row: row.reminded, in_file_only=True),
    Column("referenz", gettext_lazy("Referenz"), lambda row: row.invoice.reference, in_file_only=True),
    Column("betrag", gettext_lazy("Betrag CHF"), lambda row: row.invoice.amount, kind="money", order=("amount",)),
    Column("bezahlt", gettext_lazy("Bezahlt CHF"), lambda row: row.invoice.received, kind="money", in_file_only=True),
    Column(
        "verrechnet", gettext_lazy("Verrechnet CHF"), lambda row: row.invoice.netted, kind="money", in_file_only=True
    ),
    Column(
        "storniert", gettext_lazy("Storniert CHF"), lambda row: row.invoice.given_up, kind="money", in_file_only=True
    ),
    Column("offen", gettext_lazy("Offen CHF"), lambda row: row.invoice.open, kind="money", order=("open",)),
)

INVOICES = Listing(
    place="settlement.invoices",
    title=gettext_lazy("Rechnungen"),
    columns=COLUMNS,
    key="number",
    sort="stand",
    filters=(
        Filter("stand", gettext_lazy("Stand"), _by_state, _states, default=EVERYTHING, is_chips=True),
        Filter(
            "lauf",
            gettext_lazy("Zahlungslauf"),
            lambda invoices, value: invoices.filter(run__reference=value),
            _runs,
        ),
    ),
    search_label=gettext_lazy("Gemeinde, Rechnung oder Referenz"),
    prepare=prepared,
    address=lambda row: reverse("invoice", args=[row.invoice.number]),
)
