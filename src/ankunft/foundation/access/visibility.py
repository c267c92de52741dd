"""Who sees which memberships and proofs of identity: everybody their own, administrators those they administer."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from ankunft.foundation.kernel.actor import Actor

from . import permissions, policy, saved_views
from .models import (
    ExternalIdentity,
    Membership,
    Organisation,
    RecoveryCode,
    SavedView,
    SecondFactor,
    SecretAddress,
)


def register() -> None:
    """Called once when the application starts."""
    policy.register(permissions.RULES)
    policy.register_visible(Membership, _memberships)
    policy.register_visible(SecondFactor, lambda actor: SecondFactor.objects.filter(account=actor.account_id))
    policy.register_visible(RecoveryCode, lambda actor: RecoveryCode.objects.filter(account=actor.account_id))
    policy.register_visible(ExternalIdentity, lambda actor: ExternalIdentity.objects.filter(account=actor.account_id))
    policy.register_visible(SavedView, saved_views.visible_to)
    policy.register_visible(SecretAddress, lambda actor: SecretAddress.objects.filter(account=actor.account_id))


def _memberships(actor: Actor) -> QuerySet[Membership]:
    """One's own, and those in the organisations that the actor administers."""
    administered = policy.visible_to(actor, Organisation)
    return Membership.objects.filter(Q(account=actor.account_id) | Q(organisation__in=administered))
