"""What the lists of persons, arrivals and interviews have in common: the municipality, as column and as filter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy

from ankunft.domain.arrivals import permissions
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell.lists import Column, Filter

MUNICIPALITY = "gemeinde"
WHOM = gettext_lazy("Anfang eines Namens, Referenz oder AHV-Nummer")
"""What somebody is searched by."""


def municipality_column(record_of: Callable[[Any], Any], *order: str) -> Column:
    """The municipality of the record behind a row, and by what else the list is sorted with it."""
    return Column(
        MUNICIPALITY,
        gettext_lazy("Gemeinde"),
        lambda row: record_of(row).municipality.name,
        order=("municipality__name", *order),
    )


def municipality_filter() -> Filter:
    """One of the municipalities for which the officer works, those included that have merged since."""
    return Filter(
        MUNICIPALITY,
        gettext_lazy("Gemeinde"),
        lambda records, value: records.filter(municipality__bfs_number=value),
        _own,
    )


def hidden_for(actor: Actor) -> tuple[str, ...]:
    """Whoever works for one municipality needs neither column nor filter."""
    return () if len(permissions.officer_municipalities(actor)) > 1 else (MUNICIPALITY,)


def _own(actor: Actor) -> list[tuple[str, str]]:
    known = Municipality.objects.filter(pk__in=permissions.officer_municipalities(actor)).order_by("name")
    return [(str(one.bfs_number), one.name) for one in known]
