"""Whether a population figure can be right."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from ankunft.foundation.kernel import clock

from ..rules import Place, Places, predecessors_of, successor_on
from ..values import Fault, FigureEntry


def population_faults(entry: FigureEntry, places: Places, counted: Collection[int]) -> list[Fault]:
    """What is wrong with a figure; `counted` are all municipalities (by id) with a figure of the same series and day.

    A figure belongs to a municipality that existed on the day. A series published in later boundaries
    may give it for the municipality that was formed since: then the merged ones have none of their own,
    or the people would count twice.
    """
    faults = []
    if entry.foreign_residents > entry.residents:
        faults.append(
            Fault("foreign_residents", _("Es sind mehr Ausländerinnen und Ausländer als Einwohnerinnen und Einwohner."))
        )
    faults += _of_reference_date(entry.reference_date)
    place, day = places[entry.municipality], entry.reference_date
    if place.ended_before(day):
        heir = places[successor_on(places, place.id, day)]
        faults.append(
            Fault(
                "bfs_number",
                _("%(name)s bestand am %(day)s nicht mehr, die Zahl gehört zu %(heir)s (%(number)d).")
                % {"name": place.name, "day": _day(day), "heir": heir.name, "number": heir.bfs_number},
            )
        )
    elif not place.exists_on(day):
        faults += _not_yet(place, day, places, counted)
    else:
        faults += _already_in_successor(place, day, places, counted)
    return faults


def _of_reference_date(day: date) -> list[Fault]:
    """The permanent resident population is counted on the last day of a year (KS 4.3.2)."""
    if (day.month, day.day) != (12, 31):
        return [Fault("reference_date", _("%(day)s ist kein Stichtag: Gezählt wird am 31.12.") % {"day": _day(day)})]
    if day > clock.today():
        return [Fault("reference_date", _("Der Stichtag %(day)s liegt in der Zukunft.") % {"day": _day(day)})]
    return []


def later_boundaries(entry: FigureEntry, places: Places) -> bool:
    """Whether the figure is given for a municipality that was formed only after the day."""
    return not places[entry.municipality].exists_on(entry.reference_date)


def _not_yet(place: Place, day: date, places: Places, counted: Collection[int]) -> list[Fault]:
    merged = [places[key] for key in predecessors_of(places, [place.id]) if places[key].exists_on(day)]
    if not merged:
        message = _("%(name)s besteht erst seit %(since)s.") % {"name": place.name, "since": _day(place.valid_from)}
        return [Fault("bfs_number", message)]
    twice = sorted(other.name for other in merged if other.id in counted)
    if not twice:
        return []
    message = _("%(name)s besteht erst seit %(since)s; für %(twice)s gibt es am %(day)s schon eigene Zahlen.") % {
        "name": place.name,
        "since": _day(place.valid_from),
        "twice": ", ".join(twice),
        "day": _day(day),
    }
    return [Fault("bfs_number", message)]


def _already_in_successor(place: Place, day: date, places: Places, counted: Collection[int]) -> list[Fault]:
    heir = place
    for _step in range(len(places)):
        if heir.successor is None:
            return []
        heir = places[heir.successor]
        if heir.id in counted and not heir.exists_on(day):
            message = _("Die Zahl vom %(day)s ist in jener der heutigen Gemeinde %(name)s schon enthalten.")
            return [Fault("bfs_number", message % {"name": heir.name, "day": _day(day)})]
    return []


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"
