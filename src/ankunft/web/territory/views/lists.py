"""All municipalities: map and table together, the table alone, the workbook; associations and social regions."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from ankunft.domain.territory import permissions, selectors
from ankunft.foundation.access.policy import can
from ankunft.foundation.documents.spreadsheet import workbook
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell.components import Chip
from ankunft.web.shell.files import xlsx
from ankunft.web.territory.figures import FIGURES, chosen_stand, residents, source_words, stand_words
from ankunft.web.territory.map import coloured_map, map_day
from ankunft.web.territory.ranking import MOST_RANKED, Table, full_table, ranking, table_sheet
from ankunft.web.territory.registry import ExtraColumn, Figure, Question, View, columns, figures


@require_safe
def municipalities(request: HttpRequest) -> HttpResponse:
    """Map and table together: one chosen figure colours both."""
    actor = request.actor
    can(actor, permissions.SEE_REGISTER).require()
    day = clock.today()
    available = figures.figures_for(actor)
    figure = _chosen(available, request.GET.get("zahl", ""))
    view = figure.view(Question(actor, day, request.GET.get("stand", "")))
    names = {one.bfs_number: one.name for one in selectors.existing_on(day)}
    extras = columns.columns_for(actor, day)
    context = {
        "figure": figure,
        "view": view,
        "chips": [Chip(one.label, f"?{urlencode({'zahl': one.code})}", one == figure) for one in available],
        "map": coloured_map(_map_view(figure, view, actor, day), day, _marked(request)),
        "ranking": None if view.clusters is not None else ranking(view, extras, names, request.GET.get("sort", "")),
        "count": len(names),
        "regions": len({region.pk for region in selectors.regions_on(day).values()}),
        "associations": len(selectors.associations_on(day)),
        "most": MOST_RANKED,
        "kept": urlencode([(name, request.GET[name]) for name in ("zahl", "stand") if request.GET.get(name)]),
    }
    return render(request, "territory/overview.html", context)


@require_safe
def municipality_table(request: HttpRequest) -> HttpResponse:
    """Every municipality with all its columns, to be searched, filtered and sorted."""
    can(request.actor, permissions.SEE_REGISTER).require()
    stands = selectors.stands()
    stand = chosen_stand(stands, request.GET.get("stand", ""))
    rows = selectors.overview(clock.today(), stand)
    regions = {row.region.number: row.region.name for row in rows if row.region}
    context = {
        "table": full_table(rows, _extras(request), request.GET),
        "count": len(rows),
        "source": source_words(stand),
        "stands": [(one.key, stand_words(one)) for one in stands],
        "stand": stand.key if stand else "",
        "districts": sorted({row.district for row in rows}),
        "regions": [(str(number), name) for number, name in sorted(regions.items())],
        "search": request.GET.get("suche", ""),
        "district": request.GET.get("bezirk", ""),
        "region": request.GET.get("region", ""),
        "kept": [(name, request.GET[name]) for name in ("sort", "zahl") if request.GET.get(name)],
        "query": request.GET.urlencode(),
    }
    return render(request, "territory/table.html", context)


@require_safe
def municipality_excel(request: HttpRequest) -> HttpResponse:
    """What the table shows as a workbook."""
    can(request.actor, permissions.SEE_REGISTER).require()
    stand = chosen_stand(selectors.stands(), request.GET.get("stand", ""))
    table: Table = full_table(selectors.overview(clock.today(), stand), _extras(request), request.GET)
    return xlsx(workbook(table_sheet(table, stand)), "gemeinden.xlsx")


@require_safe
def associations(request: HttpRequest) -> HttpResponse:
    """The associations of lead municipalities with their members (KS 3.4.2)."""
    can(request.actor, permissions.SEE_REGISTER).require()
    context = {"groups": selectors.associations_on(clock.today()), "day": clock.today()}
    return render(request, "territory/associations.html", context)


@require_safe
def social_regions(request: HttpRequest) -> HttpResponse:
    """The social regions with their municipalities."""
    can(request.actor, permissions.SEE_REGISTER).require()
    stands = selectors.stands()
    stand = stands[0] if stands else None
    rows = selectors.overview(clock.today(), stand)
    regions = sorted({row.region for row in rows if row.region}, key=lambda region: region.number)
    found = []
    for region in regions:
        members = [row for row in rows if row.region == region]
        found.append((region, members, sum(residents(row) or 0 for row in members)))
    context = {"regions": found, "source": source_words(stand)}
    return render(request, "territory/social_regions.html", context)


def _chosen(available: list[Figure], code: str) -> Figure:
    return next((figure for figure in available if figure.code == code), available[0])


def _map_view(figure: Figure, view: View, actor: Actor, day: date) -> View:
    """The same figure as of the day of the map's boundaries, where today is before them."""
    return view if map_day(day) == day else figure.view(Question(actor, map_day(day), view.choice))


def _marked(request: HttpRequest) -> int | None:
    """The municipality to be outlined: named in the address, or the person's own."""
    number = request.GET.get("auswahl", "")
    if number.isdecimal():
        return int(number)
    own = selectors.own_municipalities(request.actor).first()
    return own.bfs_number if own else None


def _extras(request: HttpRequest) -> list[ExtraColumn]:
    """The further columns of all rooms, and those of the figure that the address names, if another room brings it."""
    actor, day = request.actor, clock.today()
    extras = columns.columns_for(actor, day)
    code = request.GET.get("zahl", "")
    brought = [one for one in figures.figures_for(actor) if one.code == code and one not in FIGURES]
    for figure in brought:
        view = figure.view(Question(actor, day, request.GET.get("stand", "")))
        if view.clusters is None:
            extras += [
                ExtraColumn(column, {number: area.values[index] for number, area in view.areas.items()})
                for index, column in enumerate(view.columns)
            ]
    return extras
