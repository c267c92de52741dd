"""Plans and their positions: what the coordination office begins (FP 3.2, 3.3)."""

from __future__ import annotations

import re

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from ankunft.foundation.access.models import Organisation
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.turns import in_turn

from ..models import (
    Assignment,
    Booking,
    CostRule,
    FinancialPlan,
    FundingSource,
    PlannedPosition,
    Position,
    PositionInput,
    ProgrammeMeasure,
)
from ..permissions import KEEP
from ..purposes import PURPOSES
from ..values import NewPosition
from .turns import money_turns

_CODE = re.compile(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*")
_OF_LEAVES: tuple[type[Model], ...] = (PositionInput, PlannedPosition, Booking, CostRule, Assignment, ProgrammeMeasure)
"""What belongs to a position with nothing below it."""
_TAKEN = frozenset({"opening", "closing", "neu"})
"""Codes that no position has: the rows of the balances are called so, and the page that adds a position."""
FIRST_YEAR, LAST_YEAR, MOST_YEARS = 2014, 2099, 12
"""No cantonal programme began before 2014; no plan is made for longer than three programme periods."""


@transaction.atomic
def plan_begin(
    *,
    code: str,
    label: str,
    source: FundingSource,
    first_year: int,
    last_year: int,
    actor: Actor,
    is_demo: bool = False,
) -> FinancialPlan:
    """Begin a plan for the money of a source. Refused for a code that is taken, and for years that are no period."""
    can(actor, KEEP).require()
    in_turn("funds.plan")
    if FinancialPlan.objects.filter(code=code_of(code)).exists():
        raise Refused(_("Einen Finanzplan mit dem Kürzel «%(code)s» gibt es schon.") % {"code": code})
    if not FIRST_YEAR <= first_year <= last_year <= LAST_YEAR or last_year - first_year >= MOST_YEARS:
        raise Refused(
            _("Ein Finanzplan umfasst ein bis %(most)d Jahre zwischen %(first)d und %(last)d, das erste zuerst.")
            % {"most": MOST_YEARS, "first": FIRST_YEAR, "last": LAST_YEAR}
        )
    plan = FinancialPlan.objects.create(
        code=code_of(code),
        label=required(label),
        source=source,
        first_year=first_year,
        last_year=last_year,
        begun_at=clock.now(),
        is_demo=is_demo,
    )
    after = {"code": plan.code, "source": source.code, "first_year": first_year, "last_year": last_year}
    record(actor, Entry("funds.plan.begun", "funds.plan", plan.code, "Finanzplan begonnen.", after=after))
    return plan


@transaction.atomic
def position_add(*, plan: FinancialPlan, new: NewPosition, actor: Actor) -> Position:
    """Add a position at the end of the plan.

    Refused without words, for a code that is taken, for an unknown purpose or structure, and below a position that has
    figures of its own or on which money is booked, assigned or planned by a programme.
    """
    can(actor, KEEP).require()
    money_turns(plans=[plan.pk])
    if plan.positions.filter(code=code_of(new.code)).exists():
        raise Refused(_("Eine Position «%(code)s» gibt es in diesem Plan schon.") % {"code": new.code})
    if new.code.lower() in _TAKEN:
        raise Refused(_("Das Kürzel «%(code)s» ist vergeben: Bitte ein anderes wählen.") % {"code": new.code})
    if new.purpose not in PURPOSES:
        raise Refused(
            _("Jede Position hat einen Zweck, nach dem Quellen gebunden sind; «%(purpose)s» ist keiner.")
            % {"purpose": new.purpose}
        )
    last = plan.positions.order_by("-number").values_list("number", flat=True).first()
    position = Position.objects.create(
        plan=plan,
        parent=_parent(plan, new.parent),
        code=code_of(new.code),
        label=required(new.label),
        number=(last or 0) + 1,
        purpose=new.purpose,
        structure=_structure(new.structure),
        legal_basis=new.legal_basis.strip(),
    )
    after = {"plan": plan.code, "position": position.code, "purpose": new.purpose, "structure": new.structure}
    _note(actor, position, "funds.position.added", "Position in den Finanzplan aufgenommen.", after=after)
    return position


@transaction.atomic
def structure_name(*, position: Position, structure: str, actor: Actor) -> None:
    """Say which structure gives the figures of a position from now on: its code, or nothing for none."""
    can(actor, KEEP).require()
    before = {"structure": position.structure.code if position.structure else ""}
    position.structure = _structure(structure)
    position.save(update_fields=["structure"])
    _note(
        actor,
        position,
        "funds.position.structure_named",
        "Zuständige Stelle einer Position bezeichnet.",
        before=before,
        after={"structure": structure},
    )


def key_of_position(position: Position) -> str:
    """Under which name the trail knows a position."""
    return f"{position.plan.code}/{position.code}"


def _note(
    actor: Actor,
    position: Position,
    kind: str,
    sentence: str,
    after: dict[str, str],
    before: dict[str, str] | None = None,
) -> None:
    record(actor, Entry(kind, "funds.position", key_of_position(position), sentence, before=before, after=after))


def _parent(plan: FinancialPlan, code: str) -> Position | None:
    if not code:
        return None
    parent = plan.positions.filter(code=code).first()
    if parent is None:
        raise Refused(_("Eine Position «%(code)s» gibt es in diesem Plan nicht.") % {"code": code})
    if any(model._default_manager.filter(position=parent).exists() for model in _OF_LEAVES):
        # What was given, planned or booked is never taken away: the way out is beside, not below.
        raise Refused(
            _(
                "«%(label)s» hat eigene Zahlen oder Buchungen: Darunter ist keine Position möglich, sonst zählte sie "
                "doppelt. Nehmen Sie die neue Position daneben auf; in der nächsten Fassung erhalten beide ihre Zahlen."
            )
            % {"label": parent.label}
        )
    return parent


def _structure(code: str) -> Organisation | None:
    if not code:
        return None
    found = Organisation.objects.filter(code=code).first()
    if found is None:
        raise Refused(_("Die Organisation «%(code)s» gibt es nicht.") % {"code": code})
    return found


def code_of(text: str) -> str:
    """A code as it is written. Refused where it is none."""
    if len(text) > 30 or not _CODE.fullmatch(text):
        raise Refused(
            _("Ein Kürzel besteht aus höchstens 30 Buchstaben und Ziffern, dazwischen Punkt, Strich oder Unterstrich.")
        )
    return text


def required(label: str) -> str:
    """A name without blanks around it. Refused where there is none, and for one that cannot be shown."""
    if not label.strip().isprintable():
        raise Refused(_("Die Bezeichnung hat Zeichen, die sich nicht darstellen lassen: Bitte tippen Sie sie neu."))
    if not label.strip():
        raise Refused(_("Ohne Bezeichnung weiss niemand, worum es geht: Bitte ergänzen."))
    return label.strip()
