"""Accounts with the role and organisation they are meant for: what the operator does on the command line."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain import roles
from ankunft.domain.territory.loader import OFFICES
from ankunft.foundation.access.models import Account, Organisation
from ankunft.foundation.access.roles import get
from ankunft.foundation.access.selectors import grants_of
from ankunft.foundation.access.services import account_open, organisation_ensure, role_grant
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor, Grant
from ankunft.foundation.kernel.errors import Refused

_OFFICES = {code: (name, kind) for code, name, kind in OFFICES}


@transaction.atomic
def account_add(
    *,
    email: str,
    name: str,
    role: str,
    organisation_code: str | None,
    password: str,
    actor: Actor,
    is_demo: bool = False,
    valid_from: date | None = None,
    temporary: bool = False,
) -> Account:
    """Open an account that holds `role` in the organisation (None: the office where the role belongs).

    It holds the role from `valid_from` on (None: today). A `temporary` password must be replaced at the first sign-in.

    Refused if the address is no address or taken, if there is no such role or organisation, or if
    the role is not held in organisations of that kind.
    """
    organisation = _organisation(role, organisation_code, actor)
    account = account_open(email=email, name=name, password=password, actor=actor, is_demo=is_demo, temporary=temporary)
    role_grant(account=account, organisation=organisation, role=role, actor=actor, valid_from=valid_from)
    return account


@transaction.atomic
def role_add(*, email: str, role: str, organisation_code: str | None, actor: Actor) -> Account | None:
    """Give a further role, from today on, to the account that has the address already; None if there is none.

    Refused if the account has that role, and as `account_add`.
    """
    account = Account.objects.filter(email__iexact=email).first()
    if account is None:
        return None
    organisation = _organisation(role, organisation_code, actor)
    if Grant(role, organisation.code) in grants_of(account, clock.today()):
        raise Refused(_("Für %(email)s gibt es schon ein Konto, und es hat diese Rolle.") % {"email": email})
    role_grant(account=account, organisation=organisation, role=role, actor=actor)
    return account


def _organisation(role: str, code: str | None, actor: Actor) -> Organisation:
    """The organisation, made if the reference data that would have made it are not loaded yet."""
    code = code or roles.OFFICE_OF_ROLE.get(role) or _refuse_without_organisation(role)
    found = Organisation.objects.filter(code=code).first()
    if found is None and code in _OFFICES:
        name, kind = _OFFICES[code]
        found = organisation_ensure(code=code, name=name, kind=kind, actor=actor)
    if found is None and code.startswith("bfs-"):
        raise Refused(
            _("Eine Gemeinde mit der BFS-Nummer %(number)s gibt es nicht. Sind die Stammdaten geladen?")
            % {"number": code.removeprefix("bfs-")}
        )
    if found is None:
        raise Refused(_("Die Organisation «%(code)s» gibt es nicht.") % {"code": code})
    return found


def _refuse_without_organisation(role: str) -> str:
    definition = get(role)
    if definition is None:
        raise Refused(
            _("Die Rolle «%(role)s» gibt es nicht. Bekannt sind: %(known)s.")
            % {"role": role, "known": ", ".join(known.code for known in roles.ROLES)}
        )
    raise Refused(
        _("Für die Rolle «%(role)s» braucht es eine Organisation (bei einer Gemeinde ihre BFS-Nummer).")
        % {"role": definition.label}
    )
