"""Invitations: an account with a role, opened by the person herself with a link that is good once and for a week."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from . import roles
from .models import Account, Invitation, Organisation
from .services import account_open, role_grant, role_require_possible

VALID_FOR = timedelta(days=7)
StillInvites = Callable[[Invitation], bool]
_conditions: list[StillInvites] = []


def register_inviting(condition: StillInvites) -> None:
    """Say when an invitation counts no more because of who made it. Called once when the application starts."""
    _conditions.append(condition)


def digest_of(token: str) -> str:
    """What is kept of a token: it has 256 bits of chance, so that a plain digest cannot be guessed back."""
    return hashlib.sha256(token.encode()).hexdigest()


def open_invitations() -> QuerySet[Invitation]:
    """Those that can still be accepted or renewed: neither accepted nor withdrawn. They may have expired."""
    return Invitation.objects.filter(accepted_at=None, withdrawn_at=None)


def invitation_of(token: str) -> Invitation | None:
    """The invitation that can be accepted with that token now; None if there is none (any more)."""
    good = open_invitations().filter(token_digest=digest_of(token), expires_at__gt=clock.now())
    found = good.select_related("organisation", "invited_by").first()
    return found if found and _still_counts(found) else None


def _still_counts(invitation: Invitation) -> bool:
    return all(condition(invitation) for condition in _conditions)


def account_invited(invitation: Invitation) -> Account | None:
    """The account that the invited address has already."""
    return Account.objects.filter(email__iexact=invitation.email).first()


@transaction.atomic
def invitation_make(
    *, email: str, name: str, organisation: Organisation, role: str, valid_from: date, actor: Actor
) -> tuple[Invitation, str]:
    """Invite somebody to a role in an organisation; returns the invitation and the token of its link, kept nowhere.

    Refused if the address is none or the inviting person's own, if the day is past, if the role does not belong to
    that kind of organisation or is incompatible with one the address has already, or if it is invited to it already.
    """
    email, name = email.strip().lower(), name.strip()
    _require_fit(email, name, valid_from, actor)
    account = Account.objects.filter(email=email).first()
    role_require_possible(account=account, organisation=organisation, role=role, valid_from=valid_from)
    if open_invitations().filter(email=email, organisation=organisation, role=role).exists():
        raise Refused(
            _("%(email)s ist dazu schon eingeladen. Senden Sie jene Einladung noch einmal.") % {"email": email}
        )
    token = secrets.token_urlsafe(32)
    now = clock.now()
    invitation = Invitation.objects.create(
        email=email,
        name=name,
        organisation=organisation,
        role=role,
        valid_from=valid_from,
        token_digest=digest_of(token),
        invited_by_id=actor.account_id,
        created_at=now,
        expires_at=now + VALID_FOR,
    )
    _record(actor, invitation, "made", f"{name} zu «{_label(role)}» bei {organisation.name} eingeladen.")
    return invitation, token


@transaction.atomic
def invitation_renew(*, invitation: Invitation, actor: Actor) -> str:
    """A new token, good for a week from now; the old one is dead. Refused if the invitation is no longer open.

    From now on it is `actor` who invites.
    """
    token = secrets.token_urlsafe(32)
    renewed = open_invitations().filter(pk=invitation.pk)
    expires_at = clock.now() + VALID_FOR
    if not renewed.update(token_digest=digest_of(token), expires_at=expires_at, invited_by_id=actor.account_id):
        raise Refused(_closed())
    invitation.refresh_from_db()
    _record(actor, invitation, "renewed", f"Einladung von {invitation.name} noch einmal gesendet.")
    return token


@transaction.atomic
def invitation_withdraw(*, invitation: Invitation, actor: Actor) -> None:
    """Nobody can accept it any more. Refused if it is no longer open."""
    if not open_invitations().filter(pk=invitation.pk).update(withdrawn_at=clock.now()):
        raise Refused(_closed())
    _record(actor, invitation, "withdrawn", f"Einladung von {invitation.name} zurückgezogen.")


@transaction.atomic
def invitation_accept_anew(*, token: str, password: str, actor: Actor) -> Account:
    """Open the account that the invitation is for, with a password that `password_problems` has nothing against.

    `actor` is the visitor with the link. Refused if the link is no longer good, or if the address got an account
    meanwhile.
    """
    invitation = _claim(token)
    inviting = invitation.invited_by
    account = account_open(
        email=invitation.email,
        name=invitation.name,
        password=password,
        actor=actor,
        is_demo=bool(inviting and inviting.is_demo),
    )
    _give(invitation, account, Actor(account.pk, account.name, actor.origin, address=actor.address))
    return account


@transaction.atomic
def invitation_accept(*, token: str, account: Account, actor: Actor) -> None:
    """Give the role to the account that the invited address has; `actor` is its owner, signed in.

    Refused if the link is no longer good, or if the account is another one's: nobody accepts for somebody else.
    """
    invitation = _claim(token)
    if account.email.lower() != invitation.email.lower() or actor.account_id != account.pk:
        raise Refused(_("Diese Einladung ist für %(email)s. Melden Sie sich damit an.") % {"email": invitation.email})
    _give(invitation, account, actor)


def _claim(token: str) -> Invitation:
    """The invitation, from here on accepted unless the transaction is undone; Refused if it cannot be (any more).

    Of two who accept at the same moment one succeeds: the conditional UPDATE comes before everything else, and names
    everything that must hold.
    """
    now = clock.now()
    good = open_invitations().filter(token_digest=digest_of(token), expires_at__gt=now)
    if not good.update(accepted_at=now):
        raise Refused(no_longer_good())
    invitation = Invitation.objects.select_related("organisation", "invited_by").get(token_digest=digest_of(token))
    if not _still_counts(invitation):
        raise Refused(no_longer_good())
    return invitation


def _give(invitation: Invitation, account: Account, actor: Actor) -> None:
    Invitation.objects.filter(pk=invitation.pk).update(accepted_by=account)
    role_grant(
        account=account,
        organisation=invitation.organisation,
        role=invitation.role,
        actor=actor,
        valid_from=max(invitation.valid_from, clock.today()),
    )
    _record(actor, invitation, "accepted", f"{account.name} hat die Einladung angenommen.")


def _require_fit(email: str, name: str, valid_from: date, actor: Actor) -> None:
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(_("«%(email)s» ist keine E-Mail-Adresse.") % {"email": email}) from error
    if not name:
        raise Refused(_("Geben Sie den Namen der Person an."))
    if valid_from < clock.today():
        raise Refused(_("Eine Einladung gilt frühestens ab heute: Niemand hat rückwirkend eine Rolle."))
    if actor.account_id and Account.objects.filter(pk=actor.account_id, email=email).exists():
        raise Refused(_("Sie können sich nicht selbst einladen."))


def no_longer_good() -> str:
    return _("Dieser Link gilt nicht (mehr). Bitten Sie die Person, die Sie eingeladen hat, um eine neue Einladung.")


def _closed() -> str:
    return _("Diese Einladung ist angenommen oder zurückgezogen. Laden Sie die Seite neu.")


def _label(role: str) -> str:
    definition = roles.get(role)
    return str(definition.label) if definition else role


def _record(actor: Actor, invitation: Invitation, action: str, sentence: str) -> None:
    record(actor, Entry(f"access.invitation.{action}", "access.invitation", str(invitation.pk), sentence))
