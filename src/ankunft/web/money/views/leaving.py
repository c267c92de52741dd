"""What the pages of transfers and refunds share: one record with its steps, and the page that asks once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ankunft.domain.funds import transfer_states as states
from ankunft.domain.funds.money_permissions import SEE_MONEY, moving
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.workflow.proposals import ProposalState
from ankunft.foundation.workflow.tables import TransitionTable
from ankunft.web.shell.step_pages import ReasonForm, StepWords, step_page

from ..words import MOVEMENT_KINDS


class Words(NamedTuple):
    """What a step is called, what it does, and what is said once it is done."""

    title: Promise
    intro: Promise
    done: Promise


class Pages(NamedTuple):
    """The pages of one way in which money leaves a source.

    `route` is that of one record, `template` its page; `called` is by which name templates and services know a record,
    `way` from where to where it goes, in words.
    """

    table: TransitionTable
    route: str
    template: str
    called: str
    rows: Callable[[Actor], QuerySet[Any]]
    way: Callable[[Any], str]
    steps: Mapping[str, StepWords]


def steps_told(
    withdraw: Words, withdrawing: Callable[..., None], confirm: Words, confirming: Callable[..., None]
) -> dict[str, StepWords]:
    """Both steps on what is proposed, by their addresses: whoever does not confirm withdraws."""
    steps = (
        StepWords("zurueckziehen", states.WITHDRAW, _("Zurückziehen …"), *withdraw, take=withdrawing, form=ReasonForm),
        StepWords("bestaetigen", states.CONFIRM, _("Bestätigen …"), *confirm, take=confirming, primary=True),
    )
    return {step.slug: step for step in steps}


def found(request: HttpRequest, pages: Pages, pk: int) -> Any:
    """The record with that number; else 404."""
    can(request.actor, SEE_MONEY).require()
    return get_object_or_404(pages.rows(request.actor), pk=pk)


def one_page(request: HttpRequest, pages: Pages, one: Any, **more: Any) -> HttpResponse:
    """One record: how much, from where to where, why, by whom, and what is to be done with it."""
    confirm = moving(pages.table, states.CONFIRM)
    confirming = can(request.actor, confirm, one)
    may_ever = bool(can(request.actor, confirm))
    is_open = one.state == ProposalState.PROPOSED
    context = {
        pages.called: one,
        "label": pages.table.labels[one.state],
        "kind": MOVEMENT_KINDS[one.state],
        "way": pages.way(one),
        "steps": [
            (reverse(f"{pages.route}-step", args=[one.pk, slug]), step)
            for slug, step in pages.steps.items()
            if can(request.actor, moving(pages.table, step.name), one)
        ],
        "why_not": confirming.reason if may_ever and not confirming and is_open else "",
        "history": history(pages.table.object_type, one.reference)[:50],
    }
    return render(request, pages.template, {"movement": one, **context, **more})


def step_of(request: HttpRequest, pages: Pages, pk: int, slug: str) -> HttpResponse:
    """Ask once, saying what will happen; then do it."""
    if slug not in pages.steps:
        raise Http404
    step = pages.steps[slug]
    action = moving(pages.table, step.name)
    can(request.actor, action).require()
    one = found(request, pages, pk)
    can(request.actor, action, one).require()
    back = (reverse(pages.route, args=[one.pk]), one.reference)
    return step_page(request, step, one, taken_as=pages.called, back=back, subtitle=pages.way(one))
