"""The coordination office puts the inputs together; where it plans otherwise, it says why (FP 1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .. import states
from ..models import PlannedAmount, PlannedPosition, PlanVersion, Position, PositionInput, VersionState
from ..permissions import moving
from ..readings import leaves_of, newest_inputs
from ..values import Given, YearAmount
from .inputs import require_possible
from .moves import move, require_inputs, require_to_come, turn_of


@transaction.atomic
def position_plan(
    *, version: PlanVersion, position: Position, given: Given, reason: str, actor: Actor
) -> PlannedPosition:
    """Plan something else for a position than what was given, or something where nothing was given. With a reason.

    It holds whatever is given later, until it is taken back. Refused once the version takes no inputs.
    """
    can(actor, moving(states.CONSOLIDATE), version).require()
    turn_of(version)
    require_inputs(version)
    if position.pk not in {leaf.pk for leaf in leaves_of(version.plan)}:
        raise Refused(_("Geplant wird bei den untersten Positionen dieses Plans: Summen ergeben sich daraus."))
    if not reason.strip():
        raise Refused(_("Begründen Sie, warum etwas anderes geplant wird als eingegeben."))
    require_possible(version, given._replace(comment=given.comment or reason))
    _forget(version, [position.pk])
    stored = _store(version, position, newest_inputs(version).get(position.pk), given, reason.strip())
    after = {"position": position.code, "amounts": {str(one.year): one.amount for one in given.amounts}}
    sentence = f"Für «{position.label}» etwas anderes geplant als eingegeben."
    entry = Entry("funds.version.planned", "funds.version", version.reference, sentence, after=after, reason=reason)
    record(actor, entry)
    return stored


@transaction.atomic
def position_plan_as_before(*, version: PlanVersion, position: Position, actor: Actor) -> PlannedPosition:
    """Plan for a position what the version in force plans, unchanged. Refused where that plans nothing for it."""
    before = (
        PlannedPosition.objects.filter(
            version__plan=version.plan_id, version__state=VersionState.ADOPTED, position=position
        )
        .select_related("version__plan", "input")
        .prefetch_related("amounts")
        .first()
    )
    if before is None:
        raise Refused(_("Für «%(label)s» plant keine geltende Fassung etwas.") % {"label": position.label})
    amounts = tuple(YearAmount(one.year, one.amount) for one in before.amounts.all())
    said = before.reason or (before.input.comment if before.input else "")
    reason = f"Unverändert aus der geltenden Fassung {before.version.reference} übernommen. {said}".strip()
    return position_plan(
        version=version, position=position, given=Given(amounts, "", before.is_quantified), reason=reason, actor=actor
    )


@transaction.atomic
def position_plan_take_back(*, version: PlanVersion, position: Position, actor: Actor) -> None:
    """Plan what was given again. Refused where nothing else was planned, and once the version takes no inputs."""
    can(actor, moving(states.CONSOLIDATE), version).require()
    turn_of(version)
    require_inputs(version)
    planned = PlannedPosition.objects.filter(version=version, position=position)
    if not planned.exists():
        raise Refused(_("Für «%(label)s» ist nichts anderes geplant als eingegeben.") % {"label": position.label})
    _forget(version, [position.pk])
    sentence = f"«{position.label}» wieder geplant wie eingegeben."
    after = {"position": position.code}
    record(actor, Entry("funds.version.planned_as_given", "funds.version", version.reference, sentence, after=after))


@transaction.atomic
def version_consolidate(*, version: PlanVersion, actor: Actor) -> None:
    """Put the newest input of every position together. Refused where a position has neither input nor assumption."""
    can(actor, moving(states.CONSOLIDATE), version).require()
    turn_of(version)
    require_inputs(version)
    leaves = leaves_of(version.plan)
    inputs = newest_inputs(version)
    otherwise = set(
        PlannedPosition.objects.filter(version=version).exclude(reason="").values_list("position_id", flat=True)
    )
    if missing := [leaf.label for leaf in leaves if leaf.pk not in inputs and leaf.pk not in otherwise]:
        raise Refused(
            _("Ohne Eingabe und ohne begründete Annahme: %(positions)s. Bitte zuerst ergänzen.")
            % {"positions": ", ".join(missing)}
        )
    _rest_on_newest(version, inputs)
    as_given = [leaf for leaf in leaves if leaf.pk not in otherwise]
    _forget(version, [leaf.pk for leaf in as_given])
    _store_as_given(version, as_given, inputs)
    move(version, states.CONSOLIDATE, actor, {"positions": len(leaves), "otherwise": len(otherwise)})


@transaction.atomic
def version_reopen(*, version: PlanVersion, reason: str, actor: Actor, inputs_due: date | None = None) -> None:
    """Take inputs again: what was put together is put together anew afterwards, what was planned otherwise stays.

    With `inputs_due`, a new last day, everybody is asked anew; without it nobody is, and the one before holds. Refused
    for a day that is over.
    """
    can(actor, moving(states.REOPEN), version).require()
    turn_of(version)
    if inputs_due is None:
        move(version, states.REOPEN, actor, reason=reason)
        return
    require_to_come(inputs_due)
    due = {"inputs_due": f"{inputs_due:%Y-%m-%d}"}
    changes = {"inputs_due": inputs_due, "opened_at": clock.now()}
    move(version, states.REOPEN, actor, due, reason=reason, changes=changes)


def _forget(version: PlanVersion, positions: Iterable[int]) -> None:
    PlannedPosition.objects.filter(version=version, position__in=list(positions)).delete()


def _store(
    version: PlanVersion, position: Position, newest: PositionInput | None, given: Given, reason: str
) -> PlannedPosition:
    planned = PlannedPosition.objects.create(
        version=version, position=position, input=newest, is_quantified=given.is_quantified, reason=reason
    )
    PlannedAmount.objects.bulk_create(
        PlannedAmount(planned=planned, year=one.year, amount=one.amount) for one in given.amounts
    )
    return planned


def _store_as_given(version: PlanVersion, positions: list[Position], inputs: dict[int, PositionInput]) -> None:
    stored = PlannedPosition.objects.bulk_create(
        PlannedPosition(
            version=version,
            position=position,
            input=inputs[position.pk],
            is_quantified=inputs[position.pk].is_quantified,
        )
        for position in positions
    )
    PlannedAmount.objects.bulk_create(
        PlannedAmount(planned=planned, year=one.year, amount=one.amount)
        for planned in stored
        if planned.input is not None
        for one in _amounts(planned.input)
    )


def _rest_on_newest(version: PlanVersion, inputs: dict[int, PositionInput]) -> None:
    """What is planned otherwise is told beside what was given last, also where that came afterwards."""
    for planned in PlannedPosition.objects.filter(version=version).exclude(reason=""):
        newest = inputs.get(planned.position_id)
        if newest is not None and planned.input_id != newest.pk:
            planned.input = newest
            planned.save(update_fields=["input"])


def _amounts(given: PositionInput) -> list[YearAmount]:
    return [YearAmount(one.year, one.amount) for one in given.amounts.all()]
