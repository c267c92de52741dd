"""The credits of the years, and the end of a year (KS 4.3.4), as pages."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ankunft.domain.settlement import credit_states as states
from ankunft.domain.settlement import selectors, services
from ankunft.domain.settlement.credit_permissions import SEE_CREDITS, crediting
from ankunft.domain.settlement.models import START_INTEGRATION, Credit, YearEnd
from ankunft.domain.settlement.scheme_names import scheme_titles
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.workflow.proposals import ProposalState
from ankunft.web.shell.form_pages import form_page, form_view

from ..credit_forms import CreditForm, YearEndForm
from ..credit_presentation import moves_of

CREDIT_STEPS = {"bestaetigen": services.credit_confirm, "zurueckziehen": services.credit_withdraw}
YEAR_END_STEPS = {"bestaetigen": services.year_end_confirm, "zurueckziehen": services.year_end_withdraw}


@require_safe
def credits(request: HttpRequest) -> HttpResponse:
    """What was granted, paid and is left of every year, and every credit that was proposed."""
    can(request.actor, SEE_CREDITS).require()
    titles, standings = scheme_titles(), selectors.all_credit_standings()
    context = {
        "standings": standings.pop(START_INTEGRATION, []),
        "others": [(titles.get(key, key), theirs) for key, theirs in standings.items()],
        "rows": [
            {**moves_of(one, states.CREDIT, request.actor), "scheme": titles.get(one.scheme, one.scheme)}
            for one in selectors.credits_for(request.actor)
        ],
        "may_propose": bool(can(request.actor, crediting(states.CREDIT, states.PROPOSE))),
    }
    return render(request, "settlement/credits.html", context)


@form_view
def credit_new(request: HttpRequest) -> HttpResponse:
    """Propose what may be paid in a year."""
    can(request.actor, crediting(states.CREDIT, states.PROPOSE)).require()
    form = CreditForm(request.POST or None, initial={"year": clock.today().year})
    return form_page(
        request,
        form,
        lambda: services.credit_propose(actor=request.actor, **form.cleaned_data) and None,
        back=(reverse("credits"), _("Kredite")),
        done=_("Der Kredit ist vorgeschlagen. Eine zweite Person bestätigt ihn."),
        title=_("Kredit vorschlagen"),
        intro=_(
            "Er kommt zu dem dazu, was für das Jahr schon bestätigt ist: Ein Nachtragskredit ist ein weiterer Kredit."
        ),
        button=_("Vorschlagen"),
    )


@require_POST
def credit_step(request: HttpRequest, credit: int, step: str) -> HttpResponse:
    """Confirm a proposed credit, or withdraw it."""
    can(request.actor, SEE_CREDITS).require()
    one = get_object_or_404(visible_to(request.actor, Credit), pk=credit)
    if step not in CREDIT_STEPS:
        raise Http404
    CREDIT_STEPS[step](credit=one, actor=request.actor)
    is_confirmed = one.state == ProposalState.CONFIRMED
    messages.success(request, _("Der Kredit ist bestätigt.") if is_confirmed else _("Der Kredit ist zurückgezogen."))
    return redirect("credits")


@require_safe
def year_page(request: HttpRequest, year: int) -> HttpResponse:
    """The credit of a year, what was paid, what can no longer be claimed, and the booking of what is left."""
    can(request.actor, SEE_CREDITS).require()
    standing = next((one for one in selectors.credit_standings() if one.year == year), None)
    if standing is None:
        raise Http404
    ends = [moves_of(one, states.YEAR_END, request.actor) for one in selectors.year_ends_for(request.actor, year)]
    is_open = not any(row["one"].state != ProposalState.WITHDRAWN for row in ends)
    context = {
        "standing": standing,
        "is_over": selectors.is_year_over(year),
        "unpaid": selectors.unpaid_in(year),
        "ends": ends,
        "may_propose": is_open and bool(can(request.actor, crediting(states.YEAR_END, states.PROPOSE))),
    }
    return render(request, "settlement/credit_year.html", context)


@form_view
def year_end_new(request: HttpRequest, year: int) -> HttpResponse:
    """Propose that what is left of the year goes to the credit for projects."""
    can(request.actor, crediting(states.YEAR_END, states.PROPOSE)).require()
    form = YearEndForm(request.POST or None, initial={"decided_on": clock.today()})
    return form_page(
        request,
        form,
        lambda: services.year_end_propose(year=year, actor=request.actor, **form.cleaned_data) and None,
        back=(reverse("credit-year", args=[year]), str(year)),
        done=_("Der Abschluss ist vorgeschlagen. Eine zweite Person bestätigt ihn."),
        title=_("Jahr %(year)s abschliessen") % {"year": year},
        intro=_(
            "Was vom Kredit bleibt und nicht mehr geltend gemacht werden kann, wird dem Kredit für Projekte "
            "gutgeschrieben (KS 4.3.4). Danach ändert sich der Kredit des Jahres nicht mehr."
        ),
        button=_("Vorschlagen"),
    )


@require_POST
def year_end_step(request: HttpRequest, end: int, step: str) -> HttpResponse:
    """Confirm the proposed end of a year, or withdraw it."""
    can(request.actor, SEE_CREDITS).require()
    one = get_object_or_404(visible_to(request.actor, YearEnd), pk=end)
    if step not in YEAR_END_STEPS:
        raise Http404
    YEAR_END_STEPS[step](end=one, actor=request.actor)
    is_confirmed = one.state == ProposalState.CONFIRMED
    done = _("Der Überschuss ist gutgeschrieben.") if is_confirmed else _("Der Vorschlag ist zurückgezogen.")
    messages.success(request, done)
    return redirect("credit-year", one.year)
