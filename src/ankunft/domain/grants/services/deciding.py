"""The decision about an application, within what is free of the credit for projects (KS 4.3.4)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain.settlement.services.ledger import take_turn
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money

from .. import states
from ..models import Project
from ..permissions import moving
from ..selectors import credit_standing
from .moves import move


@transaction.atomic
def project_grant(
    *, project: Project, amount: int, decision: str, reason: str, actor: Actor, conditions: str = ""
) -> None:
    """Grant `amount` (Rappen, at most what is asked) by that decision.

    Decisions stand in one line with releases and year ends: of two that want the same rest, the second is told how much
    is left. Refused above what is free of the credit for projects (KS 4.3.4).
    """
    can(actor, moving(states.GRANT), project).require()
    if not 0 < amount <= project.asked:
        raise Refused(
            _("Bewilligt wird ein Betrag über null und höchstens, was beantragt ist: %(asked)s.")
            % {"asked": Money(project.asked)}
        )
    said = _said(decision, reason)
    take_turn()
    _require_credit(amount)
    changes = {**said, "granted": amount, "conditions": conditions.strip()}
    details = {"granted": amount, "decision": said["decision"]}
    move(project, states.GRANT, actor, details, changes=changes)


@transaction.atomic
def project_reject(*, project: Project, decision: str, reason: str, actor: Actor) -> None:
    """Nothing is granted, and why: the municipality reads it. Nobody has a legal claim (KS 4.1.1)."""
    can(actor, moving(states.REJECT), project).require()
    said = _said(decision, reason)
    move(project, states.REJECT, actor, {"decision": said["decision"]}, reason=said["reason"], changes=said)


def _said(decision: str, reason: str) -> dict[str, object]:
    if not decision.strip():
        raise Refused(_("Der Beschluss fehlt, zum Beispiel seine Nummer und wer ihn gefasst hat."))
    if not reason.strip():
        raise Refused(_("Die Begründung fehlt: Die Gemeinde liest sie."))
    return {"decision": decision.strip(), "reason": reason.strip(), "decided_on": clock.today()}


def _require_credit(amount: int) -> None:
    standing = credit_standing()
    if excess := standing.exceeded_by(amount):
        raise Refused(
            _(
                "Nicht bewilligt: Der Kredit für Projekte reicht nicht (KS 4.3.4). Gutgeschrieben sind %(income)s, "
                "gebunden %(committed)s, frei %(free)s: Es fehlen %(excess)s. Weniger bewilligen, oder warten, bis "
                "ein Jahresabschluss den nächsten Überschuss gutschreibt."
            )
            % {
                "income": Money(standing.income),
                "committed": Money(standing.committed),
                "free": Money(standing.free),
                "excess": Money(excess),
            }
        )
