"""Persons that may be one: the list, and both side by side to decide."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from ankunft.domain.arrivals import permissions, services
from ankunft.domain.arrivals.duplicates import duplicates_of, sentences_of
from ankunft.domain.arrivals.models import Duplicate, DuplicateState
from ankunft.domain.arrivals.services.duplicates import duplicate_keep_apart, duplicate_reopen
from ankunft.domain.arrivals.services.merging import merge_undo, persons_merge
from ankunft.foundation.access.policy import can
from ankunft.web.arrivals.duplicate_jobs import search_ask
from ankunft.web.arrivals.duplicate_list import DUPLICATES, compared, noted, pairs_for, take_of
from ankunft.web.arrivals.list_parts import hidden_for
from ankunft.web.shell.form_pages import form_view
from ankunft.web.shell.list_pages import list_page


@form_view
def duplicate_list(request: HttpRequest) -> HttpResponse:
    """The pairs that may be one person, the likeliest first."""
    can(request.actor, permissions.DECIDE_DUPLICATE).require()
    return list_page(
        request,
        DUPLICATES,
        pairs_for(request.actor),
        noted=noted(request.actor),
        hidden=hidden_for(request.actor),
        template="arrivals/duplicates.html",
    )


@require_POST
def duplicates_search(request: HttpRequest) -> HttpResponse:
    """Ask for a search among all persons of one's own municipalities, and see how far it is."""
    return redirect("job", search_ask(request.actor).pk)


@form_view
def duplicate_page(request: HttpRequest, duplicate: int) -> HttpResponse:
    """Both side by side: one or two, and what holds."""
    can(request.actor, permissions.DECIDE_DUPLICATE).require()
    pair = get_object_or_404(
        duplicates_of(request.actor).select_related("person__household", "other__household"), pk=duplicate
    )
    if request.method == "POST":
        return _decide(request, pair)
    for person in (pair.person, pair.other):
        services.person_read(person=person, what=gettext_lazy("Vergleich möglicher Dubletten"), actor=request.actor)
    stays = pair.other if pair.other.register_key and not pair.person.register_key else pair.person
    context = {
        "pair": pair,
        "rows": compared(pair.person, pair.other),
        "reasons": sentences_of(pair.reasons),
        "stays": stays,
        "seen": f"{pair.person.version}.{pair.other.version}",
        "is_open": pair.state == DuplicateState.OPEN,
        "is_merged": pair.state == DuplicateState.MERGED,
    }
    return render(request, "arrivals/duplicate.html", context)


def _decide(request: HttpRequest, pair: Duplicate) -> HttpResponse:
    match request.POST.get("entscheid"):
        case "zusammenfuehren":
            return _merge(request, pair)
        case "zwei":
            duplicate_keep_apart(duplicate=pair, actor=request.actor)
            messages.success(request, _("Festgehalten: Es sind zwei Personen. Sie werden nicht mehr vorgeschlagen."))
        case "wieder-pruefen":
            duplicate_reopen(duplicate=pair, actor=request.actor)
            messages.success(request, _("Die beiden sind wieder zu prüfen."))
        case "rueckgaengig":
            merge_undo(duplicate=pair, actor=request.actor)
            messages.success(request, _("Die Zusammenführung ist rückgängig gemacht: Es sind wieder zwei Personen."))
        case _:
            raise Http404
    return redirect("duplicate", pair.pk)


def _merge(request: HttpRequest, pair: Duplicate) -> HttpResponse:
    stays = pair.other if request.POST.get("bleibt") == pair.other.reference else pair.person
    one, _dot, other = request.POST.get("seen", "").partition(".")
    versions = (int(one), int(other)) if one.isdecimal() and other.isdecimal() else (0, 0)
    take = take_of(request.POST.dict(), pair.person, pair.other, stays)
    person = persons_merge(duplicate=pair, into=stays, take=take, versions=versions, actor=request.actor)
    messages.success(
        request,
        _("Zusammengeführt. Beide Referenzen führen jetzt zu %(reference)s; rückgängig machen können Sie es hier.")
        % {"reference": person.reference},
    )
    return redirect("duplicate", pair.pk)
