"""What would be: scenarios to be made, looked at, shared, and laid side by side."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ankunft.domain.simulation import permissions, selectors, services
from ankunft.domain.simulation.models import Scenario
from ankunft.domain.territory.selectors import existing_on, stands
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel import clock
from ankunft.web.shell.files import xlsx
from ankunft.web.shell.form_pages import form_page, form_view
from ankunft.web.territory.figures import stand_words
from ankunft.web.territory.map import coloured_map

from .forms import ScenarioForm, entered
from .presentation import assumptions, contribution_rows, map_view, scenario_workbook, signed, sort

MOST_COMPARED = 4
"""So many stand side by side on a page."""
ACTS = ("rechnen", "teilen", "zuruecknehmen")


@require_safe
def scenario_list(request: HttpRequest) -> HttpResponse:
    """The own scenarios and those that are shared; which of them to lay side by side."""
    can(request.actor, permissions.SEE).require()
    page = Paginator(selectors.scenarios(request.actor), 25).get_page(request.GET.get("page"))
    rows = [
        (one, selectors.Pair(one.known_total or 0, one.assumed_total or 0), one.owner_id == request.actor.account_id)
        for one in page.object_list
    ]
    context = {"page": page, "rows": rows, "may_make": bool(can(request.actor, permissions.MAKE))}
    return render(request, "simulation/scenario_list.html", context)


@form_view
def scenario_new(request: HttpRequest) -> HttpResponse:
    """Ask a question; the answer is the page of the scenario."""
    can(request.actor, permissions.MAKE).require()
    form = _form(request, {"year": clock.today().year})

    def store() -> str:
        scenario = services.scenario_make(**form.told(), actor=request.actor)
        return reverse("scenario", args=[scenario.pk])

    return form_page(
        request,
        form,
        store,
        back=(reverse("scenarios"), _("Simulation")),
        done=_("Das Szenario ist gerechnet."),
        title=_("Szenario"),
        intro=_("Was wäre, wenn? Was leer bleibt, bleibt wie heute. Ein Szenario zahlt nichts aus."),
        button=_("Rechnen"),
    )


@form_view
def scenario_edit(request: HttpRequest, scenario: int) -> HttpResponse:
    """Ask otherwise."""
    found = _found(request, scenario)
    can(request.actor, permissions.CHANGE, found).require()
    form = _form(request, entered(found))
    return form_page(
        request,
        form,
        lambda: services.scenario_change(scenario=found, **form.told(), actor=request.actor),
        back=(reverse("scenario", args=[found.pk]), found.name),
        done=_("Das Szenario ist neu gerechnet."),
        title=_("Szenario ändern"),
        button=_("Rechnen"),
    )


@form_view
def scenario_remove(request: HttpRequest, scenario: int) -> HttpResponse:
    """Throw it away."""
    found = _found(request, scenario)
    can(request.actor, permissions.CHANGE, found).require()

    def store() -> str:
        services.scenario_delete(scenario=found, actor=request.actor)
        return reverse("scenarios")

    return form_page(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        store,
        back=(reverse("scenario", args=[found.pk]), found.name),
        done=_("Das Szenario ist gelöscht."),
        title=_("Szenario löschen"),
        intro=_("Das Szenario «%(name)s» wird gelöscht. Läufe und Beiträge bleiben, wie sie sind.")
        % {"name": found.name},
        button=_("Löschen"),
    )


@require_POST
def scenario_act(request: HttpRequest, scenario: int, act: str) -> HttpResponse:
    """Calculate it anew, share it, or share it no more."""
    found = _found(request, scenario)
    if act not in ACTS:
        raise Http404
    if act == "rechnen":
        services.scenario_calculate(scenario=found, actor=request.actor)
        messages.success(request, _("Das Szenario ist neu gerechnet."))
    else:
        services.scenario_share(scenario=found, shared=act == "teilen", actor=request.actor)
        done = _("Alle beim Kanton sehen das Szenario.") if act == "teilen" else _("Nur Sie sehen das Szenario.")
        messages.success(request, done)
    return redirect("scenario", found.pk)


@require_safe
def scenario_page(request: HttpRequest, scenario: int) -> HttpResponse:
    """What is assumed and what comes out: in all, on the map, by municipality."""
    found = _found(request, scenario)
    rows = selectors.by_municipality(found)
    view = map_view(rows)
    contributions = contribution_rows(found)
    context = {
        "scenario": found,
        "words": list(_words(found)),
        "contributions": [(name, pair, signed(pair.difference)) for name, pair in contributions],
        "left": _left(found, contributions[-1][1]),
        "rows": [(row, signed(row.pair.difference)) for row in sort(rows, request.GET.get("sort", ""))],
        "view": view,
        "map": coloured_map(view, clock.today()),
        "sort": request.GET.get("sort", ""),
        "may_change": bool(can(request.actor, permissions.CHANGE, found)),
    }
    return render(request, "simulation/scenario.html", context)


@require_safe
def scenario_excel(request: HttpRequest, scenario: int) -> HttpResponse:
    """The scenario as a workbook."""
    found = _found(request, scenario)
    return xlsx(scenario_workbook(found, list(_words(found))), f"szenario-{found.pk}.xlsx")


@require_safe
def scenario_compare(request: HttpRequest) -> HttpResponse:
    """Several scenarios side by side, in the order of their numbers."""
    can(request.actor, permissions.SEE).require()
    asked = [int(one) for one in request.GET.getlist("s") if one.isdecimal() and len(one) < 10]
    chosen = list(selectors.scenarios(request.actor).filter(pk__in=asked).order_by("pk")[:MOST_COMPARED])
    names = _municipalities()
    known_stands = stands()
    context = {
        "scenarios": [
            (
                one,
                list(assumptions(one.assumes, names, known_stands)),
                selectors.Pair(one.known_total or 0, one.assumed_total or 0),
            )
            for one in chosen
        ],
        "rows": [
            (
                number,
                name,
                [(one.name, pair, signed(pair.difference)) for one, pair in zip(chosen, pairs, strict=True)],
            )
            for number, name, pairs in selectors.side_by_side(chosen)
        ],
        "too_many": len(asked) > MOST_COMPARED,
        "most": MOST_COMPARED,
    }
    return render(request, "simulation/scenario_compare.html", context)


def _left(scenario: Scenario, sums: selectors.Pair) -> dict[str, Any] | None:
    """The credit of the year and what would be left of it, for the table of the sums."""
    found = selectors.year_end(scenario, sums)
    if found is None:
        return None
    granted, left = found
    return {"granted": granted, "pair": left, "difference": signed(left.difference), "is_short": left.assumed < 0}


def _found(request: HttpRequest, scenario: int) -> Scenario:
    can(request.actor, permissions.SEE).require()
    return get_object_or_404(visible_to(request.actor, Scenario).select_related("owner"), pk=scenario)


def _form(request: HttpRequest, initial: dict[str, Any]) -> ScenarioForm:
    return ScenarioForm(
        request.POST or None,
        initial=initial,
        years=selectors.years(),
        stands=[(stand.key, stand_words(stand)) for stand in stands()],
        municipalities=existing_on(clock.today()).order_by("name"),
    )


def _words(scenario: Scenario) -> Any:
    return assumptions(scenario.assumes, _municipalities(), stands())


def _municipalities() -> dict[int, str]:
    return dict(existing_on(clock.today()).values_list("bfs_number", "name"))
