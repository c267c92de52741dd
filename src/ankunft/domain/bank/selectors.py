"""What people see of what the bank says."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from ankunft.domain.settlement.models import Run
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.money import Money

from .models import WAITING, BankEntry, BankStatement, EntryUse, StatusReport, StatusWord, WordState


def entries_for(actor: Actor) -> QuerySet[BankEntry]:
    """Every movement, its statement with it."""
    return visible_to(actor, BankEntry).select_related("statement")


def statements_for(actor: Actor) -> QuerySet[BankStatement]:
    """Every statement with how many movements it brought, and how many of them still wait."""
    return visible_to(actor, BankStatement).annotate(
        brought=Count("entries"), waiting=Count("entries", filter=Q(entries__state__in=WAITING))
    )


def waiting_count(actor: Actor) -> int:
    """How many movements wait for somebody to say what they are."""
    return visible_to(actor, BankEntry).filter(state__in=WAITING).count()


def reports_for(actor: Actor) -> QuerySet[StatusReport]:
    """Every report about an order, with how many payments it rejects, and how many of its words wait."""
    return (
        visible_to(actor, StatusReport)
        .select_related("file__run")
        .annotate(
            rejected=Count("words", filter=Q(words__state=WordState.REJECTED)),
            waiting=Count("words", filter=Q(words__state=WordState.WAITING)),
        )
    )


def words_for(actor: Actor) -> QuerySet[StatusWord]:
    """Everything that the bank said of single payments, with report and payment."""
    return visible_to(actor, StatusWord).select_related("report__file", "payment__payee", "payment__run", "rejection")


def words_waiting_count(actor: Actor) -> int:
    """How much of what the bank said of payments does not fit what is known of them."""
    return visible_to(actor, StatusWord).filter(state=WordState.WAITING).count()


@dataclass(frozen=True, slots=True)
class Use:
    """What a part of a movement was used for: of which kind, by its name for people; amount in Rappen.

    `run` is the one that it belongs to; None where it is an order of another room, which `origin` names.
    `is_undone`: it was taken back, or takes back.
    """

    kind: str
    name: str
    amount: int
    run: Run | None
    origin: str
    is_undone: bool

    @property
    def words(self) -> str:
        return f"{self.name}: {Money(self.amount)}"


def uses_of(entries: Collection[BankEntry]) -> dict[int, list[Use]]:
    """What each movement was used for, by its number: one statement, whatever their number."""
    found: dict[int, list[Use]] = {}
    rows = EntryUse.objects.filter(entry__in=[entry.pk for entry in entries]).select_related(
        "booking__invoice__run", "execution__payment__run", "returned__payment__run", "undone_by"
    )
    for row in rows:
        found.setdefault(row.entry_id, []).append(_use(row))
    return found


def _use(row: EntryUse) -> Use:
    is_undone = row.undoes_id is not None or hasattr(row, "undone_by")
    if row.booking is not None:
        invoice = row.booking.invoice
        return Use("invoice", invoice.number, row.amount, invoice.run, "", is_undone)
    word, kind = (row.execution, "execution") if row.execution is not None else (row.returned, "return")
    assert word is not None
    return Use(kind, word.payment.reference, row.amount, word.payment.run, word.payment.origin, is_undone)
