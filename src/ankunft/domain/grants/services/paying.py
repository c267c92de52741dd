"""An instalment: proposed by the finance officer, released by other hands, paid in a file of its own; or lowered."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain.settlement.services.orders import order_pay
from ankunft.domain.territory.permissions import organisation_code
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.services import transition

from .. import states
from ..explain import derivation
from ..models import Instalment
from ..permissions import paying
from ..states import INSTALMENT


@transaction.atomic
def instalment_propose(*, instalment: Instalment, actor: Actor, reason: str = "") -> None:
    """Propose that it be paid now. Where there is a condition, `reason` says by what it is fulfilled."""
    if instalment.condition and not reason.strip():
        raise Refused(
            _("Sagen Sie, womit die Bedingung erfüllt ist: «%(condition)s».") % {"condition": instalment.condition}
        )
    _move(instalment, states.PROPOSE, actor, reason=reason.strip())


def instalment_send_back(*, instalment: Instalment, reason: str, actor: Actor) -> None:
    """It is not paid yet, and why."""
    _move(instalment, states.SEND_BACK, actor, reason=reason)


@transaction.atomic
def instalment_release(*, instalment: Instalment, actor: Actor) -> None:
    """Pay it: payment, file for the bank and derivation come about in one transaction, once.

    Refused without an account of the municipality or of the canton, and for whoever proposed it.
    """
    can(actor, paying(states.RELEASE), instalment).require()
    project = instalment.project
    payment = order_pay(
        origin=instalment.reference,
        payee=project.municipality,
        amount=instalment.to_pay,
        message=f"start.integration, Projektbeitrag {project.reference}, Rate {instalment.number}",
        actor=actor,
    )
    changes = {"payment": payment, "explanation": derivation(instalment).as_data()}
    _move(instalment, states.RELEASE, actor, changes=changes, payment=payment.reference)


def instalment_lower(*, instalment: Instalment, payable: int, actor: Actor) -> None:
    """Pay only `payable` (Rappen, less than was agreed) of it, or nothing: called by whoever closes the project."""
    name = states.LOWER if payable else states.LAPSE
    _move(instalment, name, actor, changes={"payable": payable}, payable=payable)


def _move(
    instalment: Instalment,
    name: str,
    actor: Actor,
    *,
    reason: str = "",
    changes: dict[str, object] | None = None,
    **details: object,
) -> None:
    can(actor, paying(name), instalment).require()
    whose = organisation_code(instalment.project.municipality.bfs_number)
    transition(
        obj=instalment,
        key=instalment.reference,
        table=INSTALMENT,
        name=name,
        actor=actor,
        reason=reason,
        changes=changes,
        details={"municipality": whose, "amount": instalment.to_pay, **details},
    )
