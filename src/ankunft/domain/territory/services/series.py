"""Naming population series, choosing which one counts, and recording what their sources say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record, record_many
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from ..models import CantonalTotal, PopulationPublication, PopulationSeries, SeriesChoice
from ..permissions import KEEP_REGISTER
from ..values import CantonalTotalEntry, Outcome, PublicationEntry
from .trail import SERIES, shown

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


@transaction.atomic
def series_define(*, code: str, name: str, source: str, actor: Actor) -> PopulationSeries:
    """A named series of population figures with its source; what has changed about it is recorded."""
    can(actor, KEEP_REGISTER).require()
    if not _CODE.fullmatch(code):
        raise Refused(_("Das Kürzel einer Reihe besteht aus Kleinbuchstaben, Ziffern und Unterstrichen."))
    if not name or not source:
        raise Refused(_("Eine Reihe braucht einen Namen und eine Quelle."))
    series, created = PopulationSeries.objects.get_or_create(code=code, defaults={"name": name, "source": source})
    if created:
        summary = f"Bevölkerungsreihe «{name}» angelegt."
        record(actor, Entry("territory.series.defined", SERIES, code, summary, after={"name": name, "source": source}))
    elif (series.name, series.source) != (name, source):
        before = {"name": series.name, "source": series.source}
        series.name, series.source = name, source
        series.save(update_fields=["name", "source"])
        summary = f"Angaben zur Bevölkerungsreihe «{name}» geändert."
        after = {"name": name, "source": source}
        record(actor, Entry("territory.series.changed", SERIES, code, summary, before=before, after=after))
    return series


@transaction.atomic
def series_choose(*, reference_from: date, series: PopulationSeries, reason: str, actor: Actor) -> SeriesChoice:
    """From that reference date on the contributions rest on this series (KS 4.3.2: "gemäss kantonaler Statistik")."""
    can(actor, KEEP_REGISTER).require()
    if not reason.strip():
        raise Refused(_("Die Wahl einer Reihe braucht eine Begründung."))
    before = SeriesChoice.objects.select_related("series").filter(reference_from=reference_from).first()
    if before is not None and before.series == series and before.reason == reason:
        return before
    choice, _created = SeriesChoice.objects.update_or_create(
        reference_from=reference_from, defaults={"series": series, "reason": reason}
    )
    record(
        actor,
        Entry(
            "territory.series.chosen",
            SERIES,
            series.code,
            f"Ab Stichtag {shown(reference_from)} zählt die Reihe «{series.name}».",
            before={"series": before.series.code, "reason": before.reason} if before else None,
            after={"series": series.code, "reference_from": reference_from.isoformat()},
            reason=reason,
        ),
    )
    return choice


@transaction.atomic
def publications_record(*, series: PopulationSeries, publications: Sequence[PublicationEntry], actor: Actor) -> Outcome:
    """Record where the figures of a reference date were published, and whether they are provisional."""
    can(actor, KEEP_REGISTER).require()
    return _record(PopulationPublication, series, publications, actor, "Veröffentlichung")


@transaction.atomic
def cantonal_totals_record(*, series: PopulationSeries, totals: Sequence[CantonalTotalEntry], actor: Actor) -> Outcome:
    """Record totals of the canton as published."""
    can(actor, KEEP_REGISTER).require()
    return _record(CantonalTotal, series, totals, actor, "Total des Kantons")


def _record(
    model: type[PopulationPublication] | type[CantonalTotal],
    series: PopulationSeries,
    entries: Sequence[PublicationEntry] | Sequence[CantonalTotalEntry],
    actor: Actor,
    what: str,
) -> Outcome:
    known: dict[date, Any] = {row.reference_date: row for row in model._default_manager.filter(series=series)}
    created = changed = 0
    told = []
    for entry in entries:
        values = entry._asdict()
        row = known.get(entry.reference_date)
        if row is not None and all(getattr(row, name) == value for name, value in values.items()):
            continue
        model._default_manager.update_or_create(
            series=series, reference_date=values.pop("reference_date"), defaults=values
        )
        created, changed = (created + 1, changed) if row is None else (created, changed + 1)
        summary = f"{what} zum {shown(entry.reference_date)} in der Reihe «{series.name}» erfasst."
        told.append(Entry("territory.series.stated", SERIES, series.code, summary, after=values))
    record_many(actor, told)
    return Outcome(created, changed, len(entries) - created - changed)
