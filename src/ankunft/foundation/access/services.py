"""Opening accounts and granting roles."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext as _

from ankunft.foundation.audit.services import Entry, record, record_many
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor, Grant
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.errors import Refused

from . import roles
from .models import Account, Membership, Organisation
from .selectors import grants_over_time


class Incompatible(Refused):
    """Two roles that may not lie with the same person; `other` is the one that the person has or will have."""

    def __init__(self, reason: str, other: Grant) -> None:
        super().__init__(reason)
        self.other = other


@transaction.atomic
def organisation_ensure(*, code: str, name: str, kind: str, actor: Actor) -> Organisation:
    """The organisation with that code, made or renamed as needed."""
    organisations_ensure([(code, name, kind)], actor=actor)
    return Organisation.objects.get(code=code)


@transaction.atomic
def organisations_ensure(organisations: Iterable[tuple[str, str, str]], *, actor: Actor) -> None:
    """The same for many, each given as (code, name, kind), in a constant number of statements.

    What is there already as it should be leaves no event.
    """
    wanted = list(organisations)
    there = {row[0]: row for row in Organisation.objects.values_list("code", "name", "kind")}
    different = [row for row in wanted if there.get(row[0]) != row]
    Organisation.objects.bulk_create(
        [Organisation(code=code, name=name, kind=kind) for code, name, kind in different],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "kind"],
    )
    record_many(actor, [_organisation_entry(there.get(row[0]), row) for row in different])


def _organisation_entry(before: tuple[str, str, str] | None, after: tuple[str, str, str]) -> Entry:
    code, name, kind = after
    return Entry(
        "access.organisation.changed" if before else "access.organisation.recorded",
        "access.organisation",
        code,
        f"Organisation «{name}» geändert (bisher «{before[1]}»)." if before else f"Organisation «{name}» erfasst.",
        before={"name": before[1], "kind": before[2]} if before else None,
        after={"name": name, "kind": kind},
    )


@transaction.atomic
def account_open(
    *, email: str, name: str, password: str, actor: Actor, is_demo: bool = False, temporary: bool = False
) -> Account:
    """Open an account; Refused if the address is taken or is none.

    `temporary`: somebody else has seen the password, so it must be replaced at the first sign-in.
    """
    if Account.objects.filter(email__iexact=email).exists():
        raise _taken(email)
    account = Account(email=email.lower(), name=name, is_demo=is_demo, created_at=clock.now())
    account.password_is_temporary = temporary
    account.set_password(password)
    try:
        account.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as error:
        # Somebody else was faster: of two invitations of one address only one opens the account.
        raise _taken(email) from error
    record(actor, Entry("access.account.opened", "access.account", account.email, f"Konto {account.email} eröffnet."))
    return account


def _taken(email: str) -> Refused:
    return Refused(_("Für %(email)s gibt es schon ein Konto.") % {"email": email})


@transaction.atomic
def role_grant(
    *, account: Account, organisation: Organisation, role: str, actor: Actor, valid_from: date | None = None
) -> Membership:
    """Give an account a role in an organisation from a day on (default: today).

    Refused if the role is unknown, does not belong to that kind of organisation, or is incompatible
    with a role that the person holds then or will hold (who checks cannot approve).
    """
    day = valid_from or clock.today()
    # Of two roles given at the same moment the second must see the first: they may be incompatible.
    Account.objects.select_for_update().get(pk=account.pk)
    definition = role_require_possible(account=account, organisation=organisation, role=role, valid_from=day)
    membership, _created = Membership.objects.update_or_create(
        account=account, organisation=organisation, role=role, valid_from=day, defaults={"granted": True}
    )
    record(
        actor,
        Entry(
            "access.role.granted",
            "access.account",
            account.email,
            format_lazy(
                "{name} ist ab {day:%d.%m.%Y} «{role}» bei {organisation}.",
                name=account.name,
                day=day,
                role=definition.label,
                organisation=organisation.name,
            ),
            after={"role": role, "organisation": organisation.code, "valid_from": day.isoformat()},
        ),
    )
    return membership


def role_require_possible(
    *, account: Account | None, organisation: Organisation, role: str, valid_from: date
) -> roles.Role:
    """The role, if it could be given to the account (None: somebody without one) on that day; else Refused."""
    definition = _known_role(role)
    if organisation.kind not in definition.kinds:
        raise Refused(
            _("Die Rolle «%(role)s» kann in «%(organisation)s» nicht vergeben werden.")
            % {"role": definition.label, "organisation": organisation.name}
        )
    if account is not None:
        _require_compatible(account, Grant(role, organisation.code), definition, valid_from)
    return definition


def _known_role(code: str) -> roles.Role:
    """The role with that code; Refused if there is none."""
    definition = roles.get(code)
    if definition is None:
        known = ", ".join(each.code for each in roles.all_roles())
        raise Refused(
            _("Die Rolle «%(role)s» gibt es nicht. Bekannt sind: %(known)s.") % {"role": code, "known": known}
        )
    return definition


def _require_compatible(account: Account, grant: Grant, definition: roles.Role, day: date) -> None:
    """Refused if the person holds an incompatible role on any day on which the new grant would hold."""
    held = grants_over_time(account)
    ends = [span.start for span in held.get(grant, Dated[bool]()).spans() if span.start > day and not span.value]
    until = min(ends, default=None)
    for other, series in sorted(held.items(), key=lambda item: item[0]):
        clashes = any(span.value and span.overlaps(day, until) for span in series.spans())
        if clashes and other.role in definition.incompatible:
            known = roles.get(other.role)
            raise Incompatible(
                _("«%(role)s» und «%(other)s» dürfen nicht bei derselben Person liegen.")
                % {"role": definition.label, "other": known.label if known else other.role},
                other,
            )


@transaction.atomic
def role_end(*, account: Account, organisation: Organisation, role: str, valid_from: date, actor: Actor) -> None:
    """Take a role away from a day on; Refused if there is no such role.

    The row that gave it stays: who held what when can always be told.
    """
    definition = _known_role(role)
    Membership.objects.update_or_create(
        account=account, organisation=organisation, role=role, valid_from=valid_from, defaults={"granted": False}
    )
    record(
        actor,
        Entry(
            "access.role.ended",
            "access.account",
            account.email,
            format_lazy(
                "{name} ist ab {day:%d.%m.%Y} nicht mehr «{role}» bei {organisation}.",
                name=account.name,
                day=valid_from,
                role=definition.label,
                organisation=organisation.name,
            ),
            after={"role": role, "organisation": organisation.code, "valid_from": valid_from.isoformat()},
        ),
    )
