"""The figures of the territory itself: population and share, social regions, associations."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.territory import selectors
from ankunft.domain.territory.selectors import Group, Row, Stand
from ankunft.web.shell.components import LegendStep
from ankunft.web.shell.registry import Text
from ankunft.web.shell.templatetags.ankunft import number, percent

from .geometry import canton
from .registry import Area, Cluster, Column, Figure, Question, View
from .scales import NO_DATA, kind_css, ramp_css, ramp_legend

SHARES = (0.08, 0.16, 0.24, 0.32, 0.40)
RESIDENTS = (500, 1000, 2000, 4000, 8000)
FOREIGN = (50, 150, 400, 1000, 2500)

SHARE_LABELS = (gettext_lazy("unter 8 %"), "8–16", "16–24", "24–32", "32–40", gettext_lazy("ab 40 %"))
RESIDENT_LABELS = (gettext_lazy("unter 500"), "500–999", "1000–1999", "2000–3999", "4000–7999", gettext_lazy("ab 8000"))
FOREIGN_LABELS = (gettext_lazy("unter 50"), "50–149", "150–399", "400–999", "1000–2499", gettext_lazy("ab 2500"))


def chosen_stand(stands: Sequence[Stand], key: str) -> Stand | None:
    """The stand named in an address; the latest of all where it names none that exists."""
    return next((stand for stand in stands if stand.key == key), stands[0] if stands else None)


def stand_words(stand: Stand) -> str:
    """`31.12.2024 (prov.), BFS STATPOP`."""
    words = _("%(day)s (prov.), %(series)s") if stand.provisional else _("%(day)s, %(series)s")
    return words % {"day": f"{stand.reference_date:%d.%m.%Y}", "series": stand.name}


def source_words(stand: Stand | None) -> str:
    """Whose figures these are and of when."""
    if stand is None:
        return _("Es sind keine Bevölkerungszahlen erfasst.")
    return _("Wohnbevölkerung %(stand)s") % {"stand": stand_words(stand)}


@dataclass(frozen=True, slots=True)
class Measure:
    """A number that the population gives for each municipality, and how it is shown."""

    heading: Text
    columns: tuple[Column, ...]
    thresholds: Sequence[float]
    labels: Sequence[Text]
    value: Callable[[Row], float | None]
    values: Callable[[Row], tuple[Any, ...]]
    words: Callable[[float | None], str]

    def view(self, question: Question) -> View:
        stands = selectors.stands()
        stand = chosen_stand(stands, question.choice)
        return View(
            heading=self.heading,
            columns=self.columns,
            areas={row.bfs_number: self._area(row) for row in selectors.overview(question.day, stand)},
            legend=ramp_legend(self.labels),
            source=source_words(stand),
            choices=tuple((one.key, stand_words(one)) for one in stands),
            choice=stand.key if stand else "",
        )

    def _area(self, row: Row) -> Area:
        value = self.value(row)
        return Area(ramp_css(value, self.thresholds), self.values(row), self.words(value))


def residents(row: Row) -> int | None:
    return row.population.residents if row.population else None


def foreign_residents(row: Row) -> int | None:
    return row.population.foreign_residents if row.population else None


def _count_words(value: float | None) -> str:
    return number(None if value is None else int(value))


SHARE = Measure(
    heading=gettext_lazy("Höchste Anteile"),
    columns=(Column(gettext_lazy("Anteil"), "percent"), Column(gettext_lazy("Personen"), "number")),
    thresholds=SHARES,
    labels=SHARE_LABELS,
    value=lambda row: row.share,
    values=lambda row: (row.share, foreign_residents(row)),
    words=percent,
)
RESIDENT = Measure(
    heading=gettext_lazy("Grösste Gemeinden"),
    columns=(Column(gettext_lazy("Wohnbevölkerung"), "number"), Column(gettext_lazy("Anteil ausländisch"), "percent")),
    thresholds=RESIDENTS,
    labels=RESIDENT_LABELS,
    value=residents,
    values=lambda row: (residents(row), row.share),
    words=_count_words,
)
FOREIGNER = Measure(
    heading=gettext_lazy("Die meisten Ausländerinnen und Ausländer"),
    columns=(Column(gettext_lazy("Personen"), "number"), Column(gettext_lazy("Anteil"), "percent")),
    thresholds=FOREIGN,
    labels=FOREIGN_LABELS,
    value=foreign_residents,
    values=lambda row: (foreign_residents(row), row.share),
    words=_count_words,
)


def region_view(question: Question) -> View:
    """The social regions, each with a colour of its own and its number on the map."""
    stands = selectors.stands()
    stand = stands[0] if stands else None
    rows = selectors.overview(question.day, stand)
    regions = sorted({row.region for row in rows if row.region}, key=lambda region: region.number)
    members = {region.pk: [row for row in rows if row.region == region] for region in regions}
    css = kind_css({key: [row.bfs_number for row in found] for key, found in members.items()}, canton())
    areas = {
        row.bfs_number: Area(css[row.region.pk], (row.region.name,), row.region.name)
        if row.region
        else Area(NO_DATA, ("",), _("keine Sozialregion"))
        for row in rows
    }
    clusters = tuple(
        Cluster(
            label=region.name,
            css=css[region.pk],
            members=tuple(row.bfs_number for row in members[region.pk]),
            mark=str(region.number),
            url=f"{reverse('social-regions')}#region-{region.number}",
            values=(len(members[region.pk]), sum(residents(row) or 0 for row in members[region.pk])),
        )
        for region in regions
    )
    return View(
        heading=_("Sozialregionen"),
        columns=(Column(_("Gemeinden"), "number"), Column(_("Wohnbevölkerung"), "number")),
        areas=areas,
        legend=tuple(LegendStep(f"{cluster.mark} {cluster.label}", cluster.css) for cluster in clusters),
        source=_("Sozialregionen: öffentliche Angaben, Stand 2021–2023; %(population)s")
        % {"population": source_words(stand)},
        clusters=clusters,
    )


def association_view(question: Question) -> View:
    """The associations of lead municipalities of that day, numbered by the name of their lead."""
    groups = selectors.associations_on(question.day)
    members = {
        group.lead.pk: [group.lead.bfs_number, *(member.municipality.bfs_number for member in group.members)]
        for group in groups
    }
    css = kind_css(members, canton())
    areas = {
        municipality.bfs_number: Area(NO_DATA, ("",), _("in keinem Verbund"))
        for municipality in selectors.existing_on(question.day)
    }
    clusters = []
    for order, group in enumerate(groups, start=1):
        label = _("Leitgemeinde %(name)s") % {"name": group.lead.name}
        areas |= {number: Area(css[group.lead.pk], (label,), label) for number in members[group.lead.pk]}
        clusters.append(
            Cluster(
                label=group.lead.name,
                css=css[group.lead.pk],
                members=tuple(members[group.lead.pk]),
                mark=str(order),
                url=f"{reverse('associations')}#verbund-{group.lead.bfs_number}",
                values=(len(group.members), _paid(group)),
            )
        )
    return View(
        heading=_("Leitgemeinde-Verbünde"),
        columns=(Column(_("Mitglieder"), "number"), Column(_("Beiträge an"))),
        areas=areas,
        legend=(
            *(LegendStep(f"{cluster.mark} {cluster.label}", cluster.css) for cluster in clusters),
            LegendStep(_("in keinem Verbund"), NO_DATA),
        ),
        source=_("Leitgemeinde-Verbünde am %(day)s%(demo)s")
        % {
            "day": f"{question.day:%d.%m.%Y}",
            "demo": _(" (zum Teil erfunden, Demo)") if any(group.association.is_demo for group in groups) else "",
        },
        clusters=tuple(clusters),
    )


def _paid(group: Group) -> str:
    each = sum(1 for member in group.members if member.is_paid_itself)
    if each == 0:
        return _("die Leitgemeinde")
    return _("jede selbst") if each == len(group.members) else _("teils jede selbst")


FIGURES = (
    Figure("anteil", gettext_lazy("Anteil Ausländerinnen und Ausländer"), SHARE.view, 10),
    Figure("bevoelkerung", gettext_lazy("Wohnbevölkerung"), RESIDENT.view, 20),
    Figure("auslaenderinnen", gettext_lazy("Ausländerinnen und Ausländer"), FOREIGNER.view, 30),
    Figure("sozialregionen", gettext_lazy("Sozialregionen"), region_view, 80),
    Figure("verbuende", gettext_lazy("Leitgemeinde-Verbünde"), association_view, 90),
)
