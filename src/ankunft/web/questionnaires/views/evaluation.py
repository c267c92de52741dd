"""What all municipalities answered, counted by question, for the coordination office."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ankunft.domain.questionnaires import permissions, selectors
from ankunft.domain.questionnaires.evaluation_words import size_words
from ankunft.domain.questionnaires.export import evaluation_workbook
from ankunft.domain.questionnaires.rules import SIZES
from ankunft.domain.questionnaires.selectors import Among, Evaluation
from ankunft.domain.questionnaires.values import Kind
from ankunft.domain.reporting.rules import FIRST_YEAR
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.periods import Year
from ankunft.web.questionnaires.charts import chart_of
from ankunft.web.shell.addresses import with_query
from ankunft.web.shell.components import Chip
from ankunft.web.shell.files import xlsx

RECENT = 6


@require_safe
def evaluation(request: HttpRequest) -> HttpResponse:
    """Every question with its answers counted, beside the year before; free texts with the municipality."""
    can(request.actor, permissions.EVALUATE).require()
    year, among = _chosen_year(request.GET), _among(request.GET)
    found = selectors.evaluation_of(request.actor, Kind.DECLARATION, str(year), among)
    context = {
        "year": year,
        "evaluation": found,
        "sections": [
            (section, [chart_of(one, found.texts(one.question)) for one in summaries])
            for section, summaries in found.sections()
        ],
        "accepted": sum(1 for voice in found.voices if voice.is_accepted),
        "years": _years(year, request.GET),
        "filters": _filters(found, among),
        "query": request.GET.urlencode(),
    }
    return render(request, "questionnaires/evaluation.html", context)


@require_safe
def evaluation_excel(request: HttpRequest) -> HttpResponse:
    """The same municipalities as a workbook: all answers, the counts, the texts."""
    can(request.actor, permissions.EVALUATE).require()
    year = _chosen_year(request.GET)
    found = selectors.evaluation_of(request.actor, Kind.DECLARATION, str(year), _among(request.GET))
    return xlsx(evaluation_workbook(found, str(year)), f"selbstdeklarationen-{year}.xlsx")


def _chosen_year(query: QueryDict) -> Year:
    today = clock.today()
    try:
        chosen = Year.parse(query.get("jahr", ""))
    except ValueError:
        return Year(today.year)
    return min(max(chosen, FIRST_YEAR), Year(today.year + 1))


def _among(query: QueryDict) -> Among:
    lead, size = query.get("verbund", ""), query.get("groesse", "")
    return Among(
        district=query.get("bezirk", ""),
        lead=int(lead) if lead.isascii() and lead.isdecimal() and len(lead) < 6 else None,
        size=int(size) if size in {str(number) for number in range(len(SIZES) + 1)} else None,
    )


def _years(chosen: Year, query: QueryDict) -> list[Chip]:
    latest = clock.today().year + 1
    years = sorted(
        {chosen, *(Year(year) for year in range(max(latest - RECENT, FIRST_YEAR.year), latest + 1))}, reverse=True
    )
    return [Chip(str(year), f"?{with_query(query, jahr=year)}", year == chosen) for year in years]


def _filters(found: Evaluation, among: Among) -> list[dict[str, Any]]:
    """The fields to narrow the municipalities, as the lists of municipalities have them."""
    return [
        {
            "name": "bezirk",
            "label": _("Bezirk"),
            "all": _("Alle Bezirke"),
            "options": [(one, one, one == among.district) for one in found.districts],
        },
        {
            "name": "verbund",
            "label": _("Verbund"),
            "all": _("Alle Gemeinden"),
            "options": [
                (str(number), _("Leitgemeinde %(name)s") % {"name": name}, number == among.lead)
                for number, name in found.leads
            ],
        },
        {
            "name": "groesse",
            "label": _("Grösse"),
            "all": _("Alle Grössen"),
            "options": [(str(number), size_words(number), number == among.size) for number in range(len(SIZES) + 1)],
        },
    ]
