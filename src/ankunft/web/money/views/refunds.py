"""Money that goes back to the federation: one person proposes, another confirms."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ankunft.domain.funds import services
from ankunft.domain.funds import transfer_states as states
from ankunft.domain.funds.money_permissions import SEE_MONEY, moving
from ankunft.domain.funds.selectors.money import refunds_for
from ankunft.domain.funds.selectors.refunds import refundable, returnable
from ankunft.domain.funds.transfer_states import REFUND
from ankunft.foundation.access.policy import can
from ankunft.web.shell.form_pages import form_page, form_view

from ..booking_forms import RefundForm, ReturnForm
from ..places import REFUNDS, money_places
from ..refund_pages import refund_rows, way
from . import leaving
from .found import back_to_source, source_of
from .leaving import Words

PAGES = leaving.Pages(
    REFUND,
    "refund",
    "money/refund.html",
    "refund",
    refunds_for,
    way,
    leaving.steps_told(
        Words(
            gettext_lazy("Rückerstattung zurückziehen"),
            gettext_lazy("Die Rückerstattung wird nicht weiter verfolgt. Sie bleibt mit Ihrer Begründung lesbar."),
            gettext_lazy("Die Rückerstattung ist zurückgezogen."),
        ),
        services.refund_withdraw,
        Words(
            gettext_lazy("Rückerstattung bestätigen"),
            gettext_lazy(
                "Prüfen Sie Betrag, Valuta und Schreiben des SEM. Danach ändert sich der Eintrag nicht mehr: Was "
                "falsch war, hebt nur ein zweiter auf, den wieder zwei Personen erfassen (RRB 2023/2057, Ziffer 2.3)."
            ),
            gettext_lazy("Die Rückerstattung ist bestätigt."),
        ),
        services.refund_confirm,
    ),
)


@require_safe
def refunds(request: HttpRequest) -> HttpResponse:
    """What went back to the federation, what came back of it, and what waits for a second person."""
    can(request.actor, SEE_MONEY).require()
    context = {"rows": refund_rows(refunds_for(request.actor)), "places": money_places(REFUNDS)}
    return render(request, "money/refunds.html", context)


@form_view
def refund_new(request: HttpRequest, source: str) -> HttpResponse:
    """Propose that what was paid back to the federation leaves the source."""
    can(request.actor, moving(REFUND, states.PROPOSE)).require()
    found = source_of(request, source)
    form = RefundForm(request.POST or None, most=refundable(found, request.actor) or 0)

    def store() -> str:
        stored = services.refund_propose(source=found, paper=form.paper(), actor=request.actor)
        return reverse("refund", args=[stored.pk])

    return form_page(
        request,
        form,
        store,
        back=back_to_source(found),
        done=_("Die Rückerstattung ist vorgeschlagen. Sie gilt, sobald eine zweite Person sie bestätigt."),
        title=_("Rückerstattung vorschlagen"),
        subtitle=found.label,
        intro=_(
            "Was der Kanton nicht verwendet hat und nicht mehr braucht, geht auf Verlangen an das SEM zurück (RRB "
            "2023/2057, Ziffer 2.3). Ankunft zahlt nichts aus: Halten Sie fest, was überwiesen ist."
        ),
        button=_("Vorschlagen"),
    )


@require_safe
def refund(request: HttpRequest, refund: int) -> HttpResponse:
    """One refund: of which source, how much, by which letter, and what came back of it."""
    one = leaving.found(request, PAGES, refund)
    may_return = bool(can(request.actor, moving(REFUND, states.PROPOSE))) and returnable(one) > 0
    returns = refund_rows(refunds_for(request.actor).filter(reverses=one))
    return leaving.one_page(request, PAGES, one, may_return=may_return, returns=returns)


@form_view
def refund_return(request: HttpRequest, refund: int) -> HttpResponse:
    """Propose that what went back by mistake, or some of it, has come in again."""
    can(request.actor, moving(REFUND, states.PROPOSE)).require()
    one = leaving.found(request, PAGES, refund)
    most = returnable(one)
    if not most:
        raise Http404
    form = ReturnForm(request.POST or None, most=most)

    def store() -> str:
        stored = services.refund_return(refund=one, paper=form.paper(), actor=request.actor)
        return reverse("refund", args=[stored.pk])

    return form_page(
        request,
        form,
        store,
        back=(reverse("refund", args=[one.pk]), one.reference),
        done=_("Die Rückzahlung ist vorgeschlagen. Sie gilt, sobald eine zweite Person sie bestätigt."),
        title=_("Rückzahlung des SEM vorschlagen"),
        subtitle=f"{one.reference} · {one.source.label}",
        intro=_(
            "Die Rückerstattung bleibt stehen, und ein zweiter Eintrag hebt sie ganz oder zum Teil auf: Das Geld ist "
            "danach wieder bei der Quelle."
        ),
        button=_("Vorschlagen"),
    )


@form_view
def refund_step(request: HttpRequest, refund: int, step: str) -> HttpResponse:
    """Confirm or withdraw it."""
    return leaving.step_of(request, PAGES, refund, step)
