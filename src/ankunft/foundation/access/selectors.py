"""Who somebody is today."""

from __future__ import annotations

from datetime import date

from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor, Grant
from ankunft.foundation.kernel.errors import Refused

from .models import Account, Membership, Organisation


def grants_of(account: Account, day: date) -> frozenset[Grant]:
    """The roles an account holds on that day."""
    rows = (
        Membership.objects.filter(account=account, valid_from__lte=day)
        .order_by("valid_from")
        .values_list("role", "organisation__code", "granted")
    )
    latest = {Grant(role, code): granted for role, code, granted in rows}
    return frozenset(grant for grant, granted in latest.items() if granted)


def actor_of(account: Account, origin: str) -> Actor:
    """The account as an actor with its roles of today."""
    return Actor(
        account_id=account.pk, label=account.name, origin=origin, grants=grants_of(account, clock.today())
    )


def actor_by_email(email: str, origin: str) -> Actor:
    """The active account with that address as an actor; Refused if there is none."""
    account = Account.objects.filter(email__iexact=email, is_active=True).first()
    if account is None:
        raise Refused(f"Es gibt kein aktives Konto mit der Adresse {email}.")
    return actor_of(account, origin)


def organisations_of(actor: Actor) -> list[Organisation]:
    """The organisations in which the actor holds a role, by name."""
    return list(Organisation.objects.filter(code__in={grant.organisation for grant in actor.grants}))
