"""What cannot be right in a message although its schema allows it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from ankunft.foundation.documents.ech.values import Correction, Event, Identity, MoveIn, MoveOut, PartialDate

from .. import rules
from ..checks.birth import OLDEST


def faults_of(event: Event, today: date) -> list[str]:
    """Every fault as a German sentence without personal content."""
    return list(_faults(event, today))


def _faults(event: Event, today: date) -> Iterator[str]:
    identity: Identity | None = getattr(event, "identity", None)
    if identity is None:
        return
    births = [identity.birth]
    if isinstance(event, Correction) and event.birth is not None and "birth" in event.told:
        births = [event.birth]
    for birth in births:
        yield from _of_birth(birth, today)
    residence = event.residence if isinstance(event, MoveIn | Correction) else None
    if residence is not None:
        if residence.arrived_on < births[0].earliest():
            yield _("Der Zuzug liegt vor der Geburt.")
        if not rules.may_be_announced(residence.arrived_on, today):
            yield _("Der Zuzug liegt mehr als ein Jahr in der Zukunft.")
    if isinstance(event, MoveOut):
        if event.left_on < births[0].earliest():
            yield _("Der Wegzug liegt vor der Geburt.")
        if not rules.may_be_announced(event.left_on, today):
            yield _("Der Wegzug liegt mehr als ein Jahr in der Zukunft.")


def _of_birth(birth: PartialDate, today: date) -> Iterator[str]:
    if birth.earliest() > today:
        yield _("Das Geburtsdatum liegt in der Zukunft.")
    elif birth.year < today.year - OLDEST:
        yield _("Das Geburtsjahr liegt mehr als %(years)d Jahre zurück.") % {"years": OLDEST}
