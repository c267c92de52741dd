"""What is known when movements are looked at: those told before, and what their references can mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from ankunft.domain.settlement.models import Invoice, Payment
from ankunft.domain.settlement.selectors.outcomes import is_rejected, outcomes_of
from ankunft.foundation.documents.iso20022.movements import Movement
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.workflow.services import transition

from .. import states
from ..models import BankEntry, EntryState
from ..rules import Known, Paid, Verdict, What, invoice_reference


def unseen(movements: Sequence[Movement], actor: Actor, warnings: list[str]) -> list[Movement]:
    """Those that no statement told before. A sum and its parts are one booking: whichever came first explains it.

    Where the sum waits unexplained and its parts come, the sum is set aside and the parts are taken in.
    """
    before = _told_before(movements)
    groups: dict[str, list[Movement]] = defaultdict(list)
    for movement in movements:
        groups[movement.group].append(movement)
    found: set[str] = set()
    for group, parts in groups.items():
        entries = before.get(group)
        if entries is None:
            found |= {part.key for part in parts}
            continue
        known = sum(entry.amount for entry in entries if len(entries) == 1 or not _gave_way(entry))
        if known != sum(part.amount for part in parts):
            # Only the booking moved the account: parts that are not it explain nothing.
            warnings.append(_other_amount(group))
            continue
        whole = entries[0]
        is_whole = len(entries) == 1 and whole.key == group and whole.state == EntryState.UNMATCHED
        if is_whole and any(part.key != group for part in parts):
            reason = _("Die Einzelheiten der Sammelbuchung sind eingelesen.")
            transition(
                obj=whole, key=str(whole.pk), table=states.ENTRY, name=states.SET_ASIDE, actor=actor, reason=reason
            )
            found |= {part.key for part in parts}
    return [one for one in _not_told_elsewhere(movements, found) if one.key in found]


def _not_told_elsewhere(movements: Sequence[Movement], found: set[str]) -> list[Movement]:
    """Those of them that are new: a bank may tell one as a booking of its own here, as a part of another one there."""
    groups = {movement.group for movement in movements if movement.key in found}
    rows = BankEntry.objects.filter(Q(key__in=found | groups) | Q(group__in=found)).values_list("key", "group")
    named: dict[str, set[str]] = defaultdict(set)
    for key, group in rows:
        named[key].add(group)
        named[group].add(group)
    return [one for one in movements if not (named[one.key] | named[one.group]) - {one.group}]


def known_to(movements: Sequence[Movement]) -> Known:
    """What these movements can refer to, as it stands now."""
    references = {reference for movement in movements if (reference := invoice_reference(movement))}
    batches = {movement.batch for movement in movements if movement.batch}
    orders = {movement.end_to_end for movement in movements if movement.end_to_end}
    named = Q(reference__in=orders) | Q(file__reference__in=batches)
    payments = outcomes_of(Payment.objects.filter(named, file__isnull=False).select_related("file"))
    paid = {
        one.payment.reference: Paid(
            one.payment.amount,
            file=one.payment.file.reference if one.payment.file else "",
            executed=one.execution is not None,
            returned=one.returned is not None and not is_rejected(one),
            rejected=is_rejected(one),
        )
        for one in payments
    }
    likenesses = {movement.likeness for movement in movements if movement.likeness}
    return Known(
        invoices=dict(Invoice.objects.filter(reference__in=references).values_list("reference", "open")),
        payments=paid,
        files=frozenset(one.file for one in paid.values()) & batches,
        likenesses=frozenset(BankEntry.objects.filter(likeness__in=likenesses).values_list("likeness", flat=True)),
    )


def payments_named(verdicts: Iterable[Verdict]) -> dict[str, Payment]:
    """The payments that verdicts name, by their reference: read once for all of them."""
    named: set[str] = set()
    for one in verdicts:
        named |= {one.target} if one.what in (What.EXECUTION, What.RETURN) else set(one.payments)
    return {payment.reference: payment for payment in Payment.objects.filter(reference__in=named)}


def _told_before(movements: Sequence[Movement]) -> dict[str, list[BankEntry]]:
    found: dict[str, list[BankEntry]] = defaultdict(list)
    for entry in BankEntry.objects.filter(group__in={movement.group for movement in movements}).order_by("pk"):
        found[entry.group].append(entry)
    return dict(found)


def _gave_way(entry: BankEntry) -> bool:
    """A sum that was set aside when its parts came."""
    return entry.key == entry.group and entry.state == EntryState.ASIDE


def _other_amount(group: str) -> str:
    return _(
        "Die Buchung %(key)s ist schon eingelesen, aber mit einem anderen Betrag. Sie bleibt, wie sie war; fragen Sie "
        "die Bank."
    ) % {"key": group}
