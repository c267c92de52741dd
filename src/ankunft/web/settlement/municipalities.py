"""What the settlement shows on the pages of the municipalities: a figure on the map, and what one municipality got."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.roles import CANTONAL
from ankunft.domain.settlement import overview, permissions
from ankunft.domain.settlement.models import Line
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.money import Money
from ankunft.web.territory.registry import Area, Column, Figure, Question, Section, View
from ankunft.web.territory.scales import ramp_css, ramp_legend

from .words import run_words

THRESHOLDS = tuple(francs * 100 for francs in (500, 2_000, 5_000, 10_000, 25_000))
LABELS = (gettext_lazy("unter 500"), "500–2000", "2000–5000", "5000–10'000", "10'000–25'000", gettext_lazy("ab 25'000"))


def paid_view(question: Question) -> View:
    """What each municipality was paid in a year."""
    years = overview.years_paid()
    year = next((one for one in years if str(one) == question.choice), years[0] if years else question.day.year)
    amounts = overview.paid_in(year, question.day)
    return View(
        heading=_("Höchste Beiträge"),
        columns=(Column(_("Beitrag CHF"), "chf"),),
        areas={
            number: Area(ramp_css(amount, THRESHOLDS), (amount,), str(Money(amount)))
            for number, amount in amounts.items()
        },
        legend=ramp_legend(LABELS),
        source=_("Freigegebene Zahlungsläufe %(year)s, in CHF") % {"year": year},
        choices=tuple((str(one), str(one)) for one in years),
        choice=str(year),
    )


def paid_section(actor: Actor, municipality: Municipality) -> Section | None:
    """What the municipality got from each run, for whoever may see it."""
    if not can(actor, permissions.SEE_CONTRIBUTIONS):
        return None
    amounts = overview.released_amounts(visible_to(actor, Line), municipality.pk)
    cantonal = bool(can(actor, permissions.SEE_RUNS))
    if not amounts and not cantonal:
        return None
    rows = [
        {
            "month": run_words(run),
            "amount": amount,
            "url": f"{reverse('run', args=[run.reference])}?offen={municipality.bfs_number}#g{municipality.bfs_number}"
            if cantonal
            else reverse("contributions"),
        }
        for run, amount in amounts
    ]
    return Section("settlement/municipality_section.html", {"paid": rows}, order=40)


PAID = Figure("beitrag", gettext_lazy("Beitrag je Jahr"), paid_view, 60, roles=CANTONAL)
