"""Movements on the account: what did not match first, one with its trail, and what people say that it is."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from stdnum import iban, iso11649

from ankunft.domain.bank import selectors, states
from ankunft.domain.bank.models import BankEntry, EntryState, Finding
from ankunft.domain.bank.permissions import IMPORT_STATEMENT, SEE_BANK, matching
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.documents.iso20022.return_reasons import reason_words
from ankunft.foundation.kernel.money import Money
from ankunft.web.settlement.words import payer_words
from ankunft.web.shell.form_pages import form_page, form_view
from ankunft.web.shell.list_pages import list_page

from ..forms import MatchForm, ReasonForm
from ..listings import ENTRIES
from ..words import ENTRY_KINDS, ENTRY_SERVICES, ENTRY_STEPS

OFFERED = {
    EntryState.UNMATCHED: ("zuordnen", "ablegen"),
    EntryState.PARTLY: ("zuordnen", "ablegen", "zuruecknehmen"),
    EntryState.MATCHED: ("zuruecknehmen",),
    EntryState.ASIDE: ("aufnehmen",),
}


@form_view
def entries(request: HttpRequest) -> HttpResponse:
    """Movements, first those that wait for somebody to say what they are."""
    can(request.actor, SEE_BANK).require()
    return list_page(
        request,
        ENTRIES,
        selectors.entries_for(request.actor),
        template="bank/entries.html",
        may_import=bool(can(request.actor, IMPORT_STATEMENT)),
    )


@require_safe
def entry(request: HttpRequest, entry: int) -> HttpResponse:
    """One movement: what the bank says of it, what it was used for, what may be done, and its trail."""
    one = _entry(request, entry)
    context = {
        "one": one,
        "title": _("Eingang %(amount)s") % {"amount": Money(one.amount)}
        if one.amount > 0
        else _("Belastung %(amount)s") % {"amount": Money(-one.amount)},
        "state_kind": ENTRY_KINDS[EntryState(one.state)],
        "reference": iso11649.format(one.reference) if iso11649.is_valid(one.reference) else one.reference,
        "counterparty_iban": iban.format(one.counterparty_iban) if one.counterparty_iban else "",
        "reason": reason_words(one.return_code),
        "advice": _advice(one),
        "uses": [(use, *payer_words(use.run, use.origin)) for use in selectors.uses_of([one]).get(one.pk, [])],
        "steps": [
            (slug, _step_label(slug), position == 0)
            for position, slug in enumerate(OFFERED[EntryState(one.state)])
            if can(request.actor, matching(ENTRY_STEPS[slug]), one)
        ],
        "history": history(states.ENTRY.object_type, str(one.pk))[:50],
    }
    return render(request, "bank/entry.html", context)


@form_view
def entry_step(request: HttpRequest, entry: int, step: str) -> HttpResponse:
    """Say what a movement is, set it aside, or take one of both back."""
    name = ENTRY_STEPS.get(step)
    if name is None:
        raise Http404
    can(request.actor, matching(name)).require()
    one = _entry(request, entry)
    can(request.actor, matching(name), one).require()
    form = (MatchForm if name == states.MATCH else ReasonForm)(request.POST or None, initial={"seen": one.version})

    def store() -> None:
        values: dict[str, Any] = dict(form.cleaned_data)
        # The step is taken on the version that was on the page: the move itself refuses any other.
        one.version = values.pop("seen")
        ENTRY_SERVICES[name](entry=one, actor=request.actor, **values)

    address = reverse("bank-entry", args=[one.pk])
    amount = Money(one.rest if name in (states.MATCH, states.SET_ASIDE) else one.amount)
    intros = {
        states.MATCH: _("Ein Eingang wird auf die Rechnung gebucht, soweit sie offen ist; ein Rest wartet weiter."),
        states.SET_ASIDE: _("Für das, was nicht hierher gehört: Spesen, eine andere Sache, anderswo zurückbezahlt."),
        states.RESUME: _("Die Bewegung wartet wieder unter «Zu klären»."),
        states.UNDO: _("Rechnungen und Zahlungen stehen danach wieder, wie sie vorher standen."),
    }
    return form_page(
        request,
        form,
        store,
        back=(address, _("Bewegung")),
        done=_("Erledigt."),
        title=_step_label(step),
        subtitle=f"{amount} · {one.booked_on:%d.%m.%Y}",
        intro=intros[name],
        button=_step_label(step),
    )


def _entry(request: HttpRequest, key: int) -> BankEntry:
    can(request.actor, SEE_BANK).require()
    return get_object_or_404(selectors.entries_for(request.actor), pk=key)


def _step_label(slug: str) -> str:
    return str(states.ENTRY[ENTRY_STEPS[slug]].doing)


def _advice(one: BankEntry) -> str:
    """What somebody can do about what is left."""
    words = {
        Finding.OVERPAID: _(
            "Der Rest gehört der Gemeinde. Auf eine andere Rechnung buchen, oder zurückzahlen und ablegen."
        ),
        Finding.SETTLED: _(
            "Die Rechnung ist beglichen oder verrechnet. Zurückzahlen und ablegen, oder anders zuordnen."
        ),
        Finding.REVERSAL: _(
            "Die Bank nimmt eine frühere Buchung zurück: dort die Zuordnung zurücknehmen, dann beide ablegen."
        ),
        Finding.COLLECTIVE: _(
            "Eine Summe ohne Einzelheiten. Sobald die Buchungsanzeige (camt.054) eingelesen ist, ersetzt sie diese "
            "Zeile."
        ),
        Finding.PERHAPS_RETURN: _(
            "Die Bank nennt keinen Grund für eine Rückgabe. Kam die Zahlung zurück, hier zuordnen."
        ),
        Finding.PERHAPS_KNOWN: _(
            "Die Bank gibt keine eigene Nummer. Steht dieselbe Bewegung schon in einem anderen Auszug, hier ablegen."
        ),
        Finding.REJECTED: _(
            "Die Bank hat die Zahlung zurückgewiesen und bucht sie doch. Bei der Bank nachfragen; gilt die Buchung, "
            "zuerst die Zurückweisung zurücknehmen."
        ),
        Finding.TWICE: _("Die Bank meldet es ein zweites Mal. Bei der Bank nachfragen."),
        Finding.OTHER_AMOUNT: _("Der Betrag weicht vom Auftrag ab. Bei der Bank nachfragen.")
        if one.amount < 0
        else _(
            "Es kam nicht so viel zurück wie bezahlt. Zuordnen heisst, dass die ganze Zahlung wieder geschuldet ist; "
            "sonst ablegen. Bei der Bank nachfragen, was mit dem Rest geschah."
        ),
    }
    if not one.finding:
        return ""
    return words.get(Finding(one.finding), _("Die Rechnung oder Zahlung nennen, zu der sie gehört, oder sie ablegen."))
