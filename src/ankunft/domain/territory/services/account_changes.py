"""Another account of a municipality: proposed by one person, confirmed by another, who pays (KS 4.5.2)."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.proposals import ProposalState
from ankunft.foundation.workflow.services import transition

from ..checks import account_faults
from ..models import AccountChange, Municipality
from ..permissions import CONFIRM_ACCOUNT, PROPOSE_ACCOUNT, REFUSE_ACCOUNT, WITHDRAW_ACCOUNT
from ..readings import accounts_on, places
from ..rules import compact_iban
from ..states import ACCOUNT_CHANGE, CONFIRM, PROPOSE, REFUSE, WITHDRAW
from ..values import AccountEntry
from .accounts import accounts_store
from .trail import plain, refuse

CONTENT = ("iban", "name", "street", "house_number", "postcode", "town")


@transaction.atomic
def account_change_propose(
    *, municipality: Municipality, entry: AccountEntry, actor: Actor, is_demo: bool = False
) -> AccountChange:
    """From `entry.valid_from` on the municipality shall be paid to this account, once somebody else has confirmed it.

    Refused if it cannot be paid to, if it is the account already, or while another change waits.
    """
    can(actor, PROPOSE_ACCOUNT, municipality).require()
    entry = entry._replace(municipality=municipality.pk, iban=compact_iban(entry.iban))
    refuse(account_faults(entry, places()[municipality.pk]))
    replaces = _in_force(entry)
    content = {name: getattr(entry, name) for name in CONTENT}
    if replaces is not None and {name: replaces[name] for name in CONTENT} == content:
        raise Refused(_("Das ist an diesem Tag schon das Konto der Gemeinde. Es gibt nichts zu ändern."))
    try:
        with transaction.atomic():
            change = AccountChange.objects.create(
                municipality=municipality,
                state=ProposalState.PROPOSED,
                valid_from=entry.valid_from,
                replaces=replaces,
                proposed_at=clock.now(),
                proposed_by=actor.label,
                is_demo=is_demo,
                **content,
            )
    except IntegrityError as error:
        raise Refused(
            _("Für diese Gemeinde ist schon ein Konto vorgeschlagen. Zuerst jenes bestätigen oder zurückziehen.")
        ) from error
    details = {"bfs_number": municipality.bfs_number, "valid_from": entry.valid_from.isoformat(), **content}
    _move(change, PROPOSE, actor, details=details)
    return change


@transaction.atomic
def account_change_confirm(*, change: AccountChange, checked: str, actor: Actor) -> None:
    """The municipality is paid to the account from its day on; `checked` says how it was made sure that it is theirs.

    Refused if what it replaces is no longer what was in force when it was proposed: nobody has looked at that.
    """
    can(actor, CONFIRM_ACCOUNT, change).require()
    _move(change, CONFIRM, actor, reason=checked)
    entry = AccountEntry(change.municipality_id, change.valid_from, *(getattr(change, name) for name in CONTENT))
    if _in_force(entry) != change.replaces:
        raise Refused(
            _(
                "Das bisherige Konto ist nicht mehr das, dem der Vorschlag gegenübersteht. "
                "Den Vorschlag ablehnen oder zurückziehen und neu vorschlagen."
            )
        )
    accounts_store([entry], actor, change.is_demo)


def account_change_refuse(*, change: AccountChange, reason: str, actor: Actor) -> None:
    """The proposed account is not used, and why; the municipality reads it."""
    can(actor, REFUSE_ACCOUNT, change).require()
    _move(change, REFUSE, actor, reason=reason)


def account_change_withdraw(*, change: AccountChange, actor: Actor) -> None:
    """The proposed account is not used."""
    can(actor, WITHDRAW_ACCOUNT, change).require()
    _move(change, WITHDRAW, actor)


def _in_force(entry: AccountEntry) -> dict[str, object] | None:
    """The account of the municipality on the first day of the entry, as JSON holds it."""
    current = accounts_on([entry.municipality], entry.valid_from).get(entry.municipality)
    return plain(current._asdict().items()) if current else None


def _move(
    change: AccountChange, name: str, actor: Actor, *, reason: str = "", details: dict[str, object] | None = None
) -> None:
    transition(
        obj=change,
        key=str(change.pk),
        table=ACCOUNT_CHANGE,
        name=name,
        actor=actor,
        reason=reason.strip(),
        details=details,
    )
