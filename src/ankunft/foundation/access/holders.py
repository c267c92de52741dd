"""Who holds a role on a day: the roles the other way round."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from .models import Membership


class Holder(NamedTuple):
    """An account that may sign in, and a role that it holds in an organisation (code)."""

    account_id: int
    email: str
    name: str
    role: str
    organisation: str


def holders_of(roles: Collection[str], day: date) -> list[Holder]:
    """Everybody with an active account who holds one of the roles on that day, by name. One query."""
    rows = Membership.objects.filter(role__in=roles, valid_from__lte=day, account__is_active=True)
    latest = {
        Holder(*row[:-1]): row[-1]
        for row in rows.order_by("valid_from").values_list(
            "account_id", "account__email", "account__name", "role", "organisation__code", "granted"
        )
    }
    return sorted((one for one, granted in latest.items() if granted), key=lambda one: (one.name, one.account_id))
