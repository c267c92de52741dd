"""For whom messages are taken in, and what was made of one."""

from __future__ import annotations

from typing import NamedTuple

from ankunft.foundation.kernel.actor import Actor

from ..models import Outcome, Source
from . import effects
from .known import Known
from .places import Municipalities


class Effect(NamedTuple):
    """What was made of a message: see `RegisterMessage`."""

    outcome: Outcome
    municipality: int | None = None
    person: int | None = None
    arrival: int | None = None
    exclusion: str = ""
    changed: effects.Changed = {}
    hints: tuple[str, ...] = ()


class Situation(NamedTuple):
    """For whom messages are taken in, and what is known."""

    actor: Actor
    municipalities: Municipalities
    known: Known
    source: str = Source.REGISTER
