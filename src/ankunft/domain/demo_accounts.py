"""The people of a demonstration: one account per role that has a page, each recognisable as invented.

They share a password that is in this file, so they exist in demonstration databases only.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from ankunft.domain import roles
from ankunft.domain.accounts import account_add
from ankunft.domain.reporting.models import HalfYearReport, SelfDeclaration
from ankunft.foundation.access.models import Account
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

PASSWORD = "Ankunft-Demo-2026"  # noqa: S105 - public on purpose; refused in production
OLTEN = "bfs-2581"


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person: address, name, role, and the organisation (None: where the role belongs)."""

    email: str
    name: str
    role: str
    organisation: str | None = None


PEOPLE = (
    Person("gemeinde@demo.example", "A. Demo-Keller", roles.INTEGRATION_OFFICER, OLTEN),
    Person("gemeindefinanzen@demo.example", "B. Demo-Studer", roles.MUNICIPAL_FINANCE, OLTEN),
    Person("koordination@demo.example", "C. Demo-Meier", roles.COORDINATION),
    Person("finanzen@demo.example", "D. Demo-Flury", roles.FINANCE_OFFICER),
    Person("genehmigung@demo.example", "E. Demo-Jeker", roles.APPROVER),
    Person("revision@demo.example", "F. Demo-Borer", roles.AUDITOR),
)


def require_demo_database() -> None:
    """Refused in production, and in a database that is not for demonstrations.

    What a visitor enters in a demonstration belongs to it. Until its accounts are there, whatever was
    not invented for it is somebody's: real accounts are so at any time. The database may be empty or
    behind: a table that it does not have holds nothing.
    """
    if settings.PRODUCTION:
        raise Refused(_("Die Demo hat öffentliche Passwörter. In der Produktion gibt es sie nicht."))
    tables = connection.introspection.table_names()
    if Account._meta.db_table not in tables:
        return
    models: tuple[type[Account | HalfYearReport | SelfDeclaration], ...] = (Account,)
    if not is_complete():
        models += (HalfYearReport, SelfDeclaration)
    if any(model._default_manager.filter(is_demo=False).exists() for model in models if model._meta.db_table in tables):
        raise Refused(
            _(
                "Diese Datenbank enthält Konten oder Berichte, die nicht zur Demo gehören. Die Demo braucht eine "
                "eigene: Setzen Sie ANKUNFT_HOME auf einen leeren Ordner."
            )
        )


@transaction.atomic
def demo_accounts_open(*, actor: Actor) -> list[Account]:
    """Open the accounts that are not there yet; returns the new ones. Refused as `require_demo_database` says."""
    require_demo_database()
    known = set(Account.objects.values_list("email", flat=True))
    return [
        account_add(
            email=person.email,
            name=person.name,
            role=person.role,
            organisation_code=person.organisation,
            password=PASSWORD,
            actor=actor,
            is_demo=True,
        )
        for person in PEOPLE
        if person.email not in known
    ]


def is_complete() -> bool:
    """Whether all accounts of the demonstration are there. They are opened last, after all its data."""
    return Account.objects.filter(email__in=[person.email for person in PEOPLE]).count() == len(PEOPLE)
