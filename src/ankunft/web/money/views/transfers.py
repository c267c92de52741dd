"""Money that moves between sources: one person proposes, another confirms."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ankunft.domain.funds import services
from ankunft.domain.funds import transfer_states as states
from ankunft.domain.funds.money_permissions import SEE_MONEY, moving
from ankunft.domain.funds.selectors.money import transfers_for
from ankunft.domain.funds.transfer_states import TRANSFER
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.web.shell.form_pages import form_page, form_view

from ..booking_forms import TransferForm
from ..places import TRANSFERS, money_places
from ..words import MOVEMENT_KINDS
from . import leaving
from .leaving import Words

PAGES = leaving.Pages(
    TRANSFER,
    "transfer",
    "money/transfer.html",
    "transfer",
    transfers_for,
    lambda one: f"{one.giving.label} → {one.taking.label}",
    leaving.steps_told(
        Words(
            gettext_lazy("Umbuchung zurückziehen"),
            gettext_lazy("Die Umbuchung wird nicht weiter verfolgt. Sie bleibt mit Ihrer Begründung lesbar."),
            gettext_lazy("Die Umbuchung ist zurückgezogen."),
        ),
        services.transfer_withdraw,
        Words(
            gettext_lazy("Umbuchung bestätigen"),
            gettext_lazy(
                "Das Geld geht damit von der einen Quelle auf die andere. Rückgängig macht das nur eine Umbuchung in "
                "der Gegenrichtung (RRB 2023/2057, Ziffer 2.3)."
            ),
            gettext_lazy("Die Umbuchung ist bestätigt."),
        ),
        services.transfer_confirm,
    ),
)


@require_safe
def transfers(request: HttpRequest) -> HttpResponse:
    """What moved between sources, and what waits for a second person."""
    can(request.actor, SEE_MONEY).require()
    rows = [(one, TRANSFER.labels[one.state], MOVEMENT_KINDS[one.state]) for one in transfers_for(request.actor)]
    may_propose = bool(can(request.actor, moving(TRANSFER, states.PROPOSE)))
    context = {"rows": rows, "places": money_places(TRANSFERS), "may_propose": may_propose}
    return render(request, "money/transfers.html", context)


@form_view
def transfer_new(request: HttpRequest) -> HttpResponse:
    """Propose that money goes from one source to another."""
    can(request.actor, moving(TRANSFER, states.PROPOSE)).require()
    form = TransferForm(request.POST or None, actor=request.actor, initial={"moved_on": clock.today()})

    def store() -> str:
        stored = services.transfer_propose(actor=request.actor, **form.cleaned_data)
        return reverse("transfer", args=[stored.pk])

    return form_page(
        request,
        form,
        store,
        back=(reverse("transfers"), _("Umbuchungen")),
        done=_("Die Umbuchung ist vorgeschlagen. Sie gilt, sobald eine zweite Person sie bestätigt."),
        title=_("Umbuchung vorschlagen"),
        intro=_(
            "Was ein Jahrgang der Integrationspauschale nicht deckt, wird aus einem andern ausdrücklich umgebucht."
        ),
        button=_("Vorschlagen"),
    )


@require_safe
def transfer(request: HttpRequest, transfer: int) -> HttpResponse:
    """One transfer: from where to where, why, and by whom."""
    return leaving.one_page(request, PAGES, leaving.found(request, PAGES, transfer))


@form_view
def transfer_step(request: HttpRequest, transfer: int, step: str) -> HttpResponse:
    """Confirm or withdraw it."""
    return leaving.step_of(request, PAGES, transfer, step)
