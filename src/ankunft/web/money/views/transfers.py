"""Money that moves between sources: one person proposes, another confirms."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ankunft.domain.funds import services
from ankunft.domain.funds import transfer_states as states
from ankunft.domain.funds.models import Transfer
from ankunft.domain.funds.money_permissions import SEE_MONEY, moving_transfer
from ankunft.domain.funds.selectors.money import transfers_for
from ankunft.domain.funds.transfer_states import TRANSFER
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.kernel import clock
from ankunft.web.shell.form_pages import form_page, form_view

from ..booking_forms import SeenForm, SeenReasonForm, TransferForm
from ..places import TRANSFERS, money_places
from ..words import TRANSFER_KINDS


class TransferStep(NamedTuple):
    """A button on the page of a transfer, and the page that asks once."""

    name: str
    button: Promise
    title: Promise
    intro: Promise
    done: Promise
    take: Callable[..., None]
    form: type[SeenForm]
    primary: bool


STEPS = {
    "zurueckziehen": TransferStep(
        states.WITHDRAW,
        gettext_lazy("Zurückziehen …"),
        gettext_lazy("Umbuchung zurückziehen"),
        gettext_lazy("Die Umbuchung wird nicht weiter verfolgt. Sie bleibt mit Ihrer Begründung lesbar."),
        gettext_lazy("Die Umbuchung ist zurückgezogen."),
        services.transfer_withdraw,
        SeenReasonForm,
        primary=False,
    ),
    "bestaetigen": TransferStep(
        states.CONFIRM,
        gettext_lazy("Bestätigen …"),
        gettext_lazy("Umbuchung bestätigen"),
        gettext_lazy(
            "Das Geld geht damit von der einen Quelle auf die andere. Rückgängig macht das nur eine Umbuchung in der "
            "Gegenrichtung (RRB 2023/2057, Ziffer 2.3)."
        ),
        gettext_lazy("Die Umbuchung ist bestätigt."),
        services.transfer_confirm,
        SeenForm,
        primary=True,
    ),
}


@require_safe
def transfers(request: HttpRequest) -> HttpResponse:
    """What moved between sources, and what waits for a second person."""
    can(request.actor, SEE_MONEY).require()
    rows = [(one, TRANSFER.labels[one.state], TRANSFER_KINDS[one.state]) for one in transfers_for(request.actor)]
    may_propose = bool(can(request.actor, moving_transfer(states.PROPOSE)))
    context = {"rows": rows, "places": money_places(TRANSFERS), "may_propose": may_propose}
    return render(request, "money/transfers.html", context)


@form_view
def transfer_new(request: HttpRequest) -> HttpResponse:
    """Propose that money goes from one source to another."""
    can(request.actor, moving_transfer(states.PROPOSE)).require()
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
    one = _transfer(request, transfer)
    confirming = can(request.actor, moving_transfer(states.CONFIRM), one)
    may_ever = bool(can(request.actor, moving_transfer(states.CONFIRM)))
    steps = [(slug, step) for slug, step in STEPS.items() if can(request.actor, moving_transfer(step.name), one)]
    context = {
        "transfer": one,
        "label": TRANSFER.labels[one.state],
        "kind": TRANSFER_KINDS[one.state],
        "steps": steps,
        "why_not": confirming.reason if may_ever and not confirming and one.state == "proposed" else "",
        "history": history(TRANSFER.object_type, one.reference)[:50],
    }
    return render(request, "money/transfer.html", context)


@form_view
def transfer_step(request: HttpRequest, transfer: int, step: str) -> HttpResponse:
    """Ask once, saying what will happen; then do it."""
    if step not in STEPS:
        raise Http404
    words = STEPS[step]
    can(request.actor, moving_transfer(words.name)).require()
    one = _transfer(request, transfer)
    can(request.actor, moving_transfer(words.name), one).require()
    form = words.form(request.POST or None, initial={"seen": one.version})

    def store() -> None:
        # The step is taken on the transfer that was on the page: the move itself refuses any other.
        one.version = form.cleaned_data.pop("seen")
        words.take(transfer=one, actor=request.actor, **form.cleaned_data)

    return form_page(
        request,
        form,
        store,
        back=(reverse("transfer", args=[one.pk]), one.reference),
        done=str(words.done),
        title=words.title,
        subtitle=f"{one.giving.label} → {one.taking.label}",
        intro=words.intro,
        button=words.title,
    )


def _transfer(request: HttpRequest, transfer: int) -> Transfer:
    can(request.actor, SEE_MONEY).require()
    return get_object_or_404(transfers_for(request.actor), pk=transfer)
