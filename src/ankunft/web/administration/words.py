"""What things are called on the pages of the administration."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ankunft.foundation.access.models import Account
from ankunft.foundation.access.roles import get

KINDS: dict[str, str | Promise] = {
    "operations": _("Betrieb"),
    "canton": _("Kanton"),
    "municipality": _("Gemeinde"),
    "social_region": _("Sozialregion"),
    "provider": _("Anbieter"),
    "structure": _("Regelstruktur"),
    "iiz": _("IIZ"),
    "audit": _("Revision"),
}
ACCOUNT_STATES: dict[str, str | Promise] = {
    "": _("Alle"),
    "open": _("Offen"),
    "closed": _("Geschlossen"),
    "without_role": _("Ohne Rolle"),
    "without_factor": _("Ohne zweiten Faktor"),
}
MAIL_KINDS: dict[str, str | Promise] = {
    "invitation": _("Einladung"),
    "role_given": _("Rolle erhalten"),
    "role_ended": _("Rolle beendet"),
    "account_closed": _("Konto geschlossen"),
    "account_reopened": _("Konto geöffnet"),
    "sessions_ended": _("Überall abgemeldet"),
    "second_factor_reset": _("Zweiter Faktor entfernt"),
    "password_replaced": _("Passwort ersetzt"),
    "appointment_reminder": _("Erinnerung an einen Termin"),
    "deadline_reminder": _("Erinnerung an eine Frist"),
    "input_reminder": _("Erinnerung an Zahlen zum Finanzplan"),
    "evidence_request": _("Stichprobe: Belege verlangt"),
    "letter": _("Brief"),
}
MAIL_TAGS = {"waiting": "info", "sent": "ok", "failed": "bad", "withheld": "warning"}
JOB_TAGS = {"queued": "neutral", "running": "info", "done": "ok", "failed": "bad"}


def kind_words(kind: str) -> str:
    """What a kind of organisation is called."""
    return str(KINDS.get(kind, kind))


def role_words(role: str) -> str:
    """What a role is called."""
    definition = get(role)
    return str(definition.label) if definition else role


def account_tag(account: Account) -> tuple[str, str]:
    """The state of an account in a word, and the kind of its tag."""
    return (str(_("offen")), "ok") if account.is_active else (str(_("geschlossen")), "neutral")
