"""Opening accounts and granting roles."""

from __future__ import annotations

import secrets
from datetime import date

from django.db import transaction

from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from . import roles
from .models import Account, Membership, Organisation
from .selectors import grants_of


@transaction.atomic
def organisation_ensure(*, code: str, name: str, kind: str) -> Organisation:
    """The organisation with that code, made or renamed as needed."""
    organisation, _ = Organisation.objects.update_or_create(code=code, defaults={"name": name, "kind": kind})
    return organisation


def password_make() -> str:
    """A one-time password that can be read out: four groups of four characters, about 80 bits."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(4)) for _ in range(4))


@transaction.atomic
def account_open(*, email: str, name: str, password: str, actor: Actor, is_demo: bool = False) -> Account:
    """Open an account; Refused if the address is taken."""
    if Account.objects.filter(email__iexact=email).exists():
        raise Refused(f"Für {email} gibt es schon ein Konto.")
    account = Account(email=email.lower(), name=name, is_demo=is_demo, created_at=clock.now())
    account.set_password(password)
    account.full_clean()
    account.save()
    record(actor, Entry("access.account.opened", "access.account", account.email, f"Konto {account.email} eröffnet."))
    return account


@transaction.atomic
def role_grant(
    *, account: Account, organisation: Organisation, role: str, actor: Actor, valid_from: date | None = None
) -> Membership:
    """Give an account a role in an organisation from a day on (default: today).

    Refused if the role is unknown, does not belong to that kind of organisation, or is incompatible
    with a role that the person holds then (who checks cannot approve).
    """
    day = valid_from or clock.today()
    definition = roles.get(role)
    if definition is None:
        raise Refused(f"Die Rolle «{role}» gibt es nicht. Bekannt sind: {', '.join(r.code for r in roles.all_roles())}.")
    if organisation.kind not in definition.kinds:
        raise Refused(f"Die Rolle «{definition.label}» kann in «{organisation.name}» nicht vergeben werden.")
    held = {grant.role for grant in grants_of(account, day)}
    for other in sorted(held & definition.incompatible):
        other_definition = roles.get(other)
        other_label = other_definition.label if other_definition else other
        raise Refused(f"«{definition.label}» und «{other_label}» dürfen nicht bei derselben Person liegen.")
    membership, _ = Membership.objects.update_or_create(
        account=account, organisation=organisation, role=role, valid_from=day, defaults={"granted": True}
    )
    record(
        actor,
        Entry(
            "access.role.granted",
            "access.account",
            account.email,
            f"{account.name} ist ab {day:%d.%m.%Y} «{definition.label}» bei {organisation.name}.",
            after={"role": role, "organisation": organisation.code, "valid_from": day.isoformat()},
        ),
    )
    return membership


@transaction.atomic
def role_end(*, account: Account, organisation: Organisation, role: str, valid_from: date, actor: Actor) -> None:
    """Take a role away from a day on. The row that gave it stays: who held what when can always be told."""
    Membership.objects.update_or_create(
        account=account, organisation=organisation, role=role, valid_from=valid_from, defaults={"granted": False}
    )
    record(
        actor,
        Entry(
            "access.role.ended",
            "access.account",
            account.email,
            f"{account.name} ist ab {valid_from:%d.%m.%Y} nicht mehr «{role}» bei {organisation.name}.",
            after={"role": role, "organisation": organisation.code, "valid_from": valid_from.isoformat()},
        ),
    )
