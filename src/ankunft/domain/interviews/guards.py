"""Whether what an interview says is settled already: a later room knows, this one only asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.utils.translation import gettext as _

from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import HalfYear

from .models import Interview
from .people import carrier

Guard = Callable[[int, str], str]
"""Told a municipality's id and a half-year: a German sentence if it is settled by now, otherwise nothing."""
_guards: list[Guard] = []


def register_guard(guard: Guard) -> None:
    """Let a later room say which half-years are settled. Called once when the application starts."""
    _guards.append(guard)


def settled(municipality: int, half_year: str) -> str:
    """Why an interview of that half-year is not changed silently; empty where nothing stands against it."""
    return next((sentence for guard in _guards if half_year and (sentence := guard(municipality, half_year))), "")


def settled_on(municipality: Municipality, day: date) -> str:
    """The same of an interview that was held on that day with people of this municipality."""
    return settled(carrier(municipality, day).pk, str(HalfYear.containing(day)))


def require_reason_if_settled(interview: Interview, reason: str) -> None:
    """Refused where the half-year of a held interview is settled and nobody says why it is changed nonetheless."""
    require_reason(interview.municipality_id, interview.half_year, reason)


def require_reason(municipality: int, half_year: str, reason: str) -> None:
    """Refused where that half-year is settled and nobody says why an interview of it is recorded or changed now."""
    if not reason.strip() and (sentence := settled(municipality, half_year)):
        raise Refused(
            _("%(sentence)s Begründen Sie, warum Sie das Gespräch trotzdem erfassen oder ändern.")
            % {"sentence": sentence}
        )
