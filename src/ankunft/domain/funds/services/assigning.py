"""Which source bears what, said by hand, with the reason (FP 2.3)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from ..models import Assignment, FundingSource, Position
from ..money_permissions import ASSIGN
from ..money_readings import terms_on, use_of
from ..rules.sources import misfit, misfit_sentence
from .inputs import MOST
from .turns import money_turns


@transaction.atomic
def assignment_set(
    *, position: Position, source: FundingSource, year: int, amount: int, reason: str, actor: Actor
) -> Assignment:
    """Say that a source bears `amount` (Rappen) of a position in a year; zero takes back what was said before.

    Refused without a reason, outside of the plan, and where the source may not bear it: also by hand no earmark,
    period or deadline is broken. Whether need and balance allow it shows when it is asked who bears what.
    """
    can(actor, ASSIGN).require()
    money_turns(plans=[position.plan_id])
    if not reason.strip():
        raise Refused(_("Sagen Sie, warum diese Quelle die Position tragen soll."))
    if not 0 <= amount <= MOST.rappen:
        raise Refused(_("Zugewiesen wird ein Betrag von null bis %(most)s.") % {"most": MOST})
    if year not in position.plan.years or Position.objects.filter(parent=position).exists():
        raise Refused(
            _("«%(position)s» hat %(year)s keine eigenen Zahlen: Zugewiesen wird im Plan, nicht auf Summen.")
            % {"position": position.label, "year": year}
        )
    terms = terms_on(source)
    if amount and (why := misfit(terms, use_of(position, year))):
        raise Refused(misfit_sentence(source.label, terms, why))
    former = Assignment.objects.filter(position=position, source=source, year=year).order_by("-number").first()
    stored = Assignment.objects.create(
        position=position,
        source=source,
        year=year,
        number=former.number + 1 if former else 1,
        amount=amount,
        reason=reason.strip(),
        set_at=clock.now(),
        set_by=actor.label,
    )
    key = f"{position.plan.code}/{position.code} {year} {source.code}"
    before = {"amount": former.amount} if former else None
    sentence = "Von Hand bestimmt, welche Quelle eine Position trägt."
    entry = Entry("funds.assignment.set", "funds.assignment", key, sentence, before, {"amount": amount}, stored.reason)
    record(actor, entry)
    return stored
