"""A deletion list: its records, its steps, and in the end its protocol."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.reads import Read, record_read
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.retention import permissions, selectors, services
from ankunft.foundation.retention.models import DeletionList, ItemState
from ankunft.foundation.retention.states import OBJECT_TYPE, PROPOSED
from ankunft.web.access.middleware import unattended
from ankunft.web.retention.forms import ReasonForm, StepForm
from ankunft.web.retention.one_list import chosen_items, item_rows, list_context, state_context
from ankunft.web.retention.words import STEPS, step_words

UNPROCESSABLE = 422
ROWS = 50


@require_safe
def list_page(request: HttpRequest, listing: int) -> HttpResponse:
    """One list: what is on it, where it stands, what may be done next. Names only for whoever reviews it."""
    found = _listing(request.actor, listing)
    items, chips = chosen_items(found, request.GET)
    page = Paginator(items, ROWS).get_page(request.GET.get("page"))
    named = bool(can(request.actor, permissions.SEE_RECORDS, found)) and found.state == PROPOSED
    if named and page.object_list:
        record_read(request.actor, Read(OBJECT_TYPE, found.number, found.organisation, "Löschliste mit Namen gelesen."))
    context = {
        **list_context(found, request.actor),
        **state_context(found),
        "page": page,
        "rows": item_rows(found, list(page.object_list), named=named),
        "named": named,
        "may_decide": found.state == PROPOSED and bool(can(request.actor, permissions.HANDLE, found)),
        "chips": chips,
        "history": history(OBJECT_TYPE, found.number)[:50],
    }
    return render(request, "retention/list.html", context)


@unattended
@require_safe
def list_state(request: HttpRequest, listing: int) -> HttpResponse:
    """The part of the page that asks for itself until the list is carried out."""
    return render(request, "retention/list_state.html", state_context(_listing(request.actor, listing)))


@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, listing: int, item: int) -> HttpResponse:
    """Keep one record back, with the reason, or put it onto the list again."""
    found = _listing(request.actor, listing)
    can(request.actor, permissions.HANDLE, found).require()
    entries = selectors.visible_items(request.actor).select_related("deletion_list")
    entry = get_object_or_404(entries, pk=item, deletion_list=found)
    keeping = entry.state == ItemState.PLANNED
    form = (ReasonForm if keeping else StepForm)(
        request.POST if request.method == "POST" else None, initial={"seen": found.version}
    )
    if request.method == "POST" and form.is_valid():
        entry.deletion_list.version = form.cleaned_data["seen"]
        if keeping:
            services.item_keep(item=entry, reason=form.cleaned_data["reason"], actor=request.actor)
            messages.success(request, _("Der Datensatz bleibt."))
        else:
            services.item_plan(item=entry, actor=request.actor)
            messages.success(request, _("Der Datensatz steht wieder auf der Liste."))
        return redirect("deletion-list", found.pk)
    context = {"listing": found, "row": item_rows(found, [entry], named=False)[0], "form": form, "keeping": keeping}
    return render(request, "retention/item.html", context, status=UNPROCESSABLE if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def list_step(request: HttpRequest, listing: int, step: str) -> HttpResponse:
    """Ask once, saying what will happen; then do it."""
    found = _listing(request.actor, listing)
    words = step_words(step, found)
    if words is None:
        raise Http404
    permissions.may_move(request.actor, found, words.move).require()
    form_class = ReasonForm if words.needs_reason else StepForm
    form = form_class(request.POST if request.method == "POST" else None, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        found.version = form.cleaned_data["seen"]
        try:
            _TAKE[step](found, request.actor, form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, str(words.done))
            return redirect("deletion-list", found.pk)
    context = {"listing": found, "words": words, "form": form, "counts": selectors.counts_of(found)}
    return render(request, "retention/list_step.html", context, status=UNPROCESSABLE if form.errors else 200)


def _listing(actor: Actor, pk: int) -> DeletionList:
    can(actor, permissions.SEE_LIST).require()
    return get_object_or_404(selectors.visible_lists(actor), pk=pk)


Take = Callable[[DeletionList, Actor, dict[str, Any]], object]

_TAKE: dict[str, Take] = {
    "pruefen": lambda listing, actor, data: services.list_review(listing=listing, actor=actor),
    "genehmigen": lambda listing, actor, data: services.list_approve(listing=listing, actor=actor),
    "zurueckgeben": lambda listing, actor, data: services.list_send_back(
        listing=listing, actor=actor, reason=data["reason"]
    ),
    "verwerfen": lambda listing, actor, data: services.list_drop(listing=listing, actor=actor, reason=data["reason"]),
    "ausfuehren": lambda listing, actor, data: services.list_resume(listing=listing, actor=actor),
}
assert set(_TAKE) == set(STEPS)
