"""What administrators do: each asks the permission, changes one thing, and tells the person by mail."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain import roles
from ankunft.foundation.access import closing, factors, identities, invitations, passwords, signing_in
from ankunft.foundation.access.models import Account, Invitation, Organisation
from ankunft.foundation.access.policy import can
from ankunft.foundation.access.roles import get
from ankunft.foundation.access.selectors import grants_of
from ankunft.foundation.access.services import Incompatible, organisation_ensure, role_end, role_grant
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor, Grant
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.mail import services as mail
from ankunft.foundation.mail.models import OutgoingMail

from .letters import change_letter, invitation_letter
from .permissions import (
    CHANGE_INVITATION,
    CHANGE_ORGANISATIONS,
    CHANGE_ROLES,
    INSTALLATION,
    PASSWORD_REPLACED,
    RUN_OPERATIONS,
    SECURE,
    STAFF,
    may_give,
    may_give_password,
    other_hand,
    runs_operations,
)

LinkOf = Callable[[str], str]
"""The whole address under which an invitation with that token is accepted."""

ADDED_KINDS = (roles.CANTON, "social_region", "provider", "structure", "iiz", "audit")
"""The kinds of organisation that people add. Municipalities come from the register."""


@transaction.atomic
def invite(
    *,
    email: str,
    name: str,
    organisation: Organisation,
    role: str,
    valid_from: date,
    actor: Actor,
    link_of: LinkOf,
) -> Invitation:
    """Invite somebody to a role in an organisation, by mail. Refused as `invitation_make` says."""
    may_give(actor, role, organisation).require()
    with _foreign_roles_unnamed(actor):
        invitation, token = invitations.invitation_make(
            email=email, name=name, organisation=organisation, role=role, valid_from=valid_from, actor=actor
        )
    invitation_letter(invitation=invitation, link=link_of(token), actor=actor)
    return invitation


@transaction.atomic
def invite_again(*, invitation: Invitation, actor: Actor, link_of: LinkOf) -> None:
    """A new link by mail; the old one is dead."""
    can(actor, CHANGE_INVITATION, invitation).require()
    token = invitations.invitation_renew(invitation=invitation, actor=actor)
    invitation_letter(invitation=invitation, link=link_of(token), actor=actor)


@transaction.atomic
def invitation_withdraw(*, invitation: Invitation, actor: Actor) -> None:
    """Take an invitation back; its link is dead."""
    can(actor, CHANGE_INVITATION, invitation).require()
    invitations.invitation_withdraw(invitation=invitation, actor=actor)


@transaction.atomic
def give_role(*, account: Account, organisation: Organisation, role: str, valid_from: date, actor: Actor) -> None:
    """Give somebody else a role from a day on, today at the earliest. Refused as `role_grant` says, or if held."""
    may_give(actor, role, organisation).require()
    can(actor, CHANGE_ROLES, account).require()
    if valid_from < clock.today():
        raise Refused(_("Eine Rolle gilt frühestens ab heute: Niemand hat rückwirkend eine Rolle."))
    if Grant(role, organisation.code) in grants_of(account, valid_from):
        raise Refused(_("%(name)s hat diese Rolle an diesem Tag schon.") % {"name": account.name})
    with _foreign_roles_unnamed(actor):
        role_grant(account=account, organisation=organisation, role=role, actor=actor, valid_from=valid_from)
    sentence = _("Sie haben ab %(day)s die Rolle «%(role)s» bei %(organisation)s.")
    _tell(account, "role_given", sentence % _role_words(role, organisation, valid_from), actor)


@transaction.atomic
def end_role(*, account: Account, organisation: Organisation, role: str, valid_from: date, actor: Actor) -> None:
    """Take a role away from a day on, today at the earliest. Refused if it is not held on that day."""
    can(actor, STAFF, organisation).require()
    can(actor, CHANGE_ROLES, account).require()
    if valid_from < clock.today():
        raise Refused(_("Eine Rolle endet frühestens heute: Was jemand war, bleibt."))
    if Grant(role, organisation.code) not in grants_of(account, valid_from):
        raise Refused(_("%(name)s hat diese Rolle an diesem Tag nicht.") % {"name": account.name})
    role_end(account=account, organisation=organisation, role=role, valid_from=valid_from, actor=actor)
    sentence = _("Sie haben ab %(day)s die Rolle «%(role)s» bei %(organisation)s nicht mehr.")
    _tell(account, "role_ended", sentence % _role_words(role, organisation, valid_from), actor)


@transaction.atomic
def close_account(*, account: Account, actor: Actor, reason: str = "") -> None:
    """Nobody signs in with the account any more; its sessions end."""
    can(actor, SECURE, account).require()
    closing.account_close(account=account, actor=actor, reason=reason)
    _tell(account, "account_closed", _("Ihr Konto ist geschlossen."), actor)


@transaction.atomic
def reopen_account(*, account: Account, actor: Actor, reason: str = "") -> None:
    """The person can sign in again."""
    can(actor, SECURE, account).require()
    closing.account_reopen(account=account, actor=actor, reason=reason)
    _tell(account, "account_reopened", _("Ihr Konto ist wieder geöffnet."), actor)


@transaction.atomic
def sign_out_everywhere(*, account: Account, actor: Actor, reason: str = "") -> None:
    """Every session of the account ends."""
    can(actor, SECURE, account).require()
    signing_in.sessions_end_all(account=account, actor=actor, reason=reason)
    _tell(account, "sessions_ended", _("Alle Ihre Anmeldungen wurden beendet."), actor)


@transaction.atomic
def reset_second_factor(*, account: Account, actor: Actor, reason: str = "") -> None:
    """Take second factors, recovery codes and external identities away and end the sessions.

    The next sign-in, with the password, sets up a new factor. Forbidden to whoever replaced the password as long as
    it is a temporary one.
    """
    can(actor, SECURE, account).require()
    if _locked(account).password_is_temporary:
        other_hand(actor, account, PASSWORD_REPLACED).require()
    factors.factors_remove_all(account=account, actor=actor, reason=reason)
    unlinked = identities.identities_unlink_all(account=account, actor=actor, reason=reason)
    signing_in.sessions_end_all(account=account, actor=actor, reason=reason)
    sentence = _("Ihr zweiter Faktor wurde entfernt. Bei der nächsten Anmeldung richten Sie einen neuen ein.")
    if unlinked:
        sentence += " " + _("Ihre externe Anmeldung ist getrennt; Sie können sie danach wieder verbinden.")
    _tell(account, "second_factor_reset", sentence, actor)


@transaction.atomic
def give_temporary_password(*, account: Account, actor: Actor, reason: str = "") -> str:
    """A password that must be replaced at the first sign-in. It is returned once, and written nowhere.

    Forbidden to whoever took the second factor away as long as there is no new one, and to everybody where none was
    ever set up although the person has signed in and needs one.
    """
    can(actor, SECURE, account).require()
    may_give_password(actor, _locked(account)).require()
    password = passwords.password_make()
    passwords.password_set(account=account, password=password, actor=actor, temporary=True, reason=reason)
    sentence = _("Ihr Passwort wurde durch ein vorläufiges ersetzt. Sie erhalten es auf anderem Weg.")
    _tell(account, "password_replaced", sentence, actor)
    return password


@transaction.atomic
def organisation_add(*, code: str, name: str, kind: str, actor: Actor) -> Organisation:
    """Add an organisation. Refused if the code is taken or no code, or if that kind is not added by hand."""
    can(actor, CHANGE_ORGANISATIONS, INSTALLATION).require()
    if not re.fullmatch(r"[a-z][a-z0-9-]{1,38}", code) or code.startswith("bfs-"):
        raise Refused(_("Der Code hat Kleinbuchstaben, Ziffern und Bindestriche, zum Beispiel «anbieter-ost»."))
    if kind not in ADDED_KINDS:
        raise Refused(_("Organisationen dieser Art kommen aus dem Register."))
    if Organisation.objects.filter(code=code).exists():
        raise Refused(_("Den Code «%(code)s» hat schon eine Organisation.") % {"code": code})
    return organisation_ensure(code=code, name=_required(name), kind=kind, actor=actor)


@transaction.atomic
def organisation_rename(*, organisation: Organisation, name: str, actor: Actor) -> None:
    """Give an organisation another name. Refused for those of the register."""
    can(actor, CHANGE_ORGANISATIONS, INSTALLATION).require()
    if organisation.kind == roles.MUNICIPALITY:
        raise Refused(_("Der Name einer Gemeinde kommt aus dem Register."))
    organisation_ensure(code=organisation.code, name=_required(name), kind=organisation.kind, actor=actor)


@transaction.atomic
def send_again(*, mail_item: OutgoingMail, actor: Actor) -> None:
    """Let a mail that failed or was withheld be sent again."""
    can(actor, RUN_OPERATIONS, INSTALLATION).require()
    mail.mail_again(mail=mail_item, actor=actor)


@transaction.atomic
def withhold(*, mail_item: OutgoingMail, actor: Actor) -> None:
    """Keep a waiting mail from being sent."""
    can(actor, RUN_OPERATIONS, INSTALLATION).require()
    mail.mail_withhold(mail=mail_item, actor=actor)


@contextmanager
def _foreign_roles_unnamed(actor: Actor) -> Iterator[None]:
    """Whoever asks for a role that cannot be given does not learn which one the person has in another organisation."""
    try:
        yield
    except Incompatible as clash:
        if runs_operations(actor) or clash.other.organisation in actor.organisations(roles.ADMINISTRATOR):
            raise
        raise Refused(
            _("Das verträgt sich nicht mit dem, was die Person anderswo ist. Wenden Sie sich an die Betriebsstelle.")
        ) from clash


def _locked(account: Account) -> Account:
    """The account as it is now, for this transaction alone: what two do at the same moment is done one by one."""
    return Account.objects.select_for_update().get(pk=account.pk)


def _tell(account: Account, kind: str, sentence: str, actor: Actor) -> None:
    change_letter(account=account, kind=kind, sentence=sentence, actor=actor)


def _role_words(role: str, organisation: Organisation, day: date) -> dict[str, str]:
    definition = get(role)
    label = str(definition.label) if definition else role
    return {"role": label, "organisation": organisation.name, "day": f"{day:%d.%m.%Y}"}


def _required(name: str) -> str:
    if not name.strip():
        raise Refused(_("Geben Sie den Namen der Organisation an."))
    return name.strip()
