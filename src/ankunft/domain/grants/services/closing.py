"""The closing account of a project: what is still paid, what lapses, what is asked back (KS 4.3.4, 4.7)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain.settlement.explanations import UNUSED_GRANT_REFERENCE
from ankunft.domain.settlement.models import Reclaim
from ankunft.domain.settlement.selectors import orders_undecided
from ankunft.domain.settlement.services import reclaim_propose
from ankunft.domain.settlement.services.ledger import take_turn
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .. import states
from ..closing_rules import Closing, closing, lowered
from ..explain import closing_derivation, closing_reason
from ..models import ClosingAccount, FinalReport, Instalment, InstalmentState, Project
from ..report_permissions import reporting
from ..report_states import ACCEPT
from ..selectors.credit import paid_of
from ..selectors.projects import lines_of
from ..selectors.reports import planned_costs, report_lines
from ..values import actual_of
from .moves import move, report_move
from .paying import instalment_lower


@transaction.atomic
def project_close(*, report: FinalReport, actor: Actor) -> ClosingAccount:
    """Accept the report and close the project: the account is drawn, and what follows from it done.

    Unpaid instalments are lowered to what is still to be paid, the last one first. What was paid too much is proposed
    for reclaim; a second person decides that (KS 4.7). Payments, decisions and this stand in one line, so that what was
    paid is what is counted. Refused while an instalment waits to be released, and while it is open what becomes of a
    payment that came back.
    """
    can(actor, reporting(ACCEPT), report).require()
    take_turn()
    project = report.project
    instalments = list(project.instalments.select_related("project__municipality").order_by("number"))
    _require_settled(instalments)
    assert project.granted is not None
    actual = actual_of(planned_costs(lines_of(project)), report_lines(report))
    found = closing(project.granted, paid_of(project), actual)
    report_move(report, ACCEPT, actor)
    account = ClosingAccount.objects.create(
        project=project,
        granted=found.granted,
        planned=actual.planned,
        costs=actual.costs,
        share=found.share,
        left=found.left,
        used=found.used,
        paid=found.paid,
        lapsed=found.lapsed,
        reclaimed=found.reclaimed,
        reclaim=_reclaim(project, instalments, found, actor),
        closed_on=clock.today(),
        closed_by=actor.label,
        explanation=closing_derivation(project, actual, found).as_data(),
    )
    unpaid = [one for one in instalments if one.state == InstalmentState.PLANNED]
    for one, payable in zip(unpaid, lowered([each.amount for each in unpaid], found.to_pay), strict=True):
        if payable != one.amount:
            instalment_lower(instalment=one, payable=payable, actor=actor)
    told = {"used": found.used, "paid": found.paid, "lapsed": found.lapsed, "reclaimed": found.reclaimed}
    move(project, states.CLOSE, actor, told)
    return account


def _require_settled(instalments: Sequence[Instalment]) -> None:
    proposed = [one.reference for one in instalments if one.state == InstalmentState.PROPOSED]
    if proposed:
        raise Refused(
            _(
                "%(instalments)s ist zur Freigabe vorgeschlagen. Zuerst zurückgeben: Was noch bezahlt wird, ergibt die "
                "Schlussabrechnung."
            )
            % {"instalments": ", ".join(proposed)}
        )
    if undecided := orders_undecided([one.reference for one in instalments]):
        raise Refused(
            _(
                "Die Zahlung %(payments)s kam zurück. Zuerst entscheiden, ob sie noch einmal bezahlt wird: Sonst ist "
                "offen, was die Gemeinde erhalten hat."
            )
            % {"payments": ", ".join(undecided)}
        )


def _reclaim(project: Project, instalments: Sequence[Instalment], found: Closing, actor: Actor) -> Reclaim | None:
    """Propose what was paid too much, of whoever received it: not of the association that they may belong to."""
    if not found.reclaimed:
        return None
    payments = [one.payment for one in instalments if one.payment]
    return reclaim_propose(
        municipality=project.municipality,
        amount=found.reclaimed,
        reason=closing_reason(project, found),
        paragraph=UNUSED_GRANT_REFERENCE,
        origin=project.reference,
        received_by=payments[-1].payee if payments else project.municipality,
        actor=actor,
        is_demo=project.is_demo,
    )
