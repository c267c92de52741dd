"""Who may see and do what in the settlement."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ankunft.domain.roles import CANTONAL, MUNICIPAL
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision
from ankunft.foundation.workflow.selectors import hands_on

from .models import Run
from .states import RUN


def may_see_runs(actor: Actor) -> Decision:
    """Runs are the canton's business; a municipality sees its own contributions."""
    if actor.is_operator or actor.has_role(*CANTONAL):
        return Decision.yes()
    return Decision.no(_("Zahlungsläufe sieht nur der Kanton. Ihre Beiträge finden Sie unter «Beiträge»."))


def may_see_contributions(actor: Actor) -> Decision:
    """Contributions are seen by the canton and, for its own, by each municipality."""
    if actor.is_operator or actor.has_role(*CANTONAL, *MUNICIPAL):
        return Decision.yes()
    return Decision.no(_("Beiträge sehen nur der Kanton und die Gemeinden."))


def may_see_own_contributions(actor: Actor) -> Decision:
    """The statement of a municipality's own contributions is the municipality's page."""
    if actor.has_role(*MUNICIPAL):
        return Decision.yes()
    return Decision.no(_("Diese Seite zeigt einer Gemeinde ihre eigenen Beiträge. Der Kanton sieht sie unter «Läufe»."))


def may_see_tariffs(actor: Actor) -> Decision:
    """Tariffs are published law: everybody who is signed in may read them."""
    return Decision.yes()


def may_start_run(actor: Actor) -> Decision:
    """Who prepares payment runs."""
    if actor.is_operator or actor.has_role(*RUN["calculate"].roles):
        return Decision.yes()
    return Decision.no(_("Zahlungsläufe berechnen die Koordinationsstelle und die Finanzen."))


def may_move(actor: Actor, run: Run, name: str) -> Decision:
    """Whether the actor may take the run along this transition now, four eyes included."""
    return RUN.decide(name=name, state=run.state, actor=actor, hands=hands_on(RUN.object_type, run.payment_month))
