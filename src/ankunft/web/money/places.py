"""The rows of links above the pages: between the pages of money, and between those of a plan."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from ankunft.domain.funds.models import PlanVersion
from ankunft.web.shell.components import Chip

SOURCES, BOOKINGS, TRANSFERS, REFUNDS, COSTS, RATES, MATCHING = (
    "funding-sources",
    "bookings",
    "transfers",
    "refunds",
    "costs",
    "person-rates",
    "matching",
)
PLAN, MONITOR, PROJECTION, COVERAGE = "plan-version", "plan-monitor", "plan-projection", "plan-coverage"


def money_places(current: str) -> list[Chip]:
    """The pages about money, of which one is open."""
    labels = {
        SOURCES: _("Quellen"),
        BOOKINGS: _("Buchungen"),
        COSTS: _("Übernahme"),
        TRANSFERS: _("Umbuchungen"),
        REFUNDS: _("Rückerstattungen"),
        RATES: _("Pauschalen je Person"),
        MATCHING: _("Eigenleistung"),
    }
    return [Chip(label, reverse(name), current == name) for name, label in labels.items()]


def plan_places(version: PlanVersion, current: str) -> list[Chip]:
    """The pages about a version of a plan in use, of which one is open."""
    labels = {PLAN: _("Plan"), MONITOR: _("Plan und Ist"), PROJECTION: _("Hochrechnung"), COVERAGE: _("Deckung")}
    place = [version.plan.code, version.number]
    return [Chip(label, reverse(name, args=place), current == name) for name, label in labels.items()]
