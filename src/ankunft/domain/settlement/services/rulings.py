"""What reclaims and refusals have in common: how they are proposed, decided, contested and lifted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import HalfYear, Year
from ankunft.foundation.workflow.services import transition
from ankunft.foundation.workflow.tables import TransitionTable

from .. import ruling_states as states
from ..models import Contribution, ObjectionOutcome
from ..models.rulings import Objection, Ruling

OUTCOME_OF = {
    states.UPHOLD: ObjectionOutcome.UPHELD,
    states.LOWER: ObjectionOutcome.PARTLY,
    states.DISMISS: ObjectionOutcome.DISMISSED,
}


def move(
    ruling: Ruling,
    table: TransitionTable,
    name: str,
    actor: Actor,
    *,
    reason: str = "",
    changes: dict[str, Any] | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Take the ruling along the transition; its reference is its name in the trail."""
    transition(
        obj=ruling,
        key=ruling.reference,
        table=table,
        name=name,
        actor=actor,
        reason=reason,
        changes=changes,
        details=details,
    )


def require_said(reason: str, paragraph: str, origin: str) -> None:
    """Nothing is taken or kept from a municipality without a reason, a paragraph and what it rests on (KS 4.7)."""
    if not reason.strip():
        raise Refused(_("Die Begründung fehlt. Sagen Sie der Gemeinde, was nicht ordnungsgemäss erfüllt ist (KS 4.7)."))
    if not paragraph.strip():
        raise Refused(_("Die Rechtsgrundlage fehlt, zum Beispiel «KRS-GEF-2017/01 4.7»."))
    if not origin.strip():
        raise Refused(_("Der Anlass fehlt: Nennen Sie die Feststellung, die Position oder den Bericht."))


def require_concerned(period: str, contribution: str) -> None:
    """A base contribution is of a year, every other contribution of a half-year (KS 4.5.2)."""
    if contribution in (Contribution.RECLAIM, Contribution.INTRODUCTION_RATE):
        raise Refused(_("Diesen Beitrag zahlt der Kanton nicht aus. Bitte einen anderen wählen."))
    if not period:
        if contribution:
            raise Refused(
                _("Zu einem Beitrag gehört die Periode: ein Halbjahr (2025-H1) oder beim Sockelbeitrag ein Jahr.")
            )
        return
    concerned = _period(period)
    yearly = isinstance(concerned, Year)
    if contribution and yearly != (contribution == Contribution.BASE_CONTRIBUTION):
        raise Refused(
            _("Der Sockelbeitrag gilt einem Jahr (2025), jeder andere Beitrag einem Halbjahr (2025-H1): «%(period)s».")
            % {"period": period}
        )


def _period(text: str) -> HalfYear | Year:
    try:
        return HalfYear.parse(text) if "-" in text else Year.parse(text)
    except ValueError as error:
        raise Refused(
            _("«%(period)s» ist keine Periode. Beispiele: 2025-H1 für ein Halbjahr, 2025 für ein Jahr.")
            % {"period": text}
        ) from error


def last_day_concerned(period: str) -> date:
    """The day whose agreement decides who was paid: the end of a half-year, 1 January of a year (KS 4.5.2)."""
    if not period:
        return clock.today()
    concerned = _period(period)
    return concerned.start if isinstance(concerned, Year) else concerned.end


def decide(ruling: Ruling, table: TransitionTable, actor: Actor, details: dict[str, Any]) -> None:
    """From now on it counts."""
    move(ruling, table, states.DECIDE, actor, changes={"decided_on": clock.today()}, details=details)


def require_raised(ruling: Ruling, raised_on: date, ground: str) -> None:
    """An objection has a ground, and a day on which it can have been raised."""
    if not ground.strip():
        raise Refused(_("Die Begründung der Gemeinde fehlt."))
    if raised_on > clock.today() or (ruling.decided_on and raised_on < ruling.decided_on):
        raise Refused(
            _("Eine Einsprache wird nach dem Entscheid und nicht in der Zukunft erhoben: %(day)s geht nicht.")
            % {"day": f"{raised_on:%d.%m.%Y}"}
        )


def conclude(objection: Objection, name: str, decision: str, **amounts: int) -> None:
    """Write down how the objection was decided; it never changes afterwards."""
    objection.outcome = OUTCOME_OF[name]
    objection.decided_on = clock.today()
    objection.decision = decision.strip()
    for field, amount in amounts.items():
        setattr(objection, field, amount)
    objection.save(update_fields=["outcome", "decided_on", "decision", *amounts])
