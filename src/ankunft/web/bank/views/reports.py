"""What the bank says of our payment files: which it accepts, what it rejects, and what does not fit."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ankunft.domain.bank import selectors, states
from ankunft.domain.bank.models import Misfit, StatusWord, WordState
from ankunft.domain.bank.permissions import IMPORT_STATEMENT, SEE_BANK, clearing
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.documents.iso20022.pain002 import REJECTED
from ankunft.foundation.documents.iso20022.return_reasons import reason_words
from ankunft.web.settlement.words import payer_words
from ankunft.web.shell.form_pages import form_page, form_view
from ankunft.web.shell.list_pages import list_page

from ..forms import ReasonForm, StepForm
from ..listings import REPORTS, WORDS
from ..words import WORD_KINDS, WORD_SERVICES, WORD_STEPS, status_words

OFFERED = {
    WordState.NOTED: (),
    WordState.WAITING: ("zurueckweisen", "ablegen"),
    WordState.REJECTED: ("zuruecknehmen",),
    WordState.ASIDE: ("aufnehmen",),
}


@form_view
def reports(request: HttpRequest) -> HttpResponse:
    """Every report about a payment file, latest first."""
    can(request.actor, SEE_BANK).require()
    return list_page(
        request,
        REPORTS,
        selectors.reports_for(request.actor),
        template="bank/reports.html",
        may_import=bool(can(request.actor, IMPORT_STATEMENT)),
    )


@form_view
def report(request: HttpRequest, report: int) -> HttpResponse:
    """What one report says of the file, and of its payments."""
    can(request.actor, SEE_BANK).require()
    one = get_object_or_404(selectors.reports_for(request.actor), pk=report)
    return list_page(
        request,
        WORDS,
        selectors.words_for(request.actor).filter(report=one.pk),
        template="bank/report.html",
        one=one,
        status=status_words(one.status),
        reason=reason_words(one.code),
        paid=payer_words(one.file.run, one.file.origin),
    )


@require_safe
def word(request: HttpRequest, word: int) -> HttpResponse:
    """What the bank says of one payment, what came of it, and what may be done."""
    one = _word(request, word)
    context = {
        "one": one,
        "state_kind": WORD_KINDS[WordState(one.state)],
        "status": status_words(one.status),
        "reason": reason_words(one.code),
        "advice": _advice(one),
        "steps": [
            (slug, str(states.WORD[WORD_STEPS[slug]].doing), position == 0)
            for position, slug in enumerate(_offered(one))
            if can(request.actor, clearing(WORD_STEPS[slug]), one)
        ],
        "history": history(states.WORD.object_type, str(one.pk))[:50],
    }
    return render(request, "bank/word.html", context)


@form_view
def word_step(request: HttpRequest, word: int, step: str) -> HttpResponse:
    """Let a rejection hold after all, set it aside, or take one of both back."""
    name = WORD_STEPS.get(step)
    if name is None:
        raise Http404
    can(request.actor, clearing(name)).require()
    one = _word(request, word)
    can(request.actor, clearing(name), one).require()
    form = (StepForm if name == states.REJECT else ReasonForm)(request.POST or None, initial={"seen": one.version})

    def store() -> None:
        values: dict[str, Any] = dict(form.cleaned_data)
        # The step is taken on the version that was on the page: the move itself refuses any other.
        one.version = values.pop("seen")
        WORD_SERVICES[name](word=one, actor=request.actor, **values)

    intros = {
        states.REJECT: _("Die Zahlung gilt als zurückgewiesen; danach wird entschieden, was mit ihr geschieht."),
        states.SET_ASIDE: _("Die Rückmeldung hat keine Wirkung, zum Beispiel weil die Bank sie widerrufen hat."),
        states.RESUME: _("Die Rückmeldung wartet wieder unter «Zu klären»."),
        states.UNDO: _("Die Zahlung ist danach wieder der Bank aufgetragen."),
    }
    return form_page(
        request,
        form,
        store,
        back=(reverse("bank-word", args=[one.pk]), _("Rückmeldung")),
        done=_("Erledigt."),
        title=str(states.WORD[name].doing),
        subtitle=f"{one.reference or '–'} · {status_words(one.status)}",
        intro=intros[name],
        button=str(states.WORD[name].doing),
    )


def _offered(one: StatusWord) -> list[str]:
    """What may come of it: only what rejects one of our payments can hold after all."""
    rejects = one.payment is not None and one.status == REJECTED
    return [slug for slug in OFFERED[WordState(one.state)] if slug != "zurueckweisen" or rejects]


def _word(request: HttpRequest, key: int) -> StatusWord:
    can(request.actor, SEE_BANK).require()
    return get_object_or_404(selectors.words_for(request.actor), pk=key)


def _advice(one: StatusWord) -> str:
    """What somebody can do about what does not fit."""
    words = {
        Misfit.UNKNOWN_PAYMENT: _("Die Bank nennt eine Referenz, die diese Datei nicht hat. Bei der Bank nachfragen."),
        Misfit.EXECUTED: _(
            "Die Bank hat die Zahlung ausgeführt und weist sie zurück. Bei der Bank nachfragen; gilt die "
            "Zurückweisung, zuerst bei der Bewegung die Zuordnung zurücknehmen."
        ),
        Misfit.RETURNED: _("Die Zahlung ist schon zurückgekommen. Ist dasselbe gemeint, hier ablegen."),
        Misfit.OTHER_AMOUNT: _("Der Betrag weicht vom Auftrag ab. Bei der Bank nachfragen."),
        Misfit.UNKNOWN_STATUS: _("Ankunft kennt diesen Status nicht. Bei der Bank nachfragen, was er bedeutet."),
        Misfit.TAKEN_BACK: _("Sie gilt nicht. Gilt sie doch, wieder als zurückgewiesen erfassen, sonst ablegen."),
    }
    return words[Misfit(one.misfit)] if one.misfit else ""
