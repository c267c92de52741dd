"""Self-declarations: who declared itself for a year, and the form to record one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ankunft.domain.questionnaires import permissions as questionnaires
from ankunft.domain.reporting import permissions, selectors, services
from ankunft.domain.reporting.models import SelfDeclaration
from ankunft.domain.reporting.rules import FIRST_YEAR, declaration_due_on, must_declare
from ankunft.domain.reporting.selectors import DeclarationStanding
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import Reach, can, reach
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import Year
from ankunft.web.reporting.forms import DeclarationForm
from ankunft.web.reporting.words import declaration_tag
from ankunft.web.shell.addresses import with_query
from ankunft.web.shell.components import Chip
from ankunft.web.shell.narrowed import Filter, narrowed, state_chips

ROWS = 150
RECENT = 6
UNPROCESSABLE = 422

FILTERS: dict[str, Filter[DeclarationStanding]] = {
    "fehlend": (lambda: _("Fehlend"), lambda one: not one.received),
    "eingereicht": (lambda: _("Zu prüfen"), lambda one: one.awaits_decision),
    "eingegangen": (lambda: _("Eingegangen"), lambda one: one.received),
    "nein": (lambda: _("Nicht beitragsberechtigt"), lambda one: not one.entitled),
}


@require_safe
def declaration_list(request: HttpRequest) -> HttpResponse:
    """Every municipality that declares itself for a year; what is late comes first."""
    can(request.actor, permissions.SEE_DECLARATIONS).require()
    today = clock.today()
    year = _chosen_year(request.GET.get("jahr", ""), today)
    standings = selectors.declarations_overview(request.actor, year, today)
    state = request.GET.get("stand", "")
    search = request.GET.get("suche", "").strip()
    theirs = reach(request.actor, questionnaires.WRITE, Municipality)
    rows = [_row(one, theirs) for one in narrowed(standings, FILTERS, state, search)]
    context = {
        "year": year,
        "due_on": declaration_due_on(year),
        "years": _year_chips(year, today, request.GET),
        "chips": state_chips(standings, FILTERS, state, request.GET),
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "total": len(standings),
        "received": sum(1 for one in standings if one.received),
        "search": search,
        "state": state,
        "next": next((row for row in rows if row["may_fill_in"] and not row["standing"].received), None),
        "is_municipal": bool(theirs.ids),
        "may_import": bool(can(request.actor, permissions.RECORD_DECLARATION)),
        "may_evaluate": bool(can(request.actor, questionnaires.EVALUATE)),
    }
    return render(request, "reporting/declarations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def declaration_page(request: HttpRequest, bfs_number: int, year: int) -> HttpResponse:
    """The self-declaration of a municipality for a year: what is recorded, and the form for whoever may."""
    can(request.actor, permissions.SEE_DECLARATIONS).require()
    municipality = get_object_or_404(selectors.municipalities_of(request.actor), bfs_number=bfs_number)
    chosen = _declared_year(municipality, year)
    latest = selectors.latest_declaration(municipality, chosen)
    may_record = can(request.actor, permissions.RECORD_DECLARATION, municipality)
    dated = bool(can(request.actor, permissions.DATE))
    form = None
    if request.method == "POST":
        may_record.require()
        form = DeclarationForm(request.POST, dated=dated)
        if form.is_valid() and _record(request, municipality, chosen, form):
            return redirect("declaration", bfs_number, year)
    elif may_record:
        form = DeclarationForm(initial=_initial(latest), dated=dated)
    context = {
        "municipality": municipality,
        "year": chosen,
        "due_on": declaration_due_on(chosen),
        "latest": latest,
        "lead": selectors.lead_of(municipality, chosen),
        "form": form,
        "may_record": may_record,
        "history": selectors.declaration_history(municipality, chosen),
    }
    return render(request, "reporting/declaration.html", context, status=UNPROCESSABLE if form and form.errors else 200)


def _record(request: HttpRequest, municipality: Municipality, year: Year, form: DeclarationForm) -> bool:
    """Record what the form says; False (with the reason in the form) if that is refused."""
    data = form.cleaned_data
    try:
        services.declaration_record(
            municipality=municipality,
            year=year,
            officer_named=data["officer_named"],
            tasks_organised=data["tasks_organised"],
            submitted_on=data.get("submitted_on"),
            actor=request.actor,
        )
    except Refused as refused:
        form.add_error(None, refused.reason)
        return False
    messages.success(request, _("Die Selbstdeklaration %(year)s ist erfasst.") % {"year": year})
    return True


def _initial(latest: SelfDeclaration | None) -> dict[str, Any]:
    if latest is None:
        return {"submitted_on": clock.today()}
    return {
        "officer_named": "yes" if latest.officer_named else "no",
        "tasks_organised": "yes" if latest.tasks_organised else "no",
        "submitted_on": latest.submitted_on,
    }


def _row(one: DeclarationStanding, theirs: Reach) -> dict[str, Any]:
    may_fill_in = one.municipality_id in theirs
    return {
        "standing": one,
        "tag": declaration_tag(one),
        "may_fill_in": may_fill_in,
        "route": "declaration-sheet" if one.sheet or may_fill_in else "declaration",
    }


def _chosen_year(text: str, today: date) -> Year:
    try:
        chosen = Year.parse(text)
    except ValueError:
        return Year(today.year)
    return min(max(chosen, FIRST_YEAR), Year(today.year + 1))


def _declared_year(municipality: Municipality, year: int) -> Year:
    """The year, if the municipality declares itself for it; else 404."""
    if not FIRST_YEAR.year <= year <= clock.today().year + 1:
        raise Http404
    chosen = Year(year)
    if not must_declare(municipality.valid_from, municipality.valid_to, chosen):
        raise Http404
    return chosen


def _year_chips(chosen: Year, today: date, query: QueryDict) -> list[Chip]:
    years = [Year(year) for year in range(today.year, max(today.year - RECENT, FIRST_YEAR.year - 1), -1)]
    if chosen not in years:
        years = sorted({*years, chosen}, reverse=True)
    return [Chip(str(year), f"?{with_query(query, jahr=year)}", year == chosen) for year in years]
