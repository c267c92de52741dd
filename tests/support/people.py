"""People with a role: accounts for the test client and the browser, actors for services."""

from __future__ import annotations

from datetime import date
from itertools import count

from ankunft.domain import roles
from ankunft.foundation.access import services
from ankunft.foundation.access.models import Account, Organisation
from ankunft.foundation.access.roles import get
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.kernel.actor import Actor

PASSWORD = "demo-demo-demo-demo"
ALWAYS = date(2015, 1, 1)
BALSTHAL = "bfs-2422"
SOLOTHURN = "bfs-2601"
_CANTONAL = {
    roles.FINANCE_OFFICER: "finanzen",
    roles.APPROVER: "finanzen",
    roles.AUDITOR: "finanzkontrolle",
    roles.ADMINISTRATOR: "betrieb",
    roles.BODY_MEMBER: "iiz-leitung",
}
_KINDS = {"betrieb": roles.OPERATIONS}
_numbers = count(1)


def organisation(code: str, role: str = roles.INTEGRATION_OFFICER) -> Organisation:
    """The organisation with that code, of a kind in which the role can be held."""
    if existing := Organisation.objects.filter(code=code).first():
        return existing
    definition = get(role)
    assert definition is not None, f"unknown role {role}"
    known = roles.MUNICIPALITY if code.startswith("bfs-") else _KINDS.get(code)
    kind = known or next(iter(sorted(definition.kinds)))
    return services.organisation_ensure(code=code, name=f"Demo {code}", kind=kind, actor=Actor.operator())


def account_with(role: str, at: str | None = None, *, since: date = ALWAYS) -> Account:
    """A new account that holds the role in the organisation `at` (default: where the role belongs) since that day."""
    number = next(_numbers)
    account = services.account_open(
        email=f"demo-{role}-{number}@example.ch",
        name=f"Demo-{role} {number}",
        password=PASSWORD,
        actor=Actor.operator(),
        is_demo=True,
    )
    services.role_grant(
        account=account,
        organisation=organisation(at or default_organisation(role), role),
        role=role,
        actor=Actor.operator(),
        valid_from=since,
    )
    return account


def actor_with(role: str, at: str | None = None, *, since: date = ALWAYS) -> Actor:
    """The same as an actor, for services and selectors."""
    return actor_of(account_with(role, at, since=since), "test")


def default_organisation(role: str) -> str:
    """Where a role is held unless the test says otherwise: the canton's offices, or the city of Solothurn."""
    definition = get(role)
    assert definition is not None, f"unknown role {role}"
    if roles.CANTON in definition.kinds:
        return _CANTONAL.get(role, "ags")
    return SOLOTHURN if roles.MUNICIPALITY in definition.kinds else f"demo-{next(iter(sorted(definition.kinds)))}"
