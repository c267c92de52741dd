"""A version of a plan: opened for inputs, withdrawn (FP 3.3)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money

from .. import states
from ..models import OPEN_STATES, FinancialPlan, PlanVersion, VersionState
from ..permissions import KEEP
from ..values import Opening
from .inputs import MOST
from .moves import move, require_to_come
from .planning import FIRST_YEAR, LAST_YEAR
from .turns import money_turns


@transaction.atomic
def version_open(
    *,
    plan: FinancialPlan,
    as_of: date,
    opening: Opening,
    actor: Actor,
    inputs_due: date | None = None,
    occasion: str = "",
    is_demo: bool = False,
) -> PlanVersion:
    """Open a version for inputs, with figures as known on `as_of`.

    Refused while another one is on its way, without positions, for a last day that is over, for figures of a day that
    no plan knows, for an opening balance that no source has, and for a negative one: what is lacking is first booked
    from the source that bears it (FP 2.3).
    """
    can(actor, KEEP).require()
    money_turns(plans=[plan.pk])
    if open_one := plan.versions.filter(state__in=OPEN_STATES).first():
        raise Refused(
            _("Die Fassung %(version)s ist noch unterwegs: Zuerst wird sie beschlossen oder zurückgezogen.")
            % {"version": open_one.reference}
        )
    if not plan.positions.exists():
        raise Refused(_("Ein Finanzplan ohne Positionen nimmt keine Eingaben entgegen: Zuerst Positionen aufnehmen."))
    if inputs_due is not None:
        require_to_come(inputs_due)
    if not FIRST_YEAR <= as_of.year <= LAST_YEAR:
        raise Refused(
            _("Der Stand der Angaben ist ein Tag in den Jahren %(first)d bis %(last)d.")
            % {"first": FIRST_YEAR, "last": LAST_YEAR}
        )
    last = plan.versions.order_by("-number").values_list("number", flat=True).first()
    version = PlanVersion.objects.create(
        state=VersionState.INPUTS,
        plan=plan,
        number=(last or 0) + 1,
        as_of=as_of,
        opening=_opening(opening),
        opening_source=opening.source.strip(),
        occasion=occasion.strip(),
        inputs_due=inputs_due,
        opened_at=clock.now(),
        is_demo=is_demo,
    )
    after = {"opening": version.opening, "as_of": f"{as_of:%Y-%m-%d}", "inputs_due": f"{inputs_due or ''}"}
    sentence = "Fassung eines Finanzplans für Eingaben geöffnet."
    record(actor, Entry("funds.version.opened", "funds.version", version.reference, sentence, after=after))
    return version


def version_withdraw(*, version: PlanVersion, reason: str, actor: Actor) -> None:
    """Give up a version that is on its way; what was given stays readable."""
    move(version, states.WITHDRAW, actor, reason=reason)


def _opening(opening: Opening) -> int:
    if opening.balance < 0:
        raise Refused(
            _(
                "Der Anfangssaldo %(balance)s ist negativ: Zuerst ist zu buchen, aus welcher Quelle der Fehlbetrag "
                "getragen wird (RRB 2023/2057, Ziffer 2.3); der Plan beginnt dann bei null."
            )
            % {"balance": Money(opening.balance)}
        )
    if opening.balance > MOST.rappen:
        raise Refused(_("Der Anfangssaldo ist höchstens %(most)s.") % {"most": MOST})
    if not opening.source.strip():
        raise Refused(_("Sagen Sie, woher der Anfangssaldo stammt, zum Beispiel «Jahresabschluss 31.12.2022»."))
    return opening.balance
