"""Who sees which reports and self-declarations: those of the municipalities that the rules let them see."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db.models import Model, QuerySet

from ankunft.domain.arrivals.permissions import owners_of
from ankunft.domain.arrivals.registrations import MUNICIPALITY
from ankunft.domain.interviews.guards import register_guard
from ankunft.domain.interviews.selectors import parts_visible_to
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access import policy, wall
from ankunft.foundation.jobs import chores
from ankunft.foundation.jobs.chores import Chore
from ankunft.foundation.kernel.actor import Actor

from . import permissions
from .models import (
    CurrentReport,
    DeadlineReminder,
    Explanation,
    HalfYearReport,
    ReportedInterview,
    ReturnedSection,
    SelfDeclaration,
    Waiver,
)
from .services import deadline_reminders_send
from .services.records import why_settled

HOUR = 3600.0
SAID: tuple[type[Model], ...] = (ReturnedSection, Explanation, Waiver, DeadlineReminder)


def register() -> None:
    """Called once when the application starts."""
    policy.register(permissions.RULES)
    policy.register_owner(HalfYearReport, owners_of)
    policy.register_visible(HalfYearReport, _reports)
    policy.register_visible(CurrentReport, _current)
    policy.register_visible(SelfDeclaration, _declarations)
    for model in SAID:
        policy.register_visible(model, partial(_said, model=model))
    policy.register_visible(ReportedInterview, partial(parts_visible_to, model=ReportedInterview))
    register_guard(why_settled)
    chores.register(Chore("reporting.deadlines", HOUR, deadline_reminders_send))
    wall.protect(ReportedInterview._meta.db_table, write=[MUNICIPALITY])


def _reports(actor: Actor) -> QuerySet[HalfYearReport]:
    return policy.reach(actor, permissions.SEE, Municipality).within(HalfYearReport.objects.all(), "municipality")


def _current(actor: Actor) -> QuerySet[CurrentReport]:
    return policy.reach(actor, permissions.SEE, Municipality).within(CurrentReport.objects.all(), "municipality")


def _said(actor: Actor, model: type[Model]) -> QuerySet[Any]:
    """What was said about a report, and who was reminded of it: whoever sees the report sees it."""
    return policy.reach(actor, permissions.SEE, Municipality).within(model._default_manager.all(), "municipality")


def _declarations(actor: Actor) -> QuerySet[SelfDeclaration]:
    seen = policy.reach(actor, permissions.SEE_DECLARATIONS, Municipality)
    return seen.within(SelfDeclaration.objects.all(), "municipality")
