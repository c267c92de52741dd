"""What the territory hangs into the shell: its place, its search, addresses; and its own figures on the map."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.roles import INTEGRATION_OFFICER
from ankunft.domain.territory import selectors
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.shell.registry import Due, Hit, Place, links, my_day, navigation, search

from .figures import FIGURES
from .registry import figures

MOST_HITS = 10


def register() -> None:
    """Called once when the application starts."""
    navigation.register(Place(gettext_lazy("Gemeinden"), "municipalities", frozenset(), 10, {INTEGRATION_OFFICER: 45}))
    search.register(_search)
    my_day.register(_due)
    links.register("municipality", _address)
    links.register("population", lambda _key: reverse("population-series"))
    for figure in FIGURES:
        figures.register(figure)


def _due(actor: Actor) -> Iterator[Due]:
    """Accounts that wait for the second person; and those that were refused to the own municipality."""
    for change in selectors.account_changes_to_confirm(actor):
        yield Due(
            _("Konto einer Gemeinde bestätigen"),
            _("%(name)s · ab %(day)s · vorgeschlagen von %(by)s")
            % {"name": change.municipality.name, "day": f"{change.valid_from:%d.%m.%Y}", "by": change.proposed_by},
            None,
            reverse("account-change", args=[change.pk]),
            _("Prüfen"),
        )
    for change in selectors.account_changes_refused(actor):
        yield Due(
            _("Vorgeschlagenes Konto abgelehnt"),
            _("%(name)s · ab %(day)s") % {"name": change.municipality.name, "day": f"{change.valid_from:%d.%m.%Y}"},
            None,
            reverse("account-change", args=[change.pk]),
            _("Ansehen"),
        )


def _search(actor: Actor, query: str) -> Iterator[Hit]:
    """Municipalities by part of the name or by number, existing ones first."""
    text = query.strip()
    found = visible_to(actor, Municipality).filter(Q(name__icontains=text) | Q(bfs_number__startswith=text))
    ordered = found.select_related("successor").order_by(F("valid_to").desc(nulls_first=True), "name")
    for municipality in ordered[:MOST_HITS]:
        detail = _("BFS-Nr. %(number)d · Bezirk %(district)s") % {
            "number": municipality.bfs_number,
            "district": municipality.district,
        }
        if municipality.successor:
            detail = _("%(detail)s · heute Teil von %(successor)s") % {
                "detail": detail,
                "successor": municipality.successor.name,
            }
        yield Hit(municipality.name, detail, reverse("municipality", args=[municipality.bfs_number]), _("Gemeinde"))


def _address(key: str) -> str | None:
    return reverse("municipality", args=[int(key)]) if key.isdecimal() else None
