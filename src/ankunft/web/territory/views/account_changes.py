"""Accounts that are proposed for municipalities: the old one beside the new one, and who confirms."""

from __future__ import annotations

from collections.abc import Callable

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from stdnum import iban

from ankunft.domain.territory import permissions, selectors, services
from ankunft.domain.territory.models import AccountChange
from ankunft.domain.territory.states import ACCOUNT_CHANGE
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.workflow.proposals import ProposalState
from ankunft.web.shell.form_pages import form_page

from ..account_words import CHANGE_KINDS, CHANGE_STEPS, ChangeStep, compared
from ..forms import ReasonForm

ROWS = 50


@require_safe
def account_changes(request: HttpRequest) -> HttpResponse:
    """What is proposed for which municipality, what waits first."""
    can(request.actor, permissions.SEE_ACCOUNT).require()
    changes = selectors.account_changes(request.actor)
    waiting = changes.filter(state=ProposalState.PROPOSED).order_by("pk")
    page = Paginator(changes.exclude(state=ProposalState.PROPOSED), ROWS).get_page(request.GET.get("page"))
    context = {"waiting": [_row(one) for one in waiting], "page": page, "past": [_row(one) for one in page.object_list]}
    return render(request, "territory/account_changes.html", context)


@require_safe
def account_change(request: HttpRequest, change: int) -> HttpResponse:
    """The account as it is beside the one that is proposed."""
    found = _change(request, change)
    is_open = found.state == ProposalState.PROPOSED
    confirming = can(request.actor, permissions.CONFIRM_ACCOUNT, found)
    context = {
        **_row(found),
        "rows": compared(found),
        "is_open": is_open,
        "steps": [one for one in CHANGE_STEPS.values() if can(request.actor, one.action, found)] if is_open else [],
        "why_not": confirming.reason
        if is_open and not confirming and can(request.actor, permissions.CONFIRM_ACCOUNT)
        else "",
        "history": history(ACCOUNT_CHANGE.object_type, str(found.pk)),
    }
    return render(request, "territory/account_change.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def account_change_step(request: HttpRequest, change: int, step: str) -> HttpResponse:
    """Confirm, refuse or withdraw: asked once, with the two accounts beside each other."""
    found = _change(request, change)
    if step not in CHANGE_STEPS:
        raise Http404
    words = CHANGE_STEPS[step]
    can(request.actor, words.action, found).require()
    form = ReasonForm(request.POST if request.method == "POST" else None, words=words.asked)
    return form_page(
        request,
        form,
        lambda: _take(words, found, form, request),
        back=(reverse("account-change", args=[found.pk]), found.municipality.name),
        done=str(words.done),
        template="territory/account_change_step.html",
        title=words.title,
        intro=words.intro,
        button=words.button,
        subtitle=found.municipality.name,
        rows=compared(found),
    )


def _take(words: ChangeStep, change: AccountChange, form: ReasonForm, request: HttpRequest) -> None:
    takes: dict[str, Callable[[], None]] = {
        permissions.CONFIRM_ACCOUNT: lambda: services.account_change_confirm(
            change=change, checked=form.reason, actor=request.actor
        ),
        permissions.REFUSE_ACCOUNT: lambda: services.account_change_refuse(
            change=change, reason=form.reason, actor=request.actor
        ),
        permissions.WITHDRAW_ACCOUNT: lambda: services.account_change_withdraw(change=change, actor=request.actor),
    }
    takes[words.action]()


def _change(request: HttpRequest, change: int) -> AccountChange:
    can(request.actor, permissions.SEE_ACCOUNT).require()
    return get_object_or_404(selectors.account_changes(request.actor), pk=change)


def _row(change: AccountChange) -> dict[str, object]:
    return {
        "change": change,
        "municipality": change.municipality,
        "iban": iban.format(change.iban),
        "old_iban": iban.format(change.replaces["iban"]) if change.replaces else "",
        "label": ACCOUNT_CHANGE.labels[change.state],
        "kind": CHANGE_KINDS[change.state],
    }
