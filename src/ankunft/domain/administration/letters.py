"""What people are told by mail about their account. Plain sentences; the trail tells that, the mail tells what."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ankunft.foundation.access.models import Account, Invitation
from ankunft.foundation.access.roles import get
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.mail.services import mail_put


def invitation_letter(*, invitation: Invitation, link: str, actor: Actor) -> None:
    """The link by which an invitation is accepted. It is a secret: the text is emptied once it is sent."""
    role = get(invitation.role)
    text = _(
        "Guten Tag %(name)s\n\n"
        "%(inviting)s lädt Sie ein, bei Ankunft mitzuarbeiten:\n\n"
        "  Organisation: %(organisation)s\n"
        "  Rolle: %(role)s\n\n"
        "Öffnen Sie diesen Link, um die Einladung anzunehmen. Er gilt einmal und bis am %(until)s:\n\n"
        "%(link)s\n\n"
        "Geben Sie den Link nicht weiter. Haben Sie keine Einladung erwartet, löschen Sie diese Nachricht.\n"
    ) % {
        "name": invitation.name,
        "inviting": actor.label,
        "organisation": invitation.organisation.name,
        "role": role.label if role else invitation.role,
        "until": f"{invitation.expires_at:%d.%m.%Y}",
        "link": link,
    }
    subject = _("Einladung zu Ankunft")
    mail_put(to=invitation.email, subject=subject, text=text, kind="invitation", actor=actor, is_secret=True)


def change_letter(*, account: Account, kind: str, sentence: str, actor: Actor) -> None:
    """Tell somebody what the administration has changed about the account."""
    text = _(
        "Guten Tag %(name)s\n\n"
        "%(sentence)s\n\n"
        "Das hat %(actor)s in der Administration veranlasst. Haben Sie das nicht erwartet, melden Sie sich dort.\n"
    ) % {"name": account.name, "sentence": sentence, "actor": actor.label}
    mail_put(to=account.email, subject=_("Ihr Konto bei Ankunft"), text=text, kind=kind, actor=actor)
