"""What people see of integration programmes."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel.actor import Actor

from ..models import FundingSource, IntegrationProgramme, Position, ProgrammeGoal, ProgrammeVersion
from ..programme_readings import goal_plans, goals_of
from ..purposes import AREAS
from ..rules.programme import Lack, empty_areas, lacks


def programmes_visible(actor: Actor) -> QuerySet[IntegrationProgramme]:
    """Every programme that the actor sees, with its versions that the actor sees."""
    versions = Prefetch("versions", visible_to(actor, ProgrammeVersion).order_by("-number"))
    return visible_to(actor, IntegrationProgramme).prefetch_related(versions).order_by("-first_year", "code")


def versions_visible(actor: Actor) -> QuerySet[ProgrammeVersion]:
    """The versions that the actor sees."""
    return visible_to(actor, ProgrammeVersion).select_related("programme", "supersedes__programme")


def version_goals(version: ProgrammeVersion) -> list[ProgrammeGoal]:
    """Its goals with measures and funding."""
    return goals_of(version)


def version_lacks(version: ProgrammeVersion) -> list[Lack]:
    """What keeps it from being submitted."""
    return lacks(goal_plans(version))


def areas_without_goals(version: ProgrammeVersion) -> list[str]:
    """The areas for which it says nothing yet."""
    empty = empty_areas(goal_plans(version), [area.number for area in AREAS])
    return [str(area.label) for area in AREAS if area.number in empty]


def positions_to_book_on(actor: Actor) -> QuerySet[Position]:
    """The positions of all plans that have figures of their own: expenditure is booked on them."""
    return visible_to(actor, Position).filter(children=None).select_related("plan").order_by("plan__code", "number")


def sources_to_bear(actor: Actor) -> list[FundingSource]:
    """Every source, in its order."""
    return list(visible_to(actor, FundingSource))
