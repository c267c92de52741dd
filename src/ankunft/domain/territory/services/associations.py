"""Recording who belongs to which lead municipality's association since when (KS 3.4.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db import transaction

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record_many
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.dated import Dated

from ..checks import Spans, membership_faults, spans_of
from ..models import Association, AssociationMembership, Municipality, Payee
from ..permissions import KEEP_REGISTER
from ..readings import lead_series, places
from ..rules import Lead, Places
from ..values import MembershipEntry, Outcome
from .trail import MUNICIPALITY, refuse, shown

BATCH = 500

Series = Mapping[int, Sequence[MembershipEntry]]


@transaction.atomic
def association_membership_set(
    *,
    municipality: Municipality,
    valid_from: date,
    lead: Municipality | None,
    payee: Payee = Payee.LEAD,
    actor: Actor,
    is_demo: bool = False,
) -> Outcome:
    """From that day on the municipality belongs to the lead's association, or (None) to none."""
    can(actor, KEEP_REGISTER).require()
    _one_at_a_time()
    rows = AssociationMembership.objects.filter(municipality=municipality).select_related("association")
    entries = {row.valid_from: _as_entry(row) for row in rows}
    entries[valid_from] = MembershipEntry(municipality.pk, valid_from, lead.pk if lead else None, payee)
    return associations_replace(series={municipality.pk: list(entries.values())}, actor=actor, is_demo=is_demo)


@transaction.atomic
def associations_replace(*, series: Series, actor: Actor, is_demo: bool = False) -> Outcome:
    """The memberships of each member are from now on exactly these.

    Counted are the members. Refused if a membership does not fit with the others: a lead that is a
    member elsewhere at the same time, a member before it exists.
    """
    can(actor, KEEP_REGISTER).require()
    _one_at_a_time()
    known = places()
    refuse_unfitting(series, known)
    before: dict[int, list[MembershipEntry]] = {member: [] for member in series}
    for row in AssociationMembership.objects.filter(municipality_id__in=series).select_related("association"):
        before[row.municipality_id].append(_as_entry(row))
    changed = [member for member in series if sorted(before[member]) != sorted(series[member])]
    _store({member: series[member] for member in changed}, is_demo)
    record_many(actor, [_told(known, member, before[member], series[member]) for member in changed])
    created = sum(1 for member in changed if not before[member])
    return Outcome(created, len(changed) - created, len(series) - len(changed))


def _one_at_a_time() -> None:
    """Until the end of the transaction nobody else changes associations: what is read is what is replaced.

    All municipalities in one order, since a membership must fit with those of others. On SQLite the
    transaction itself, which begins as a writing one, does it.
    """
    list(Municipality.objects.order_by("pk").select_for_update(no_key=True).values_list("pk"))


def refuse_unfitting(series: Series, known: Places) -> None:
    """Refused unless all memberships fit, those of other members included."""
    dated = {member: as_dated(entries) for member, entries in series.items()}
    own = spans_of(dated)
    spans = Spans(spans_of({key: value for key, value in lead_series().items() if key not in dated}) + own)
    refuse(fault for span in own for fault in membership_faults(span, spans.beside(span), known))


def as_dated(entries: Iterable[MembershipEntry]) -> Dated[Lead | None]:
    """Entries of one member as a dated series."""
    return Dated(
        (entry.valid_from, None if entry.lead is None else Lead(entry.lead, entry.payee == Payee.LEAD))
        for entry in entries
    )


def _as_entry(row: AssociationMembership) -> MembershipEntry:
    return MembershipEntry(
        row.municipality_id, row.valid_from, row.association.lead_id if row.association else None, row.payee
    )


def _store(series: Series, is_demo: bool) -> None:
    leads = {entry.lead for entries in series.values() for entry in entries if entry.lead is not None}
    Association.objects.bulk_create(
        [Association(lead_id=lead, is_demo=is_demo) for lead in sorted(leads)], batch_size=BATCH, ignore_conflicts=True
    )
    associations = dict(Association.objects.filter(lead_id__in=leads).values_list("lead_id", "pk"))
    AssociationMembership.objects.filter(municipality_id__in=series).delete()
    AssociationMembership.objects.bulk_create(
        [
            AssociationMembership(
                municipality_id=entry.member,
                valid_from=entry.valid_from,
                association_id=associations[entry.lead] if entry.lead is not None else None,
                payee=entry.payee,
            )
            for entries in series.values()
            for entry in entries
        ],
        batch_size=BATCH,
    )


def _told(known: Places, member: int, before: Sequence[MembershipEntry], after: Sequence[MembershipEntry]) -> Entry:
    sentences = [_sentence(known, entry) for entry in sorted(after) if entry not in before]
    gone = [f"Eintrag ab {shown(entry.valid_from)} entfernt." for entry in sorted(before) if entry not in after]
    return Entry(
        "territory.association.set",
        MUNICIPALITY,
        str(known[member].bfs_number),
        " ".join(sentences + gone),
        before={"memberships": [_as_data(known, entry) for entry in sorted(before)]},
        after={"memberships": [_as_data(known, entry) for entry in sorted(after)]},
    )


def _sentence(known: Places, entry: MembershipEntry) -> str:
    if entry.lead is None:
        return f"Ab {shown(entry.valid_from)} in keinem Leitgemeinde-Verbund."
    paid = "die Leitgemeinde" if entry.payee == Payee.LEAD else "die Gemeinde selbst"
    lead = known[entry.lead].name
    return f"Ab {shown(entry.valid_from)} im Verbund mit Leitgemeinde {lead}; Beiträge gehen an {paid}."


def _as_data(known: Places, entry: MembershipEntry) -> dict[str, object]:
    lead = None if entry.lead is None else known[entry.lead].bfs_number
    return {"valid_from": entry.valid_from.isoformat(), "lead": lead, "payee": entry.payee}
