"""A franc of a source in words, for the command line: what came, was booked, was moved and went back (FP 2.3, 2.4).

`B-12` is a booking, `T-3` a tranche, `U-4` a transfer, `E-5` a refund. German, whoever asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.explained import Explained, Source
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.workflow.selectors import steps_of

from .models import (
    Booking,
    CostKind,
    FundingSource,
    Movement,
    PlannedAmount,
    Refund,
    Tranche,
    Transfer,
    VersionState,
)
from .money_permissions import TABLES, key_of_movement
from .money_readings import terms_on
from .money_words import FLAGS

USE, TRANSFER = "RRB 2023/2057, Ziffer 2.4", "RRB 2023/2057, Ziffer 2.3"
_NAME = re.compile(r"([BTUE]-)([0-9]{1,9})")
_BOOKED = {CostKind.SETTLEMENT: "settlement.run", CostKind.GRANT: "grants.instalment"}
"""Of which records the paper of a booking is the name: they explain themselves under it."""


def is_money(reference: str) -> bool:
    """Whether that names a booking, a tranche, a transfer or a refund."""
    return _NAME.fullmatch(reference.strip()) is not None


def explained_money(reference: str) -> Explained:
    """How much it is, by which paper, by whom, on what it rests, and what took it back. Refused if there is none."""
    named = _NAME.fullmatch(reference.strip())
    rows, told = _KINDS[named[1]] if named else (None, None)
    one = rows().filter(pk=int(named[2])).first() if named and rows else None
    if one is None or told is None:
        raise Refused(
            _("%(reference)s gibt es nicht: weder Buchung (B-), Tranche (T-), Umbuchung (U-) noch Rückerstattung (E-).")
            % {"reference": reference}
        )
    return told(one)


def _booking(one: Booking) -> Explained:
    position = one.position
    year = one.booked_on.year
    facts = [
        f"Position {position.label} ({position.plan.code}), gebucht am {_day(one.booked_on)}",
        _borne_by(one.source, one.booked_on),
        f"Beleg {one.reference}: {one.text}",
        _recorded(one.recorded_at, one.recorded_by),
        *(f"Auffällig: {FLAGS[flag]}" for flag in one.flags if flag in FLAGS),
    ]
    back = Booking.objects.filter(reverses=one).first()
    planned = PlannedAmount.objects.filter(
        planned__position=position, planned__version__state=VersionState.ADOPTED, year=year
    ).select_related("planned__version__plan")
    rests_on = [
        Source("funds.plan", f"{each.planned.version.reference}/{position.code}/{year}", f"Plan {year}")
        for each in planned
    ]
    if one.kind in _BOOKED:
        rests_on.append(Source(_BOOKED[CostKind(one.kind)], one.reference, one.text))
    return Explained(
        f"{one.get_kind_display()} {one.number}",
        Money(-one.amount),
        reference=position.legal_basis or USE,
        note=f"Begründung: {one.reason}" if one.reason else "",
        sources=tuple(rests_on),
        children=_facts(facts, one.reverses, [back] if back else []),
    )


def _tranche(one: Tranche) -> Explained:
    terms = terms_on(one.source, one.received_on)
    facts = [
        f"{one.source.label}, eingegangen am {_day(one.received_on)}" + (f", {one.half_year}" if one.half_year else ""),
        f"Beleg {one.document}",
        _recorded(one.recorded_at, one.recorded_by),
    ]
    found = _facts(facts, one.corrects, list(one.corrections.all()))
    if one.explanation:
        found = (*found, Explained("Zu erwarten war", children=(Explained.from_data(one.explanation),)))
    return Explained(
        f"{one.get_kind_display()} {one.reference}",
        Money(one.amount),
        reference=terms.legal_basis if terms else "",
        note=f"Bemerkung: {one.comment}" if one.comment else "",
        children=found,
    )


def _transfer(one: Transfer) -> Explained:
    ends = f"{one.giving.label} → {one.taking.label}, Valuta {_day(one.moved_on)}"
    facts = [ends, f"Beschluss: {one.decision}", *_steps(one)]
    return _movement(one, f"Umbuchung {one.reference}", _facts(facts))


def _refund(one: Refund) -> Explained:
    what = "Rückzahlung des SEM" if one.reverses else "Rückerstattung an das SEM"
    facts = [
        f"{one.source.label}, Valuta {_day(one.moved_on)}",
        _borne_by(one.source, one.moved_on),
        f"Schreiben des SEM: {one.decision}",
        *_steps(one),
    ]
    return _movement(one, f"{what} {one.reference}", _facts(facts, one.reverses, list(one.returns.order_by("pk"))))


def _movement(one: Movement, label: str, facts: tuple[Explained, ...]) -> Explained:
    state = TABLES[type(one)].labels[one.state]
    reason = f"Begründung: {one.reason}" if one.reason else ""
    return Explained(f"{label}, {state}", Money(one.amount), reference=TRANSFER, note=reason, children=facts)


def _steps(one: Movement) -> Iterator[str]:
    """Who took which step when, and why."""
    table = TABLES[type(one)]
    for step in steps_of(table.object_type, key_of_movement(one)):
        why = f" {step.reason}" if step.reason else ""
        yield f"{table[step.name].sentence} {localtime(step.at):%d.%m.%Y %H:%M}, {step.account_label}.{why}"


def _facts(
    told: list[str], takes_back: Model | None = None, taken_back_by: Sequence[Model] = ()
) -> tuple[Explained, ...]:
    """Lines below the amount; at last what it takes back of another record, and which ones take back of it."""
    told += [f"Nimmt zurück oder ergänzt: {takes_back}"] if takes_back else []
    told += [f"Zurückgenommen oder ergänzt durch: {other}" for other in taken_back_by]
    return tuple(Explained(line) for line in told)


def _borne_by(source: FundingSource, day: date) -> str:
    """The source with what it may bear that day rests on, and by when it is refunded."""
    terms = terms_on(source, day)
    if terms is None:
        return f"Quelle {source.label}"
    due = f"; Rückerstattung am {_day(terms.refund_due)}" if terms.refund_due else ""
    return f"Quelle {source.label} ({terms.legal_basis}{due})"


def _recorded(at: datetime, by: str) -> str:
    return f"Erfasst am {localtime(at):%d.%m.%Y %H:%M}, {by}"


def _day(day: date) -> str:
    return f"{day:%d.%m.%Y}"


_KINDS: dict[str, tuple[Callable[[], Any], Callable[[Any], Explained]]] = {
    Booking.PREFIX: (lambda: Booking.objects.select_related("position__plan", "source", "reverses"), _booking),
    Tranche.PREFIX: (lambda: Tranche.objects.select_related("source", "corrects"), _tranche),
    Transfer.PREFIX: (lambda: Transfer.objects.select_related("giving", "taking"), _transfer),
    Refund.PREFIX: (lambda: Refund.objects.select_related("source", "reverses"), _refund),
}
