"""Population series: what there is, what the sources say, and which one counts (KS 4.3.2)."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ankunft.domain.territory import permissions, selectors, services
from ankunft.domain.territory.models import CantonalTotal
from ankunft.foundation.access.policy import can
from ankunft.web.shell.form_pages import Back, form_page
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
    return form_page(
        request,
        form,
        lambda: services.series_define(actor=request.actor, **form.cleaned_data),
        back=_back(),
        done=_("Die Reihe ist angelegt."),
        title=_("Neue Bevölkerungsreihe"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def series_choice(request: HttpRequest) -> HttpResponse:
    """Choose from which reference date on which series counts."""
    can(request.actor, permissions.KEEP_REGISTER).require()
    form = ChoiceForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: services.series_choose(actor=request.actor, **form.cleaned_data),
        back=_back(),
        done=_("Die Wahl ist gespeichert. Offene Läufe sind neu zu berechnen."),
        title=_("Bevölkerungsreihe wählen"),
        intro=_("Auf dieser Reihe beruhen die Sockelbeiträge. Was schon freigegeben ist, ändert sich nicht."),
    )


def _back() -> Back:
    return reverse("population-series"), _("Bevölkerungsreihen")
