"""What administrators may: those of an organisation for its people, those of the operations for everybody.

Everything belongs to the operations besides: whoever is administrator there acts for every record. Nobody acts on the
own account.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.roles import ADMINISTRATOR, CANTON, CANTONAL, OFFICE_OF_ROLE
from ankunft.foundation.access.factors import factor_needed, factors_of
from ankunft.foundation.access.invitations import register_inviting
from ankunft.foundation.access.models import Account, Invitation, Membership, Organisation
from ankunft.foundation.access.policy import Rule, can, register_owner, register_visible
from ankunft.foundation.access.policy import register as register_rules
from ankunft.foundation.access.roles import Role, all_roles, get
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.audit.selectors import history
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


def may_give(actor: Actor, role: str, organisation: Organisation) -> Decision:
    """Whether the actor may give that role in that organisation, or invite to it.

    The canton's roles reach every municipality, so in offices where they do not belong the operations alone give them:
    otherwise the administrator of any office could make an approver.
    """
    decision = can(actor, STAFF, organisation)
    is_elsewhere = organisation.kind == CANTON and role in CANTONAL and OFFICE_OF_ROLE[role] != organisation.code
    if decision and is_elsewhere and not runs_operations(actor):
        definition = get(role)
        return Decision.no(
            _("Die Rolle «%(role)s» gehört nicht zu «%(organisation)s». Dort gibt sie nur die Betriebsstelle.")
            % {"role": definition.label if definition else role, "organisation": organisation.name}
        )
    return decision


def givable_roles(actor: Actor, organisations: Iterable[Organisation]) -> tuple[list[Role], list[Role]]:
    """The roles that can be held in one of these organisations: those that the actor may give, and those refused."""
    places = list(organisations)
    given, refused = [], []
    for role in all_roles():
        fitting = [place for place in places if place.kind in role.kinds]
        if any(may_give(actor, role.code, place) for place in fitting):
            given.append(role)
        elif fitting:
            refused.append(role)
    return given, refused


def still_invites(invitation: Invitation) -> bool:
    """Whether whoever invited may still do so: otherwise somebody who leaves could keep a way in. True of operators."""
    inviting = invitation.invited_by
    if inviting is None:
        return True
    actor = actor_of(inviting, "web")
    return inviting.is_active and may_give(actor, invitation.role, invitation.organisation).allowed


FACTORS_REMOVED, PASSWORD_REPLACED = "access.factor.removed_all", "access.password.reset"


def other_hand(actor: Actor, account: Account, done: str) -> Decision:
    """No if the actor is the one who did that to the account last.

    Whoever gives a password and takes the second factor away could sign in as that person.
    """
    last = history("access.account", account.email).filter(action=done).first()
    if last is None or last.actor_id != actor.account_id:
        return Decision.yes()
    return Decision.no(
        _(
            "Passwort und zweiten Faktor ersetzt nicht dieselbe Person: Sie könnte sich als %(name)s anmelden. "
            "%(name)s wählt mit «Passwort vergessen» selbst ein neues Passwort, oder eine andere Person der "
            "Administration macht diesen Schritt."
        )
        % {"name": account.name}
    )


def may_give_password(actor: Actor, account: Account) -> Decision:
    """Whether a temporary password would open nothing to the actor: not where the next thing is to set up a factor.

    Somebody who has never signed in has nothing yet that could be taken over.
    """
    if factors_of(account):
        return Decision.yes()
    decision = other_hand(actor, account, FACTORS_REMOVED)
    removed = history("access.account", account.email).filter(action=FACTORS_REMOVED)
    if decision and account.last_login and factor_needed(account) and not removed.exists():
        return Decision.no(
            _(
                "%(name)s hat noch keinen zweiten Faktor: Wer das vorläufige Passwort kennt, könnte einen eigenen "
                "einrichten. %(name)s wählt mit «Passwort vergessen» selbst ein neues Passwort."
            )
            % {"name": account.name}
        )
    return decision


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
    register_inviting(still_invites)
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
