"""Where the money comes from: sources, their terms, what they get, and the rule of own means."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ankunft.domain.funds import services
from ankunft.domain.funds.money_permissions import RECORD_TRANCHE, SEE_MONEY, SET_TERMS
from ankunft.domain.funds.money_readings import terms_on
from ankunft.domain.funds.selectors import money
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.web.shell.components import Chip
from ankunft.web.shell.form_pages import form_page, form_view

from ..forms import CorrectionForm, RateForm, TermsForm, TrancheForm, as_typed
from ..places import MATCHING, RATES, money_places
from ..source_pages import matching_context, rates_context, source_context, sources_context
from .found import back_to_source, source_of

YEARS_OF_MATCHING = 4


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """Every source: balance, period, deadline, earmark."""
    can(request.actor, SEE_MONEY).require()
    return render(request, "money/sources.html", sources_context(request.actor))


@require_safe
def source(request: HttpRequest, source: str) -> HttpResponse:
    """One source, from its first balance to today's."""
    found = source_of(request, source)
    return render(request, "money/source.html", source_context(found, request.actor, request.GET.get("offen", "")))


@form_view
def terms_new(request: HttpRequest, source: str) -> HttpResponse:
    """Set new terms; an extension of the deadline is new terms."""
    can(request.actor, SET_TERMS).require()
    found = source_of(request, source)
    form = TermsForm(request.POST or None, initial=as_typed(terms_on(found)))

    def store() -> None:
        services.terms_set(source=found, terms=form.terms(), actor=request.actor)

    return form_page(
        request,
        form,
        store,
        back=back_to_source(found),
        done=_("Die Bedingungen sind erfasst."),
        title=_("Neue Bedingungen"),
        subtitle=found.label,
        intro=_(
            "Sie gelten ab dem Tag, den Sie angeben; die bisherigen bleiben lesbar. Wird nur die Frist erstreckt, "
            "ändern Sie die Frist und nennen den Entscheid und die Auflagen."
        ),
    )


@form_view
def tranche_new(request: HttpRequest, source: str) -> HttpResponse:
    """Record what the source got."""
    can(request.actor, RECORD_TRANCHE).require()
    found = source_of(request, source)
    form = TrancheForm(request.POST or None, source=found)

    def store() -> None:
        services.tranche_record(source=found, new=form.new(), actor=request.actor)

    return form_page(
        request,
        form,
        store,
        back=back_to_source(found),
        done=_("Die Tranche ist erfasst."),
        title=_("Tranche erfassen"),
        subtitle=found.label,
        intro=_("Was eingegangen ist, ändert sich nicht mehr; was falsch war, wird mit einem Beleg berichtigt."),
    )


@form_view
def tranche_correct(request: HttpRequest, source: str, tranche: int) -> HttpResponse:
    """Add to a tranche, or take back of it."""
    can(request.actor, RECORD_TRANCHE).require()
    found = source_of(request, source)
    one = get_object_or_404(money.tranches_for(request.actor, found), pk=tranche)
    form = CorrectionForm(request.POST or None)

    def store() -> None:
        services.tranche_correct(tranche=one, actor=request.actor, **form.cleaned_data)

    return form_page(
        request,
        form,
        store,
        back=back_to_source(found),
        done=_("Die Berichtigung ist erfasst."),
        title=_("Tranche berichtigen"),
        subtitle=f"{found.label} · {one.document}",
    )


@require_safe
def rates(request: HttpRequest) -> HttpResponse:
    """What the federation pays per person, as documents say."""
    can(request.actor, SEE_MONEY).require()
    context = {**rates_context(request.actor), "places": money_places(RATES)}
    return render(request, "money/rates.html", context)


@form_view
def rate_new(request: HttpRequest) -> HttpResponse:
    """Record what a document says is paid per person from a day on."""
    can(request.actor, SET_TERMS).require()
    form = RateForm(request.POST or None)

    def store() -> None:
        services.rate_record(actor=request.actor, **form.cleaned_data)

    return form_page(
        request,
        form,
        store,
        back=(reverse("person-rates"), _("Pauschalen je Person")),
        done=_("Der Ansatz ist erfasst."),
        title=_("Ansatz erfassen"),
    )


@require_safe
def matching(request: HttpRequest) -> HttpResponse:
    """Whether canton and municipalities spend as much as the federation gives by the integration credit."""
    can(request.actor, SEE_MONEY).require()
    this_year = clock.today().year
    years = [this_year - ago for ago in range(YEARS_OF_MATCHING)]
    asked = request.GET.get("jahr", "")
    year = next((one for one in years if str(one) == asked), this_year)
    chips = [Chip(str(one), f"?jahr={one}", one == year) for one in years]
    context = {**matching_context(request.actor, year, years), "chips": chips, "places": money_places(MATCHING)}
    return render(request, "money/matching.html", context)
