"""What people see of projects."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Case, F, QuerySet, When

from ankunft.domain.reporting.entitled import why_not_entitled
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from .. import checks
from ..criteria import criteria
from ..models import Agreement, Assessment, BudgetLine, Instalment, Project, ProjectState
from ..rules import Budget
from ..values import budget_of
from ..visibility import unread_projects

_READ = {"asked": "asked", "begins": "begins_on", "ends": "ends_on"}


def projects_for(actor: Actor) -> QuerySet[Project]:
    """Every project that the actor sees, the latest first."""
    return visible_to(actor, Project).select_related("municipality").order_by("-pk")


def projects_listed(actor: Actor) -> QuerySet[Project]:
    """The same, each with what it `used` of its grant and what is `reclaimed`, once it is closed (Rappen).

    What is asked for, and for when, is `None` in `asked_read`, `begins_read` and `ends_read` while others work on it.
    """
    unread = unread_projects(actor)
    read = {f"{name}_read": Case(When(unread, then=None), default=F(column)) for name, column in _READ.items()}
    return projects_for(actor).annotate(used=F("closing__used"), reclaimed=F("closing__reclaimed"), **read)


def is_being_written(actor: Actor, project: Project) -> bool:
    """Whether others work on the application: the actor reads it again once it is handed in again."""
    return Project.objects.filter(unread_projects(actor), pk=project.pk).exists()


def waiting_for(actor: Actor, states: Iterable[str]) -> QuerySet[Project]:
    """Those of them in one of these states, the longest waiting first."""
    return projects_for(actor).filter(state__in=list(states)).order_by("submitted_on", "pk")


def lines_of(project: Project) -> list[BudgetLine]:
    """Its budget, in the order in which it was entered."""
    return list(BudgetLine.objects.filter(project=project).order_by("side", "number"))


def project_budget(project: Project) -> Budget:
    """The sums of its budget."""
    return budget_of(project, lines_of(project))


def assessments_for(actor: Actor, project: Project) -> list[Assessment]:
    """The assessments that the actor sees: of an open one the own alone."""
    return list(visible_to(actor, Assessment).filter(project=project).order_by("number"))


def agreement_of(actor: Actor, project: Project) -> Agreement | None:
    """The agreement without the paper itself, once it is concluded."""
    return visible_to(actor, Agreement).filter(project=project).defer("content").first()


def instalments_of(actor: Actor, project: Project) -> QuerySet[Instalment]:
    """The instalments in their order, with project and agreement."""
    rows = visible_to(actor, Instalment).filter(project=project)
    related = rows.select_related("project__municipality", "project__agreement")
    return related.defer("project__agreement__content").order_by("number")


def instalments_waiting(actor: Actor, states: Iterable[str], until: date) -> QuerySet[Instalment]:
    """Instalments in one of these states that are due by that day, the earliest first.

    While a report lies before the canton nothing is paid: what is then proposed is to be given back.
    """
    rows = visible_to(actor, Instalment).filter(state__in=list(states), due_on__lte=until)
    rows = rows.exclude(project__state=ProjectState.REPORTED)
    return rows.select_related("project__municipality").order_by("due_on", "pk")


def checked(project: Project, budget: Budget) -> list[checks.Finding]:
    """What the application lacks to be handed in today."""
    day, place = clock.today(), project.municipality
    return checks.run(
        checks.Subject(
            goal=project.goal,
            target_group=project.target_group,
            measures=project.measures,
            begins_on=project.begins_on,
            ends_on=project.ends_on,
            budget=budget,
            longest_months=criteria().longest_months,
            municipality=place.name,
            exists=place.valid_to is None or day <= place.valid_to,
            not_entitled=why_not_entitled(place.pk, day),
            day=day,
        )
    )
