"""Every route of the table of permissions as somebody who is let through, for tests about all of them."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path

from django.http import HttpResponseBase

from tests.support import standing
from tests.support.clients import StrictClient
from tests.support.people import account_with
from tests.web import arrivals_ground, persons_ground, retention_ground
from tests.web.permission_ground import OWN
from tests.web.permissions import RULES, Rule
from tests.web.test_permissions import address_of, ask, job_of

WEB = Path(__file__).resolve().parent.parent / "web"

BEGUN = {
    "arrivals-waive": f"zuzug={arrivals_ground.reference_of(OWN)}",
    "interview-new": f"person={persons_ground.reference_of(OWN)}",
    "interview-record": f"person={persons_ground.reference_of(OWN)}",
    "interview-record-preview": f"person={persons_ground.reference_of(OWN)}",
}
"""What pages that begin with somebody are asked with: the table of permissions asks without, and is told 404."""


def prepare() -> None:
    """The ground of the whole table."""
    standing.ground(stand)
    retention_ground.register()


def stand() -> None:
    """What each room of the table prepares, the common one first."""
    names = sorted(
        (path.stem for path in WEB.glob("*_ground.py")), key=lambda name: (name != "permission_ground", name)
    )
    for name in names:
        import_module(f"tests.web.{name}").prepare()


def twin(client: StrictClient) -> StrictClient:
    """Another browser in the same session: what is sent may end it, and whoever undoes that needs the cookie again."""
    other = type(client)()
    other.cookies, other.account = deepcopy(client.cookies), client.account
    return other


@dataclass
class Walker:
    """Signed-in browsers, one for each role, made when they are first needed."""

    client_class: type[StrictClient] = StrictClient
    clients: dict[str, StrictClient] = field(default_factory=dict)

    @staticmethod
    def role(rule: Rule) -> str:
        """Who is let through: always the same role for the same rule."""
        return "coordination" if "coordination" in rule.own else sorted(rule.own)[0]

    def client(self, rule: Rule) -> StrictClient:
        """Somebody who is let through."""
        role = self.role(rule)
        if role not in self.clients:
            self.clients[role] = self.client_class().sign_in(account_with(role))
        client = self.clients[role]
        return client if rule.method == "GET" else twin(client)

    def address(self, rule: Rule, client: StrictClient) -> str:
        """Where the rule is tried; with the query of `BEGUN`, without which some pages know nobody."""
        assert client.account is not None
        needs_job = bool({"pk", "scenario"} & rule.arguments.keys())
        where = address_of(rule, OWN, job_of(client.account) if needs_job else 0)
        return f"{where}?{BEGUN[rule.route]}" if rule.route in BEGUN else where

    def answers(self) -> Iterator[tuple[Rule, HttpResponseBase]]:
        """What each rule answers; effects are undone."""
        for rule in RULES:
            client = self.client(rule)
            yield rule, ask(client, rule, self.address(rule, client))
