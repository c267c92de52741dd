"""Whether a municipality fits into the register."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils.translation import gettext as _

from ..values import Fault, MunicipalityEntry

LARGEST_BFS_NUMBER = 9999


def municipality_faults(entry: MunicipalityEntry, register: Mapping[int, MunicipalityEntry]) -> list[Fault]:
    """What is wrong with an entry, given the whole register as it would be afterwards."""
    faults = []
    if not 1 <= entry.bfs_number <= LARGEST_BFS_NUMBER:
        faults.append(Fault("bfs_number", _("Eine BFS-Nummer liegt zwischen 1 und 9999.")))
    if entry.valid_to is not None and entry.valid_to < entry.valid_from:
        faults.append(Fault("valid_to", _("Das Ende liegt vor dem Beginn.")))
    return faults + _successor_faults(entry, register)


def _successor_faults(entry: MunicipalityEntry, register: Mapping[int, MunicipalityEntry]) -> list[Fault]:
    number = entry.successor_bfs_number
    if number is None:
        return []
    if number == entry.bfs_number:
        return [_fault(_("Eine Gemeinde kann nicht ihre eigene Nachfolgerin sein."))]
    successor = register.get(number)
    if successor is None:
        return [_fault(_("Eine Gemeinde mit der BFS-Nummer %(number)d gibt es nicht.") % {"number": number})]
    if entry.valid_to is None:
        return [Fault("valid_to", _("Eine Gemeinde mit Nachfolgerin braucht einen letzten Tag."))]
    first_day = entry.valid_to + timedelta(days=1)
    if successor.valid_from > first_day or (successor.valid_to is not None and successor.valid_to < first_day):
        return [
            _fault(
                _("Die Nachfolgerin %(name)s besteht am %(day)s nicht.")
                % {"name": successor.name, "day": f"{first_day:%d.%m.%Y}"}
            )
        ]
    return []


def _fault(message: str) -> Fault:
    return Fault("successor_bfs_number", message)
