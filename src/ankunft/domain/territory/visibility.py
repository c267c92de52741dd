"""Whose records those of the territory are, and who sees which of them."""

from __future__ import annotations

from django.db.models import QuerySet

from ankunft.foundation.access import policy
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

from . import permissions, selectors
from .models import AccountChange, Contact, EntitlementRecord, Municipality, PaymentAccount, PostalAddress


def register() -> None:
    """Called once when the application starts."""
    policy.register(permissions.RULES)
    policy.register_owner(
        Municipality,
        lambda municipality: frozenset({permissions.organisation_code(municipality.bfs_number)}),
        owned=selectors.owned_by,
        entrusted=lambda organisations: selectors.entrusted_to(organisations, clock.today()),
    )
    policy.register_owner(
        AccountChange, lambda change: frozenset({permissions.organisation_code(change.municipality.bfs_number)})
    )
    policy.register_visible(Municipality, _municipalities)
    policy.register_visible(Contact, _contacts)
    policy.register_visible(PostalAddress, _addresses)
    policy.register_visible(PaymentAccount, _accounts)
    policy.register_visible(AccountChange, _account_changes)
    policy.register_visible(EntitlementRecord, _findings)


def _municipalities(actor: Actor) -> QuerySet[Municipality]:
    return policy.reach(actor, permissions.SEE_REGISTER, Municipality).within(Municipality.objects.all())


def _contacts(actor: Actor) -> QuerySet[Contact]:
    return policy.reach(actor, permissions.SEE_CONTACTS, Municipality).within(Contact.objects.all(), "municipality")


def _addresses(actor: Actor) -> QuerySet[PostalAddress]:
    """Where a municipality is written to is no secret."""
    seen = policy.reach(actor, permissions.SEE_REGISTER, Municipality)
    return seen.within(PostalAddress.objects.all(), "municipality")


def _accounts(actor: Actor) -> QuerySet[PaymentAccount]:
    seen = policy.reach(actor, permissions.SEE_ACCOUNT, Municipality)
    return seen.within(PaymentAccount.objects.all(), "municipality")


def _account_changes(actor: Actor) -> QuerySet[AccountChange]:
    """Whoever sees the account sees what is proposed instead."""
    seen = policy.reach(actor, permissions.SEE_ACCOUNT, Municipality)
    return seen.within(AccountChange.objects.all(), "municipality")


def _findings(actor: Actor) -> QuerySet[EntitlementRecord]:
    seen = policy.reach(actor, permissions.SEE_FINDINGS, Municipality)
    return seen.within(EntitlementRecord.objects.all(), "municipality")
