"""Accounts with the role and organisation they are meant for: what the operator does on the command line."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain import roles
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.models import Account, Organisation
from ankunft.foundation.access.roles import get
from ankunft.foundation.access.services import account_open, organisation_ensure, role_grant
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

OFFICES = {
    "ags": ("Amt für Gesellschaft und Soziales", roles.CANTON),
    "finanzen": ("Finanzen des Amts für Gesellschaft und Soziales", roles.CANTON),
    "finanzkontrolle": ("Kantonale Finanzkontrolle", roles.CANTON),
    "migrationsamt": ("Migrationsamt", roles.CANTON),
    "iiz": ("Geschäftsstelle IIZ", "iiz"),
}
OFFICE_OF_ROLE = {
    roles.COORDINATION: "ags",
    roles.FINANCE_OFFICER: "finanzen",
    roles.APPROVER: "finanzen",
    roles.AUDITOR: "finanzkontrolle",
    "migration_office": "migrationsamt",
    "iiz_office": "iiz",
    "administrator": "ags",
}


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
) -> Account:
    """Open an account that holds `role` from today on in the organisation (None: the office where the role belongs).

    Refused if the address is no address or taken, if there is no such role or organisation, or if
    the role is not held in organisations of that kind.
    """
    organisation = _organisation(role, organisation_code)
    try:
        account = account_open(email=email, name=name, password=password, actor=actor, is_demo=is_demo)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    role_grant(account=account, organisation=organisation, role=role, actor=actor)
    return account


def _organisation(role: str, code: str | None) -> Organisation:
    code = code or OFFICE_OF_ROLE.get(role) or _refuse_without_organisation(role)
    if code.startswith("bfs-"):
        return _municipality(code)
    if code in OFFICES:
        name, kind = OFFICES[code]
        return organisation_ensure(code=code, name=name, kind=kind)
    found = Organisation.objects.filter(code=code).first()
    if found is None:
        raise Refused(_("Die Organisation «%(code)s» gibt es nicht.") % {"code": code})
    return found


def _municipality(code: str) -> Organisation:
    number = code.removeprefix("bfs-")
    found = Municipality.objects.filter(bfs_number=int(number)).first() if number.isdigit() else None
    if found is None:
        raise Refused(
            _("Eine Gemeinde mit der BFS-Nummer %(number)s gibt es nicht. Sind die Stammdaten geladen?")
            % {"number": number}
        )
    return organisation_ensure(code=code, name=found.name, kind=roles.MUNICIPALITY)


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
