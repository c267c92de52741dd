"""Which accounts belong to which people at the OpenID provider: linking and unlinking."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .models import Account, ExternalIdentity
from .openid.failures import SignInFailed
from .openid.tokens import Identity

ACCOUNT = "access.account"


@transaction.atomic
def identity_link(*, account: Account, identity: Identity, actor: Actor) -> ExternalIdentity:
    """From now on that identity signs in to the account. Nothing happens if it does already.

    Called where the account's own person has proved both: signed in (freshly) or accepting an invitation, and at the
    provider. Refused if the account is closed, or if the identity belongs to another one.
    """
    if not account.is_active:
        raise Refused(_("Dieses Konto ist geschlossen. Wenden Sie sich an Ihre Administration."))
    try:
        with transaction.atomic():
            link, is_new = ExternalIdentity.objects.get_or_create(
                issuer=identity.issuer,
                subject=identity.subject,
                defaults={"account": account, "linked_at": clock.now()},
            )
    except IntegrityError as error:
        raise _taken() from error
    if link.account_id != account.pk:
        raise _taken()
    if is_new:
        record(
            actor,
            Entry(
                "access.identity.linked",
                ACCOUNT,
                account.email,
                f"{account.name} hat eine externe Anmeldung verbunden.",
                after={"issuer": identity.issuer, "subject": identity.subject},
            ),
        )
    return link


def _taken() -> Refused:
    return Refused(
        _(
            "Diese externe Anmeldung ist schon mit einem anderen Konto verbunden. "
            "Trennen Sie sie zuerst dort, oder melden Sie sich extern mit einer anderen an."
        )
    )


@transaction.atomic
def identity_unlink(*, account: Account, pk: int, actor: Actor, reason: str = "") -> None:
    """That identity does not sign in to the account any more; Refused if it did not."""
    link = ExternalIdentity.objects.select_for_update().filter(account=account, pk=pk).first()
    if link is None:
        raise Refused(_("Diese externe Anmeldung ist nicht mehr mit Ihrem Konto verbunden."))
    link.delete()
    record(
        actor,
        Entry(
            "access.identity.unlinked",
            ACCOUNT,
            account.email,
            f"{account.name}: Eine externe Anmeldung wurde getrennt.",
            before={"issuer": link.issuer, "subject": link.subject},
            reason=reason,
        ),
    )


@transaction.atomic
def identities_unlink_all(*, account: Account, actor: Actor, reason: str) -> int:
    """No external identity signs in to the account any more; how many there were. Each leaves an event."""
    keys = list(ExternalIdentity.objects.filter(account=account).values_list("pk", flat=True))
    for key in keys:
        identity_unlink(account=account, pk=key, actor=actor, reason=reason)
    return len(keys)


def failure_recorded(*, failure: SignInFailed, provider: str, actor: Actor) -> None:
    """A sign-in by the provider came to nothing: from where, and why."""
    refused = failure.is_hostile
    record(
        actor,
        Entry(
            "access.openid.refused" if refused else "access.openid.failed",
            "access.openid",
            provider,
            f"Anmeldung über {provider} abgelehnt."
            if refused
            else f"Anmeldung über {provider} nicht zustande gekommen.",
            reason=failure.cause,
        ),
    )


def stranger_recorded(*, identity: Identity, provider: str, actor: Actor) -> None:
    """Somebody proved who it is, but no account belongs to that."""
    record(
        actor,
        Entry(
            "access.openid.unknown",
            "access.openid",
            provider,
            f"Anmeldung über {provider}: kein Konto ist damit verbunden.",
            after={"issuer": identity.issuer},
        ),
    )
