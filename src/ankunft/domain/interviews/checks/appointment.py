"""Whether an appointment can be kept."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ankunft.foundation.kernel import clock

from ..values import AppointmentEntry, Fault
from .interpreting import interpreting_faults

SHORTEST, LONGEST = 10, 480
"""Minutes."""
LONGEST_TEXTS = {"place": 200, "led_by": 200, "language": 8}


def appointment_faults(entry: AppointmentEntry) -> list[Fault]:
    """No time, a day that is over, a length that nobody sits through, and too long words."""
    faults = interpreting_faults(entry.interpreting, entry.interpreting_provider, entry.interpreting_order)
    if entry.starts_at is None:
        faults.append(Fault("starts_at", _("Geben Sie Tag und Zeit an.")))
    elif entry.starts_at.astimezone(clock.ZURICH).date() < clock.today():
        faults.append(
            Fault(
                "starts_at",
                _("Der Tag ist vorbei. Erfassen Sie das Gespräch direkt als durchgeführt, wenn es stattgefunden hat."),
            )
        )
    if not SHORTEST <= entry.minutes <= LONGEST:
        message = _("Ein Gespräch dauert %(shortest)s bis %(longest)s Minuten.")
        faults.append(Fault("minutes", message % {"shortest": SHORTEST, "longest": LONGEST}))
    for field, most in LONGEST_TEXTS.items():
        if len(getattr(entry, field)) > most:
            faults.append(Fault(field, _("Höchstens %(most)s Zeichen.") % {"most": most}))
    return faults
