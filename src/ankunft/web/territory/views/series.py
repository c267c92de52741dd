"""Population series: what there is, what the sources say, and which one counts (KS 4.3.2)."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ankunft.domain.territory import permissions, selectors, services
from ankunft.domain.territory.models import CantonalTotal
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.errors import Refused
from ankunft.web.territory.forms import ChoiceForm, SeriesForm


@require_safe
def population_series(request: HttpRequest) -> HttpResponse:
    """Every series with its source, the published totals beside each other, and which one counts since when."""
    can(request.actor, permissions.SEE_REGISTER).require()
    series = list(selectors.all_series())
    by_date: dict[date, dict[int, CantonalTotal]] = {}
    for one in series:
        for total in one.cantonal_totals.all():
            by_date.setdefault(total.reference_date, {})[one.pk] = total
    counted = [one for one in series if one.cantonal_totals.all()]
    context = {
        "series": series,
        "counted": counted,
        "totals": [
            (
                day,
                [(one, found.get(one.pk)) for one in counted],
                " ".join(total.note for total in found.values() if total.note),
            )
            for day, found in sorted(by_date.items(), reverse=True)
        ],
        "choices": selectors.choices().spans()[::-1],
        "may_keep_register": bool(can(request.actor, permissions.KEEP_REGISTER)),
    }
    return render(request, "territory/series.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def series_new(request: HttpRequest) -> HttpResponse:
    """Name a series and its source."""
    can(request.actor, permissions.KEEP_REGISTER).require()
    form = SeriesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        series = services.series_define(actor=request.actor, **form.cleaned_data)
        messages.success(request, _("Die Reihe «%(name)s» ist angelegt.") % {"name": series.name})
        return redirect("population-series")
    context = {"municipality": None, "form": form, "title": _("Neue Bevölkerungsreihe"), "intro": ""}
    return render(request, "territory/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def series_choice(request: HttpRequest) -> HttpResponse:
    """Choose from which reference date on which series counts."""
    can(request.actor, permissions.KEEP_REGISTER).require()
    form = ChoiceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.series_choose(actor=request.actor, **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Die Wahl ist gespeichert. Offene Läufe sind neu zu berechnen."))
            return redirect("population-series")
    context = {
        "municipality": None,
        "form": form,
        "title": _("Bevölkerungsreihe wählen"),
        "intro": _("Auf dieser Reihe beruhen die Sockelbeiträge. Was schon freigegeben ist, ändert sich nicht."),
    }
    return render(request, "territory/form.html", context, status=422 if form.errors else 200)
