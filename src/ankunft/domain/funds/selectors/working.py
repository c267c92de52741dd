"""What is to be given for a version, what was, and what the bodies say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from ankunft.domain.roles import STRUCTURE_DELEGATE
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel.actor import Actor

from ..models import (
    AskedBody,
    InputAmount,
    InputPaper,
    PlannedAmount,
    PlannedPosition,
    PlanVersion,
    Position,
    PositionInput,
    Statement,
    VersionState,
)
from ..readings import asked_before, asked_last, leaves_of, newest_inputs
from ..visibility import SHOWN, reads_everything
from .planned import Planned, planned_of


class Wanted(NamedTuple):
    """A position for which figures are wanted: what was given last, and what the office plans otherwise."""

    position: Position
    given: PositionInput | None
    otherwise: PlannedPosition | None

    @property
    def is_missing(self) -> bool:
        return self.given is None and self.otherwise is None


class Asked(NamedTuple):
    """A body that was asked, with the statement that counts (None: nothing said yet)."""

    asked: AskedBody
    statement: Statement | None


class Round(NamedTuple):
    """A consultation on figures that were changed afterwards: whom it asked, each with everything it said."""

    number: int
    asked: Sequence[AskedBody]


def reads_table(actor: Actor, version: PlanVersion) -> bool:
    """Whether the actor reads what the version plans: structures only their own positions before they are asked."""
    return reads_everything(actor) or version.state in SHOWN


def wanted_of(actor: Actor, version: PlanVersion) -> list[Wanted]:
    """The positions of the version that the actor gives figures for or may read, in the order of the plan."""
    leaves = leaves_of(version.plan)
    if not reads_table(actor, version):
        own = actor.organisations(STRUCTURE_DELEGATE)
        leaves = [one for one in leaves if one.structure and one.structure.code in own]
    given = newest_inputs(version)
    otherwise = {one.position_id: one for one in PlannedPosition.objects.filter(version=version).exclude(reason="")}
    return [Wanted(one, given.get(one.pk), otherwise.get(one.pk)) for one in leaves]


def inputs_given(actor: Actor, version: PlanVersion, position: Position | None = None) -> QuerySet[PositionInput]:
    """Who gave which figure when, the newest first, with amounts and papers that the actor may read."""
    rows = visible_to(actor, PositionInput).filter(version=version)
    if position is not None:
        rows = rows.filter(position=position)
    return (
        rows.select_related("position", "structure")
        .prefetch_related(
            Prefetch("amounts", InputAmount.objects.order_by("year")),
            Prefetch("papers", visible_to(actor, InputPaper).defer("content")),
        )
        .order_by("-given_at", "-pk")
    )


def papers_of(actor: Actor, version: PlanVersion) -> QuerySet[InputPaper]:
    """The papers that lie with inputs of the version, and which the actor may read."""
    return visible_to(actor, InputPaper).filter(input__version=version).select_related("input__position")


def adopted_before(version: PlanVersion) -> PlanVersion | None:
    """The version of the plan that is in force, if it is another one."""
    found = adopted_of(version.plan_id)
    return None if found == version else found


def planned_before(version: PlanVersion) -> dict[int, Planned]:
    """By position what the version in force plans; empty where there is none."""
    before = adopted_before(version)
    return planned_of(before) if before else {}


def consultation_of(version: PlanVersion) -> list[Asked]:
    """Whom the last consultation asked, and what each of them said."""
    return [Asked(one, next(iter(one.statements.all()), None)) for one in asked_last(version)]


def consultations_before(version: PlanVersion) -> list[Round]:
    """The consultations that were overtaken because inputs were opened again, the latest first: two statements."""
    rounds = groupby(asked_before(version), key=lambda one: one.round)
    return [Round(number, list(asked)) for number, asked in rounds]


def statements_count(version: PlanVersion) -> bool:
    """Whether what bodies said is about the figures as they are: not once inputs were opened again after it."""
    return version.state not in (VersionState.INPUTS, VersionState.CONSOLIDATED)


def versions_open(actor: Actor, states: Iterable[str]) -> Sequence[PlanVersion]:
    """The versions in those states that the actor sees, each with its plan."""
    return list(visible_to(actor, PlanVersion).filter(state__in=list(states)).select_related("plan").order_by("pk"))


def silent_bodies(versions: Iterable[PlanVersion]) -> dict[int, list[AskedBody]]:
    """By version the bodies that were asked last and have said nothing yet: one statement for all."""
    asked = (
        AskedBody.objects.filter(version__in=[version.pk for version in versions])
        .select_related("body")
        .annotate(said=Exists(Statement.objects.filter(asked=OuterRef("pk"))))
        .order_by("version", "-round", "pk")
    )
    last: dict[int, int] = {}
    found: dict[int, list[AskedBody]] = {}
    for one in asked:
        if last.setdefault(one.version_id, one.round) == one.round and not one.said:
            found.setdefault(one.version_id, []).append(one)
    return found


def adopted_of(plan: int) -> PlanVersion | None:
    """The version of that plan (its id) that is in force."""
    return PlanVersion.objects.filter(plan=plan, state=VersionState.ADOPTED).select_related("plan").first()


def otherwise_of(version: PlanVersion, position: Position) -> PlannedPosition | None:
    """What is planned otherwise than given for that position, with a reason; None where nothing is."""
    return PlannedPosition.objects.filter(version=version, position=position).exclude(reason="").first()


def planned_amounts(version: PlanVersion, position: Position) -> dict[int, int]:
    """What a version plans for a position, in Rappen by year."""
    amounts = PlannedAmount.objects.filter(planned__version=version, planned__position=position)
    return dict(amounts.values_list("year", "amount"))


def versions_of(actor: Actor, version: PlanVersion) -> list[PlanVersion]:
    """The other versions of the plan that the actor sees, the newest first."""
    rows = visible_to(actor, PlanVersion).filter(plan=version.plan_id).exclude(pk=version.pk)
    return list(rows.select_related("plan").order_by("-number"))
