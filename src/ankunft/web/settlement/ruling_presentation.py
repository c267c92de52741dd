"""Reclaims and refusals as pages show them: kinds, steps, words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.settlement import ruling_states as states
from ankunft.domain.settlement import selectors, services
from ankunft.domain.settlement.explanations import concerned
from ankunft.domain.settlement.models import Reclaim, Refusal, RulingState, Run
from ankunft.domain.settlement.ruling_permissions import ruling_move
from ankunft.domain.settlement.states import LABELS as RUN_LABELS
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.workflow.tables import TransitionTable

from .forms import StepForm
from .ruling_forms import ContestForm, LowerForm, ReasonForm, ReclaimForm, RefusalForm
from .words import month_words

STATE_KINDS: dict[str, str] = {
    RulingState.PROPOSED: "info",
    RulingState.DECIDED: "warning",
    RulingState.CONTESTED: "bad",
    RulingState.FINAL: "warning",
    RulingState.LIFTED: "neutral",
    RulingState.WITHDRAWN: "neutral",
}
RULING_STEPS = {
    "entscheiden": states.DECIDE,
    "einsprache": states.CONTEST,
    "gutheissen": states.UPHOLD,
    "herabsetzen": states.LOWER,
    "abweisen": states.DISMISS,
    "rechtskraft": states.FINALISE,
    "aufheben": states.LIFT,
    "zurueckziehen": states.WITHDRAW,
}
FORMS: dict[str, type[StepForm]] = {
    states.DECIDE: StepForm,
    states.FINALISE: StepForm,
    states.CONTEST: ContestForm,
    states.LOWER: LowerForm,
}
MAIN_STEPS = (states.DECIDE, states.UPHOLD)


@dataclass(frozen=True, slots=True)
class Kind:
    """Reclaims, or refusals: how both pages find their records, tables, services and words."""

    slug: str
    model: type[Reclaim | Refusal]
    table: TransitionTable
    name: str | Promise
    propose: Callable[..., Reclaim | Refusal]
    form: type[RefusalForm]
    argument: str
    steps: dict[str, Callable[..., object]]


KINDS = {
    "rueckforderungen": Kind(
        "rueckforderungen",
        Reclaim,
        states.RECLAIM,
        gettext_lazy("Rückforderung"),
        services.reclaim_propose,
        ReclaimForm,
        "reclaim",
        {
            states.DECIDE: services.reclaim_decide,
            states.CONTEST: services.reclaim_contest,
            states.UPHOLD: services.reclaim_uphold,
            states.LOWER: services.reclaim_lower,
            states.DISMISS: services.reclaim_dismiss,
            states.FINALISE: services.reclaim_finalise,
            states.LIFT: services.reclaim_lift,
            states.WITHDRAW: services.reclaim_withdraw,
        },
    ),
    "verweigerungen": Kind(
        "verweigerungen",
        Refusal,
        states.REFUSAL,
        gettext_lazy("Verweigerung"),
        services.refusal_propose,
        RefusalForm,
        "refusal",
        {
            states.DECIDE: services.refusal_decide,
            states.CONTEST: services.refusal_contest,
            states.UPHOLD: services.refusal_uphold,
            states.DISMISS: services.refusal_dismiss,
            states.FINALISE: services.refusal_finalise,
            states.LIFT: services.refusal_lift,
            states.WITHDRAW: services.refusal_withdraw,
        },
    ),
}


def ruling_row(one: Reclaim | Refusal) -> dict[str, Any]:
    """A reclaim or refusal in the list."""
    kind = kind_of(one)
    return {
        "reference": one.reference,
        "url": ruling_address(one),
        "name": kind.name,
        "municipality": one.municipality.name,
        "concerns": concerned(one.period, one.contribution),
        "amount": one.amount if isinstance(one, Reclaim) else None,
        "day": one.decided_on or one.proposed_on,
        "state": kind.table.labels[one.state],
        "state_kind": STATE_KINDS[one.state],
    }


def kind_of(one: Reclaim | Refusal) -> Kind:
    return KINDS["rueckforderungen" if isinstance(one, Reclaim) else "verweigerungen"]


def ruling_address(one: Reclaim | Refusal) -> str:
    return reverse("ruling", args=[kind_of(one).slug, one.pk])


def ruling_context(one: Reclaim | Refusal, actor: Actor) -> dict[str, Any]:
    """What the page of one decision shows besides its history."""
    kind = kind_of(one)
    steps = [
        {"slug": slug, "label": kind.table[name].doing, "is_main": name in MAIN_STEPS}
        for slug, name in RULING_STEPS.items()
        if name in kind.steps and can(actor, ruling_move(kind.table, name), one)
    ]
    deciding = can(actor, ruling_move(kind.table, states.DECIDE), one) if one.state == RulingState.PROPOSED else None
    waits = deciding is not None and not deciding and can(actor, ruling_move(kind.table, states.DECIDE))
    return {
        "one": one,
        "kind": kind.slug,
        "title": f"{kind.name} {one.reference}",
        "state": kind.table.labels[one.state],
        "state_kind": STATE_KINDS[one.state],
        "concerns": concerned(one.period, one.contribution),
        "steps": steps,
        "why_not": deciding.reason if waits and deciding is not None else "",
        "effect": _effect(one),
        "amount": one.amount if isinstance(one, Reclaim) else None,
        "payee": one.payee.name if isinstance(one, Reclaim) else "",
        "settled": _settled(one, actor),
        "objections": list(one.objections.all()),
    }


def step_words_of(one: Reclaim | Refusal, name: str) -> dict[str, Any]:
    """What the page of a step says will happen."""
    takes = isinstance(one, Reclaim)
    words = {
        states.DECIDE: _("Ab jetzt schuldet die Gemeinde den Betrag: Der nächste Lauf verrechnet ihn (KS 4.7).")
        if takes
        else _("Ab jetzt zahlen die Läufe diese Beiträge nicht aus, bis der Entscheid aufgehoben ist (KS 4.7)."),
        states.CONTEST: _("Solange die Einsprache offen ist, verrechnet kein Lauf den Betrag.")
        if takes
        else _("Auch solange die Einsprache offen ist, wird nichts ausbezahlt."),
        states.UPHOLD: _("Die Rückforderung fällt weg. Was schon verrechnet ist, kommt mit dem nächsten Lauf zurück.")
        if takes
        else _("Die Verweigerung fällt weg. Der nächste Lauf zahlt die Beiträge aus."),
        states.LOWER: _("Der Betrag wird kleiner. Was zu viel verrechnet ist, kommt mit dem nächsten Lauf zurück."),
        states.DISMISS: _("Der Entscheid bleibt, wie er war."),
        states.FINALISE: _("Niemand kann den Entscheid mehr bestreiten. Das Kreisschreiben nennt dafür keine Frist."),
        states.LIFT: _("Die Rückforderung fällt weg. Was schon verrechnet ist, kommt mit dem nächsten Lauf zurück.")
        if takes
        else _("Die Verweigerung fällt weg. Der nächste Lauf zahlt die Beiträge aus."),
        states.WITHDRAW: _("Der Vorschlag hat keine Wirkung."),
    }
    doing = kind_of(one).table[name].doing
    return {
        "title": doing,
        "intro": words[name],
        "button": doing,
        "subtitle": f"{one.reference}, {one.municipality.name}",
    }


def step_form(name: str) -> type[StepForm]:
    return FORMS.get(name, ReasonForm)


def _effect(one: Reclaim | Refusal) -> str:
    """What runs do because of it now."""
    takes = isinstance(one, Reclaim)
    if one.state == RulingState.PROPOSED:
        return _("Noch ohne Wirkung: Eine zweite Person entscheidet.")
    if one.state == RulingState.CONTESTED:
        return (
            _("Einsprache offen: Kein Lauf verrechnet den Betrag, bis darüber entschieden ist.")
            if takes
            else _("Einsprache offen: Bis darüber entschieden ist, wird nichts ausbezahlt.")
        )
    if one.state in (RulingState.LIFTED, RulingState.WITHDRAWN):
        return _("Ohne Wirkung.")
    return (
        _("Wird mit dem nächsten Lauf verrechnet; was das Guthaben übersteigt, ist innert 30 Tagen zu zahlen (KS 4.7).")
        if takes
        else _("Die Läufe zahlen diese Beiträge nicht aus.")
    )


def _settled(one: Reclaim | Refusal, actor: Actor) -> list[dict[str, Any]]:
    """The runs that took it back or gave it back."""
    if not isinstance(one, Reclaim):
        return []
    return [
        {
            "month": month_words(line.run.month),
            "payment_month": line.run.reference,
            "amount": line.amount,
            "state": RUN_LABELS[line.run.state],
        }
        for line in selectors.lines_of_reclaim(actor, one)
    ]


def twice_rows(run: Run) -> list[dict[str, Any]]:
    """Corrections of a run beside the reclaims that may mean the same, with how these stand."""
    return [
        {
            "line": line,
            "reclaim": reclaim,
            "label": states.RECLAIM.labels[reclaim.state],
            "kind": STATE_KINDS[reclaim.state],
        }
        for line, reclaim in selectors.taken_twice(run)
    ]
