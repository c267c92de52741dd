"""The states of reclaims and refusals and the moves between them (KS 4.7): two people decide, two on an objection."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import APPROVER, COORDINATION, FINANCE_OFFICER
from ankunft.foundation.workflow.tables import Transition, TransitionTable

from .models import RulingState

PROPOSE, DECIDE, CONTEST, UPHOLD, LOWER, DISMISS = "propose", "decide", "contest", "uphold", "lower", "dismiss"
FINALISE, LIFT, WITHDRAW = "finalise", "lift", "withdraw"

PREPARING = frozenset({COORDINATION, FINANCE_OFFICER})
DECIDING = frozenset({COORDINATION, APPROVER})

PROPOSED, DECIDED, CONTESTED = RulingState.PROPOSED, RulingState.DECIDED, RulingState.CONTESTED
FINAL, LIFTED, WITHDRAWN = RulingState.FINAL, RulingState.LIFTED, RulingState.WITHDRAWN

# Whose amount counts: nobody contests it (any more), and nobody took it back.
STANDING = frozenset({DECIDED, FINAL})


def _move(name: str, sources: set[str], target: str, doing: str | Promise, sentence: str | Promise) -> Transition:
    return Transition(
        name,
        sources=frozenset(sources),
        target=target,
        doing=doing,
        sentence=sentence,
        roles=PREPARING if name in (PROPOSE, CONTEST) else PREPARING | DECIDING if name == WITHDRAW else DECIDING,
        # Whoever proposed does not decide, and whoever recorded an objection does not decide on it.
        other_hands=_OTHER_HANDS.get(name, frozenset()),
        needs_reason=name in (UPHOLD, LOWER, DISMISS, LIFT, WITHDRAW),
    )


_OTHER_HANDS = {
    DECIDE: frozenset({PROPOSE}),
    UPHOLD: frozenset({PROPOSE, CONTEST}),
    LOWER: frozenset({PROPOSE, CONTEST}),
    DISMISS: frozenset({PROPOSE, CONTEST}),
    FINALISE: frozenset({PROPOSE}),
    LIFT: frozenset({PROPOSE}),
}

RECLAIM = TransitionTable(
    "settlement.reclaim",
    dict(RulingState.choices),
    [
        # The step of whoever writes it: no change of state, but hands that may not decide.
        _move(PROPOSE, {PROPOSED}, PROPOSED, _("Rückforderung vorschlagen"), _("Rückforderung vorgeschlagen.")),
        _move(DECIDE, {PROPOSED}, DECIDED, _("Rückforderung entscheiden"), _("Rückforderung entschieden.")),
        _move(CONTEST, {DECIDED}, CONTESTED, _("Einsprache erfassen"), _("Einsprache gegen die Rückforderung.")),
        _move(UPHOLD, {CONTESTED}, LIFTED, _("Einsprache gutheissen"), _("Einsprache gutgeheissen.")),
        _move(LOWER, {CONTESTED}, DECIDED, _("Einsprache teilweise gutheissen"), _("Rückforderung herabgesetzt.")),
        _move(DISMISS, {CONTESTED}, DECIDED, _("Einsprache abweisen"), _("Einsprache abgewiesen.")),
        _move(FINALISE, {DECIDED}, FINAL, _("Rechtskraft feststellen"), _("Rückforderung ist rechtskräftig.")),
        _move(LIFT, {DECIDED}, LIFTED, _("Rückforderung aufheben"), _("Rückforderung aufgehoben.")),
        _move(WITHDRAW, {PROPOSED}, WITHDRAWN, _("Vorschlag zurückziehen"), _("Vorschlag zurückgezogen.")),
    ],
)

REFUSAL = TransitionTable(
    "settlement.refusal",
    dict(RulingState.choices),
    [
        _move(PROPOSE, {PROPOSED}, PROPOSED, _("Verweigerung vorschlagen"), _("Verweigerung vorgeschlagen.")),
        _move(DECIDE, {PROPOSED}, DECIDED, _("Verweigerung entscheiden"), _("Verweigerung entschieden.")),
        _move(CONTEST, {DECIDED}, CONTESTED, _("Einsprache erfassen"), _("Einsprache gegen die Verweigerung.")),
        _move(UPHOLD, {CONTESTED}, LIFTED, _("Einsprache gutheissen"), _("Einsprache gutgeheissen.")),
        _move(DISMISS, {CONTESTED}, DECIDED, _("Einsprache abweisen"), _("Einsprache abgewiesen.")),
        _move(FINALISE, {DECIDED}, FINAL, _("Rechtskraft feststellen"), _("Verweigerung ist rechtskräftig.")),
        # The task was made up for: the next run pays, also where nobody could contest the refusal any more.
        _move(LIFT, {DECIDED, FINAL}, LIFTED, _("Verweigerung aufheben"), _("Verweigerung aufgehoben.")),
        _move(WITHDRAW, {PROPOSED}, WITHDRAWN, _("Vorschlag zurückziehen"), _("Vorschlag zurückgezogen.")),
    ],
)
