"""Who somebody is today."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor, Grant
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.errors import Refused

from .models import Account, ExternalIdentity, Membership, Organisation


def grants_over_time(account: Account) -> dict[Grant, Dated[bool]]:
    """Every role the account was ever given, with whether it is held as a dated value."""
    entries: dict[Grant, list[tuple[date, bool]]] = {}
    rows = Membership.objects.filter(account=account).values_list("role", "organisation__code", "valid_from", "granted")
    for role, code, valid_from, granted in rows:
        entries.setdefault(Grant(role, code), []).append((valid_from, granted))
    return {grant: Dated(dated) for grant, dated in entries.items()}


def grants_of(account: Account, day: date) -> frozenset[Grant]:
    """The roles an account holds on that day."""
    return frozenset(grant for grant, held in grants_over_time(account).items() if held.at(day))


def actor_of(account: Account, origin: str, address: str = "") -> Actor:
    """The account as an actor with its roles of today; `address` is the network address it acts from."""
    grants = grants_of(account, clock.today())
    return Actor(account_id=account.pk, label=account.name, origin=origin, grants=grants, address=address)


def actor_by_email(email: str, origin: str) -> Actor:
    """The active account with that address as an actor; Refused if there is none."""
    account = Account.objects.filter(email__iexact=email, is_active=True).first()
    if account is None:
        raise Refused(_("Es gibt kein aktives Konto mit der Adresse %(email)s.") % {"email": email})
    return actor_of(account, origin)


def organisations_of(actor: Actor) -> list[Organisation]:
    """The organisations in which the actor holds a role, by name."""
    return list(Organisation.objects.filter(code__in={grant.organisation for grant in actor.grants}))


def account_of_identity(issuer: str, subject: str) -> Account | None:
    """The account, active or not, to which that person at that OpenID provider signs in; None if there is none."""
    link = ExternalIdentity.objects.select_related("account").filter(issuer=issuer, subject=subject).first()
    return link.account if link else None


def identities_of(account: Account) -> list[ExternalIdentity]:
    """With whom at which providers the account is linked, the oldest first."""
    return list(account.external_identities.order_by("linked_at", "pk"))
