"""Keeping the register of municipalities."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from ankunft.domain import roles
from ankunft.foundation.access.policy import can
from ankunft.foundation.access.services import organisations_ensure
from ankunft.foundation.audit.services import Entry, record_many
from ankunft.foundation.kernel.actor import Actor

from ..checks import municipality_faults
from ..models import Municipality
from ..permissions import KEEP_REGISTER, organisation_code
from ..selectors import municipality_by_bfs, register_entries
from ..values import MunicipalityEntry, Outcome
from .trail import MUNICIPALITY, plain, refuse, shown

BATCH = 500
_FIELDS = ("name", "district", "valid_from", "valid_to")
_LABELS = {
    "name": "Name",
    "district": "Bezirk",
    "valid_from": "Beginn",
    "valid_to": "letzter Tag",
    "successor_bfs_number": "Nachfolgerin",
}


@transaction.atomic
def municipalities_record(*, entries: Sequence[MunicipalityEntry], actor: Actor) -> Outcome:
    """Record municipalities, each also as an organisation that people can belong to.

    The number of statements does not grow with the entries. Refused if one does not fit the register.
    """
    can(actor, KEEP_REGISTER).require()
    before = register_entries()
    after = before | {entry.bfs_number: entry for entry in entries}
    refuse(fault for entry in entries for fault in municipality_faults(entry, after))
    new = [entry for entry in entries if entry.bfs_number not in before]
    changed = [entry for entry in entries if entry.bfs_number in before and entry != before[entry.bfs_number]]
    _store(new, changed)
    organisations_ensure(
        ((organisation_code(entry.bfs_number), entry.name, roles.MUNICIPALITY) for entry in (*new, *changed)),
        actor=actor,
    )
    record_many(
        actor,
        [*map(_recorded, new), *(_changed(before[entry.bfs_number], entry) for entry in changed)],
    )
    return Outcome(len(new), len(changed), len(entries) - len(new) - len(changed))


def _store(new: Sequence[MunicipalityEntry], changed: Sequence[MunicipalityEntry]) -> None:
    """Insert and update without successors first: a successor may come later in the same file."""
    Municipality.objects.bulk_create(
        [
            Municipality(bfs_number=entry.bfs_number, **{name: getattr(entry, name) for name in _FIELDS})
            for entry in new
        ],
        batch_size=BATCH,
    )
    stored = municipality_by_bfs()
    touched = []
    for entry in [*(entry for entry in new if entry.successor_bfs_number is not None), *changed]:
        municipality = stored[entry.bfs_number]
        for name in _FIELDS:
            setattr(municipality, name, getattr(entry, name))
        number = entry.successor_bfs_number
        municipality.successor = stored[number] if number is not None else None
        touched.append(municipality)
    Municipality.objects.bulk_update(touched, [*_FIELDS, "successor"], batch_size=BATCH)


def _recorded(entry: MunicipalityEntry) -> Entry:
    summary = f"{entry.name} ({entry.bfs_number}) ins Register aufgenommen."
    return Entry(
        f"{MUNICIPALITY}.recorded", MUNICIPALITY, str(entry.bfs_number), summary, after=plain(entry._asdict().items())
    )


def _changed(before: MunicipalityEntry, after: MunicipalityEntry) -> Entry:
    different = [name for name in _LABELS if getattr(before, name) != getattr(after, name)]
    if different == ["valid_to", "successor_bfs_number"] and after.valid_to and after.successor_bfs_number:
        summary = f"Bestand bis {shown(after.valid_to)}, seither Teil der Gemeinde {after.successor_bfs_number}."
    else:
        summary = f"Eintrag im Register geändert: {', '.join(_LABELS[name] for name in different)}."
    return Entry(
        f"{MUNICIPALITY}.changed",
        MUNICIPALITY,
        str(after.bfs_number),
        summary,
        before=plain((name, getattr(before, name)) for name in different),
        after=plain((name, getattr(after, name)) for name in different),
    )
