"""Whether an interview can have been held like this."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.translation import gettext as _

from ankunft.foundation.kernel import clock

from ..guide import known_needs, known_topics
from ..values import Fault, HeldEntry
from .interpreting import interpreting_faults

MOST_PARTICIPANTS = 30


def held_faults(entry: HeldEntry, *, recorded: int, arrived_on: Collection[date] = ()) -> list[Fault]:
    """Days that cannot be, counts that do not fit, codes that the guide does not have.

    `recorded` is how many recorded persons were there, `arrived_on` on which days those of them arrived whom the
    first information concerns.
    """
    faults = interpreting_faults(entry.interpreting, entry.interpreting_provider, entry.interpreting_order)
    if entry.held_on > clock.today():
        faults.append(Fault("held_on", _("Der Tag liegt in der Zukunft. Vereinbaren Sie stattdessen einen Termin.")))
    if arrived_on and entry.held_on < min(arrived_on):
        faults.append(
            Fault(
                "held_on",
                _("Der Tag liegt vor dem Zuzug am %(day)s.") % {"day": f"{min(arrived_on):%d.%m.%Y}"},
            )
        )
    return [*faults, *_counts(entry, recorded), *_codes(entry), *_later(entry)]


def _counts(entry: HeldEntry, recorded: int) -> list[Fault]:
    if entry.participants is None:
        return []
    if not max(recorded, 1) <= entry.participants <= MOST_PARTICIPANTS:
        message = _("Geben Sie %(least)s bis %(most)s Teilnehmende an: so viele, wie da waren.")
        return [Fault("participants", message % {"least": max(recorded, 1), "most": MOST_PARTICIPANTS})]
    return []


def _codes(entry: HeldEntry) -> list[Fault]:
    faults = []
    if set(entry.topics) - known_topics():
        faults.append(Fault("topics", _("Dieses Thema gibt es im Leitfaden nicht.")))
    if set(entry.needs) - known_needs():
        faults.append(Fault("needs", _("Diesen Bedarf gibt es im Leitfaden nicht.")))
    return faults


def _later(entry: HeldEntry) -> list[Fault]:
    faults = []
    if entry.follow_up_on is not None and entry.follow_up_on < entry.held_on:
        faults.append(Fault("follow_up_on", _("Die Wiedervorlage liegt vor dem Gespräch.")))
    for step in entry.steps:
        if not step.text.strip():
            faults.append(Fault("steps", _("Schreiben Sie, was vereinbart wurde, oder lassen Sie die Zeile weg.")))
        elif step.due_on is not None and step.due_on < entry.held_on:
            faults.append(Fault("steps", _("Was vereinbart wurde, kann nicht vor dem Gespräch fällig sein.")))
    return faults
