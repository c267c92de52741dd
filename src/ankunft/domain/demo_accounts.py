"""Whose database it is: a demonstration's, in which invented people may have accounts, or somebody's."""

from __future__ import annotations

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from ankunft.domain.accounts import account_add
from ankunft.domain.arrivals.models import Person
from ankunft.domain.reporting.models import HalfYearReport, SelfDeclaration
from ankunft.domain.settlement.demo import DRAFT, RELEASED
from ankunft.domain.settlement.models import START_INTEGRATION, Run
from ankunft.domain.territory.models import Contact, PaymentAccount
from ankunft.foundation.access.models import Account
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .demo_people import PASSWORD, PEOPLE, SINCE


def require_demo_database() -> None:
    """Refused in production, and in a database that is not for demonstrations.

    What a visitor enters in a demonstration belongs to it. Until it is complete, whatever was not
    invented for it is somebody's: real accounts are so at any time. The database may be empty or
    behind: a table that it does not have holds nothing.
    """
    if settings.PRODUCTION:
        raise Refused(_("Die Demo hat öffentliche Passwörter. In der Produktion gibt es sie nicht."))
    tables = set(connection.introspection.table_names())
    if _holds_real(Account, tables) or (not _is_complete(tables) and _holds_somebodys(tables)):
        raise Refused(
            _(
                "Diese Datenbank enthält Angaben, die nicht zur Demo gehören. Die Demo braucht eine eigene: "
                "Setzen Sie ANKUNFT_HOME auf einen leeren Ordner."
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
            valid_from=SINCE,
        )
        for person in PEOPLE
        if person.email not in known
    ]


def is_complete() -> bool:
    """Whether everything of the demonstration is there: its accounts, which come first, and its runs, the last."""
    return _is_complete(set(connection.introspection.table_names()))


def _is_complete(tables: set[str]) -> bool:
    if not tables.issuperset({Account._meta.db_table, Run._meta.db_table}):
        return False
    months = [str(month) for month in (*RELEASED, DRAFT)]
    return Account.objects.filter(is_demo=True).exists() and Run.objects.filter(
        scheme=START_INTEGRATION, payment_month__in=months
    ).count() == len(months)


def _holds_somebodys(tables: set[str]) -> bool:
    """Whether there is something that no demonstration has brought; its runs come all at once, so any is somebody's."""
    if Run._meta.db_table in tables and Run.objects.exists():
        return True
    models = (Contact, PaymentAccount, Person, HalfYearReport, SelfDeclaration)
    return any(_holds_real(model, tables) for model in models)


def _holds_real(model: type[Model], tables: set[str]) -> bool:
    return model._meta.db_table in tables and model._default_manager.filter(is_demo=False).exists()
