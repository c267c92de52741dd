"""What administrators may: those of an organisation for its people, those of the operations for everybody.

Everything belongs to the operations besides: whoever is administrator there acts for every record. Nobody acts on the
own account.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.roles import ADMINISTRATOR
from ankunft.foundation.access.models import Account, Invitation, Membership, Organisation
from ankunft.foundation.access.policy import Rule, register_owner, register_visible
from ankunft.foundation.access.policy import register as register_rules
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision
from ankunft.foundation.mail.models import OutgoingMail

OPERATIONS = "betrieb"
"""The organisation of the operations (`territory.loader.OFFICES`)."""

SEE_PEOPLE = "administration.people.see"
STAFF = "administration.organisation.staff"
CHANGE_ROLES = "administration.role.change"
SECURE = "administration.account.secure"
CHANGE_INVITATION = "administration.invitation.change"
CHANGE_ORGANISATIONS = "administration.organisation.change"
SEE_OPERATIONS = "administration.operations.see"
RUN_OPERATIONS = "administration.operations.change"


@dataclass(frozen=True, slots=True)
class Installation:
    """The installation as something that belongs to somebody: its settings, outbox, jobs and health."""


INSTALLATION = Installation()


def runs_operations(actor: Actor) -> bool:
    """Whether the actor administers everybody's accounts and the installation."""
    return OPERATIONS in actor.organisations(ADMINISTRATOR)


def administered(actor: Actor) -> Q:
    """The organisations that the actor administers, as a condition on organisations."""
    return Q() if runs_operations(actor) else Q(code__in=actor.organisations(ADMINISTRATOR))


def held_or_to_be_held(account: Account) -> frozenset[str]:
    """Codes of the organisations in which the account holds a role or will; of somebody without any, held once."""
    rows = Membership.objects.filter(account=account).select_related("organisation").order_by("valid_from")
    latest: dict[tuple[str, str], bool] = {}
    today = clock.today()
    for row in rows:
        key = (row.organisation.code, row.role)
        # What is given for later counts as well as what is held until later.
        latest[key] = row.granted if row.valid_from <= today else latest.get(key, False) or row.granted
    return frozenset(code for (code, _role), held in latest.items() if held) or frozenset(code for code, _ in latest)


def is_wholly_of(actor: Actor, account: Account) -> bool:
    """Whether the account has no role but in organisations that the actor administers."""
    return runs_operations(actor) or held_or_to_be_held(account) <= actor.organisations(ADMINISTRATOR)


def _not_oneself(actor: Actor, account: Account) -> Decision:
    if actor.account_id == account.pk:
        return Decision.no(_("Am eigenen Konto ändert eine andere Person der Administration."))
    return Decision.yes()


def _whole_and_not_oneself(actor: Actor, account: Account) -> Decision:
    if not is_wholly_of(actor, account):
        return Decision.no(
            _("%(name)s hat auch Rollen in einer anderen Organisation. Wenden Sie sich an die Betriebsstelle.")
            % {"name": account.name}
        )
    return _not_oneself(actor, account)


_ADMINISTRATORS = frozenset({ADMINISTRATOR})
_NOT_YOURS = gettext_lazy("Das gehört zur Rolle «Administration».")
_FOREIGN = gettext_lazy("Das gehört zu einer anderen Organisation.")
_NOT_ONESELF = gettext_lazy("Nicht am eigenen Konto.")
_OPERATIONS_ONLY = gettext_lazy("Das gehört zur Administration der Betriebsstelle.")


def _rule(action: str, label: object, foreign: object = _FOREIGN, **more: object) -> Rule:
    return Rule(action, label, _NOT_YOURS, own=_ADMINISTRATORS, foreign=foreign, **more)  # type: ignore[arg-type]


RULES = (
    _rule(SEE_PEOPLE, gettext_lazy("Konten sehen")),
    _rule(STAFF, gettext_lazy("In einer Organisation einladen und Rollen geben oder beenden")),
    _rule(CHANGE_ROLES, gettext_lazy("Rollen eines Kontos ändern"), condition=_not_oneself, proviso=_NOT_ONESELF),
    _rule(
        SECURE,
        gettext_lazy("Ein Konto schliessen oder öffnen, Passwort und zweiten Faktor ersetzen, abmelden"),
        condition=_whole_and_not_oneself,
        proviso=gettext_lazy("Nicht am eigenen Konto, und nur wenn alle Rollen in eigenen Organisationen liegen."),
    ),
    _rule(CHANGE_INVITATION, gettext_lazy("Eine Einladung noch einmal senden oder zurückziehen")),
    _rule(CHANGE_ORGANISATIONS, gettext_lazy("Organisationen erfassen und umbenennen"), _OPERATIONS_ONLY),
    _rule(SEE_OPERATIONS, gettext_lazy("Einstellungen, Postausgang, Aufträge und Zustand sehen"), _OPERATIONS_ONLY),
    _rule(RUN_OPERATIONS, gettext_lazy("Nachrichten noch einmal senden oder zurückhalten"), _OPERATIONS_ONLY),
)


def register() -> None:
    """Called once when the application starts."""
    register_rules(RULES)
    register_owner(Account, _organisations_of)
    register_owner(Organisation, lambda organisation: frozenset({organisation.code, OPERATIONS}))
    register_owner(Invitation, lambda invitation: frozenset({invitation.organisation.code, OPERATIONS}))
    register_owner(Installation, lambda _installation: frozenset({OPERATIONS}))  # type: ignore[arg-type]
    register_visible(Account, _accounts)
    register_visible(Organisation, _organisations)
    register_visible(Invitation, _invitations)
    register_visible(OutgoingMail, _mails)


def _organisations_of(account: Account) -> frozenset[str]:
    held = Membership.objects.filter(account=account).values_list("organisation__code", flat=True)
    return frozenset({*held, OPERATIONS})


def _accounts(actor: Actor) -> QuerySet[Account]:
    """Everybody's for the operations; else whoever has or had a role in an organisation that the actor administers."""
    if runs_operations(actor):
        return Account.objects.all()
    people = Membership.objects.filter(organisation__code__in=actor.organisations(ADMINISTRATOR))
    return Account.objects.filter(pk__in=people.values("account_id"))


def _organisations(actor: Actor) -> QuerySet[Organisation]:
    return Organisation.objects.filter(administered(actor))


def _invitations(actor: Actor) -> QuerySet[Invitation]:
    return Invitation.objects.filter(organisation__in=_organisations(actor)).select_related("organisation")


def _mails(actor: Actor) -> QuerySet[OutgoingMail]:
    """Without the texts: those are read by the worker alone."""
    mails = OutgoingMail.objects.defer("text")
    return mails if runs_operations(actor) else mails.none()
