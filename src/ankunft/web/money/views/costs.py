"""What settlement runs and project grants cost, taken over onto positions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ankunft.domain.funds import services
from ankunft.domain.funds.money_permissions import BOOK, SEE_MONEY, SET_COSTS, TAKE_COSTS
from ankunft.domain.funds.selectors.costs import cost_rules, costs_incurred, names_of_costs
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.money import Money
from ankunft.web.shell.form_pages import form_page, form_view

from ..booking_forms import CostRuleForm
from ..places import COSTS, money_places


@require_safe
def costs(request: HttpRequest) -> HttpResponse:
    """What was released and paid, and whether it is booked."""
    can(request.actor, SEE_MONEY).require()
    rows, names = costs_incurred(request.actor), names_of_costs()
    context = {
        "rows": rows,
        "open": sum(1 for row in rows if row.is_bookable),
        "rules": [(names.get(rule.costs, rule.costs), rule) for rule in cost_rules(request.actor)],
        "places": money_places(COSTS),
        "may_book": bool(can(request.actor, BOOK)),
        "may_take": bool(can(request.actor, TAKE_COSTS)),
        "may_set": bool(can(request.actor, SET_COSTS)),
    }
    return render(request, "money/costs.html", context)


@require_POST
def costs_take_over(request: HttpRequest) -> HttpResponse:
    """Book what is not booked yet; say what was, and what could not be."""
    taken = services.costs_take_over(actor=request.actor)
    if taken.booked:
        told = ngettext(
            "%(count)d Auszahlung ist übernommen: %(which)s.",
            "%(count)d Auszahlungen sind übernommen: %(which)s.",
            len(taken.booked),
        )
        messages.success(request, told % {"count": len(taken.booked), "which": ", ".join(taken.booked)})
    elif not taken.refused and not taken.changed:
        messages.info(request, _("Es war nichts zu übernehmen: Alles, was eine Regel hat, ist gebucht."))
    for reference, reason in taken.refused:
        messages.warning(request, f"{reference}: {reason}")
    for one in taken.changed:
        told = _("%(reference)s kostet inzwischen %(now)s statt %(before)s: Bitte zurückbuchen und neu buchen.")
        amounts = {"reference": one.reference, "now": Money(one.now), "before": Money(one.booked)}
        messages.warning(request, told % amounts)
    return redirect("costs")


@form_view
def cost_rule_new(request: HttpRequest) -> HttpResponse:
    """Say onto which position the costs of a scheme or of project grants go."""
    can(request.actor, SET_COSTS).require()
    form = CostRuleForm(request.POST or None, actor=request.actor, costs=list(names_of_costs().items()))

    def store() -> None:
        services.cost_rule_set(actor=request.actor, **form.cleaned_data)

    return form_page(
        request,
        form,
        store,
        back=(reverse("costs"), _("Übernahme")),
        done=_("Ab diesem Tag gilt die Regel."),
        title=_("Regel der Übernahme"),
        intro=_("Was ab diesem Tag ausbezahlt wird, geht auf diese Position und aus dieser Quelle."),
    )
