"""Those who arrived: the list by families, the page of one family, and what is decided about them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from ankunft.domain.arrivals import deliveries, permissions, services, tasks
from ankunft.domain.arrivals.models import Arrival, ArrivalState
from ankunft.domain.arrivals.states import ARRIVAL
from ankunft.domain.arrivals.tasks import Family
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.encryption import decrypt
from ankunft.web.arrivals.addresses import DELIVERY, appointment_address, arrival_address
from ankunft.web.arrivals.arrival_forms import ChangeArrivalForm, WaiveForm, WhoForm
from ankunft.web.arrivals.arrival_list import ARRIVALS, MOST_WAIVED, acts, noted
from ankunft.web.arrivals.list_parts import hidden_for
from ankunft.web.arrivals.panels import arrival_panels
from ankunft.web.arrivals.words import address_of, member, name_of, state_tag
from ankunft.web.shell.form_pages import Back, form_page, form_view
from ankunft.web.shell.list_pages import list_page

OPEN_STATES = (ArrivalState.OPEN, ArrivalState.INVITED)
UNDOABLE = (ArrivalState.WAIVED, ArrivalState.RECALLED)


@form_view
def arrival_list(request: HttpRequest) -> HttpResponse:
    """Who arrived in one's own municipalities, a line for each family: late first, those to invite unless asked."""
    can(request.actor, permissions.LIST).require()
    return list_page(
        request,
        ARRIVALS,
        tasks.tasks_of(request.actor),
        noted=noted(request.actor),
        found=partial(tasks.found, actor=request.actor),
        acts=acts(),
        hidden=hidden_for(request.actor),
        template="arrivals/arrivals.html",
    )


@require_safe
def arrival_page(request: HttpRequest, arrival: str) -> HttpResponse:
    """One family that arrived: who, since when, how far their first information is, and what happened."""
    family = _family(request, arrival)
    _note(request, family.arrivals, gettext_lazy("Zuzug"))
    first = family.first
    panels = arrival_panels.panels_for(request.actor, family)
    may = bool(can(request.actor, permissions.RECORD, first))
    context = {
        "family": family,
        "first": first,
        "members": [member(person) for person in family.persons],
        "home": address_of(first.household),
        "state": state_tag(first),
        "reasons": _reasons(family),
        "others": [(other, state_tag(other)) for other in tasks.others_of(first)],
        "panels": [panel for panel in panels if not panel.side],
        "side_panels": [panel for panel in panels if panel.side],
        "events": history(ARRIVAL.object_type, first.reference),
        "appointment": appointment_address(first) if may and first.state in OPEN_STATES else "",
        "may": may,
        "is_open": first.state in OPEN_STATES,
        "is_undoable": first.state in UNDOABLE,
        "is_recalled": first.state == ArrivalState.RECALLED,
        "back": _come_from(request),
    }
    return render(request, "arrivals/arrival.html", context)


@form_view
def arrival_waive(request: HttpRequest, arrival: str) -> HttpResponse:
    """There is no interview with them, for a reason."""
    family = _family(request, arrival)
    return _waive_page(request, family.arrivals, _page_of(family))


@form_view
def arrivals_waive(request: HttpRequest) -> HttpResponse:
    """There is no interview with several families, for one reason."""
    can(request.actor, permissions.RECORD).require()
    references = request.GET.getlist("zuzug")[:MOST_WAIVED]
    firsts = tasks.tasks_of(request.actor).filter(reference__in=references)
    arrivals = [arrival for family in tasks.families(firsts) for arrival in family.arrivals]
    if not arrivals:
        raise Http404
    return _waive_page(request, arrivals, (reverse("arrivals"), _("Zuzüge")))


@form_view
def arrival_change(request: HttpRequest, arrival: str) -> HttpResponse:
    """Put right when, or from where, they arrived."""
    family = _family(request, arrival)
    first = family.first
    initial = {"arrived_on": first.arrived_on, "from_country": first.from_country}
    form = ChangeArrivalForm(request.POST or None, arrivals=family.arrivals, initial=initial)

    def store() -> None:
        values = {name: form.cleaned_data[name] for name in ("arrived_on", "from_country", "reason")}
        services.arrivals_change(arrivals=form.chosen, actor=request.actor, **values)

    return form_page(
        request,
        form,
        store,
        back=_page_of(family),
        noted=lambda: _note(request, family.arrivals, gettext_lazy("Angaben zum Zuzug")),
        done=_("Der Zuzug ist geändert."),
        title=_("Zuzug ändern"),
        subtitle=family.names,
        intro=_("Was vorher da stand, bleibt im Verlauf der Person."),
    )


@form_view
def arrival_recall(request: HttpRequest, arrival: str) -> HttpResponse:
    """They did not arrive after all: asked once."""
    family = _family(request, arrival)
    form = WhoForm(request.POST if request.method == "POST" else None, arrivals=family.arrivals)
    return form_page(
        request,
        form,
        lambda: services.arrivals_recall(arrivals=form.chosen, actor=request.actor),
        back=_page_of(family),
        noted=lambda: _note(request, family.arrivals, gettext_lazy("Zuzug widerrufen")),
        done=_("Der Zuzug ist widerrufen."),
        title=_("Zuzug widerrufen?"),
        subtitle=family.names,
        intro=_(
            "Der Zuzug ist dann keine Aufgabe mehr und zählt nirgends. Die Person bleibt erfasst. "
            "Sie können den Widerruf rückgängig machen."
        ),
        button=_("Widerrufen"),
    )


@require_POST
def arrival_undo(request: HttpRequest, arrival: str) -> HttpResponse:
    """Take back that there is no interview, or that the arrival was recalled."""
    family = _family(request, arrival)
    services.arrivals_undo(arrivals=family.arrivals, actor=request.actor)
    messages.success(request, _("Rückgängig gemacht."))
    return redirect(arrival_address(family.first))


def _waive_page(request: HttpRequest, arrivals: Sequence[Arrival], back: Back) -> HttpResponse:
    form = WaiveForm(request.POST or None, arrivals=arrivals)
    return form_page(
        request,
        form,
        lambda: services.arrivals_waive(arrivals=form.chosen, reason=form.cleaned_data["reason"], actor=request.actor),
        back=back,
        noted=lambda: _note(request, arrivals, gettext_lazy("Kein Gespräch")),
        done=_("Festgehalten: kein Gespräch."),
        title=_("Kein Gespräch"),
        # Several are named in the form, where one of them can be left out.
        subtitle="" if len(arrivals) > 1 else name_of(arrivals[0].person),
        intro=_(
            "Zum Beispiel: schon wieder weggezogen, aus gesundheitlichen Gründen, nach zwei Einladungen nicht "
            "erschienen. Sie können das rückgängig machen."
        ),
        button=_("Festhalten"),
    )


def _family(request: HttpRequest, reference: str) -> Family:
    """Those who arrived together with the one of that reference; 404 where the actor does not see it."""
    can(request.actor, permissions.LIST).require()
    arrivals = visible_to(request.actor, Arrival).filter(person__anonymised_at=None)
    arrival = get_object_or_404(arrivals.select_related("municipality", "person__municipality"), reference=reference)
    can(request.actor, permissions.RECORD, arrival).require()
    return tasks.family_of(arrival)


def _note(request: HttpRequest, arrivals: Sequence[Arrival], what: Any) -> None:
    """Enter each person in the read log."""
    for arrival in arrivals:
        services.person_read(person=arrival.person, what=what, actor=request.actor)


def _reasons(family: Family) -> list[str]:
    """Why there is no interview with them, each reason once."""
    return list(dict.fromkeys(decrypt(one.waived_reason) for one in family.arrivals if one.waived_reason))


def _come_from(request: HttpRequest) -> Back:
    """The delivery from whose list somebody was taken in, if one comes from there; the list of arrivals otherwise."""
    typed = request.GET.get(DELIVERY, "")
    if typed.isascii() and typed.isdigit() and len(typed) < 19:
        delivery = deliveries.deliveries_of(request.actor).filter(pk=typed).first()
        if delivery is not None:
            return f"{reverse('delivery', args=[delivery.pk])}?zeigen=ausgenommen", delivery.file_name
    return reverse("arrivals"), _("Zuzüge")


def _page_of(family: Family) -> Back:
    return arrival_address(family.first), family.first.reference
