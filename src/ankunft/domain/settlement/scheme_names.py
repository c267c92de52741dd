"""How schemes, their runs and their contributions are called."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from ankunft.domain.schemes import readings as schemes
from ankunft.domain.schemes.rules import payment_month, periods_paid
from ankunft.domain.schemes.values import Cycle, contribution_name
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import HalfYear, Month, Year

from .explanations import NAMES
from .models import BOOKED, CLAIM, ORDER, START_INTEGRATION

_REFERENCE = re.compile(r"(?:(?P<sign>[A-Z][A-Z0-9]{0,2})-)?(?P<month>[0-9]{4}-[0-9]{2})")


def sign_of(scheme: str) -> str:
    """The sign in names of the scheme's runs; start.integration has none. Refused where there is no such scheme."""
    if scheme == START_INTEGRATION:
        return ""
    sign = schemes.scheme_signs().get(scheme)
    if sign is None:
        raise Refused(_("Das Programm «%(key)s» gibt es nicht, oder es ist nicht bestätigt.") % {"key": scheme})
    return sign


def run_reference(scheme: str, month: Month) -> str:
    """How the run of that month is called: `2026-03`, of another scheme `S-2026-09`."""
    sign = sign_of(scheme)
    return f"{sign}-{month}" if sign else str(month)


def parsed_reference(reference: str) -> tuple[str, Month]:
    """Scheme and month of a run that is called so; Refused where there is no such scheme, ValueError for no month."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError(f"not the name of a run: {reference!r}")
    sign, month = found["sign"], Month.parse(found["month"])
    if not sign:
        return START_INTEGRATION, month
    keys = {one: key for key, one in schemes.scheme_signs().items()}
    if sign not in keys:
        raise Refused(_("Das Programm «%(key)s» gibt es nicht, oder es ist nicht bestätigt.") % {"key": sign})
    return keys[sign], month


def first_month(scheme: str) -> Month:
    """The month that pays the first period of the scheme. Refused where there is no such scheme."""
    spans = schemes.definitions(scheme).spans()
    if not spans:
        raise Refused(_("Das Programm «%(key)s» gibt es nicht, oder es ist nicht bestätigt.") % {"key": scheme})
    first = spans[0].value
    period = HalfYear.containing(spans[0].start) if first.cycle == Cycle.HALF_YEAR else Year(spans[0].start.year)
    return payment_month(first, period)


def periods_due(scheme: str, month: Month) -> list[str]:
    """The periods of the scheme that fall due in that month; none where it is no payment month."""
    return [str(period) for period in periods_paid(schemes.definitions(scheme), month)]


def scheme_title(scheme: str) -> str:
    """What people call the scheme, as its latest definition has it."""
    if scheme == START_INTEGRATION:
        return START_INTEGRATION
    spans = schemes.definitions(scheme).spans()
    return spans[-1].value.name if spans else scheme


def scheme_titles() -> dict[str, str]:
    """What people call each scheme, start.integration first: one query."""
    others = {key: series.spans()[-1].value.name for key, series in schemes.all_definitions().items()}
    return {START_INTEGRATION: START_INTEGRATION, **others}


def contribution_names(scheme: str) -> dict[str, str]:
    """What the contributions of a scheme are called; of several definitions the latest one says it."""
    if scheme == START_INTEGRATION:
        return NAMES
    return {
        contribution_name(scheme, one.code): one.label
        for span in schemes.definitions(scheme).spans()
        for one in span.value.contributions
    }


def claim_of(scheme: str) -> str:
    """Under which name it is booked what municipalities owe the scheme by invoice; it is no contribution."""
    return CLAIM if scheme == START_INTEGRATION else contribution_name(scheme, CLAIM)


def booked_names(scheme: str) -> dict[str, str]:
    """What of a scheme is booked: its contributions, what is owed by invoice, and what no run pays (KS 4.3.4)."""
    names, others = dict(BOOKED), {claim_of(scheme): CLAIM}
    if scheme == START_INTEGRATION:
        others[ORDER] = ORDER
    return contribution_names(scheme) | {name: str(names[one]) for name, one in others.items()}


def others_booked() -> dict[str, str]:
    """What of every other scheme is booked, with its name before it: one query."""
    found: dict[str, str] = {}
    for key, series in schemes.all_definitions().items():
        for span in series.spans():
            of_scheme = {contribution_name(key, one.code): one.label for one in span.value.contributions}
            of_scheme[claim_of(key)] = str(dict(BOOKED)[CLAIM])
            found |= {name: f"{span.value.name}: {label}" for name, label in of_scheme.items()}
    return found


def scheme_of_contribution(contribution: str) -> str:
    """Whose contribution it is: those of other schemes than start.integration begin with the key of theirs."""
    scheme, dot, _code = contribution.rpartition(".")
    return scheme if dot else START_INTEGRATION
