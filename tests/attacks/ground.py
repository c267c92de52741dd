"""What attacks share: addresses from the table of permissions, clients by role, and proof that nothing changed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model

from ankunft.domain.roles import COORDINATION, MUNICIPAL
from ankunft.foundation.jobs.models import Job
from ankunft.foundation.kernel import clock
from tests.support.clients import StrictClient
from tests.support.people import SOLOTHURN, account_with
from tests.web.permission_ground import OWN, posted
from tests.web.permissions import RULES, Rule
from tests.web.test_permissions import address_of

EVIL = "https://evil.example"

OWN_BOOKKEEPING = {"sessions.session", "access.failedattempt"}
"""What every request may write for itself: sessions, and the count of wrong guesses."""


def rules(method: str) -> list[Rule]:
    """The rules of the table with that method."""
    return [rule for rule in RULES if rule.method == method]


def name_of(rule: Rule) -> str:
    """What a test calls a rule: the route, and the step where it has one."""
    step = rule.arguments.get("step") or rule.arguments.get("period") or rule.arguments.get("month") or ""
    return f"{rule.method} {rule.route} {step}".strip()


class People:
    """One signed-in browser for each role, made when it is first asked for."""

    def __init__(self, **options: Any) -> None:
        self._options = options
        self._clients: dict[str, StrictClient] = {}

    def as_(self, role: str) -> StrictClient:
        if role not in self._clients:
            at = SOLOTHURN if role in MUNICIPAL else None
            self._clients[role] = StrictClient(**self._options).sign_in(account_with(role, at))
        return self._clients[role]

    def let_in_by(self, rule: Rule) -> StrictClient:
        """Somebody whom the rule lets through; of what nobody may, whoever may the most."""
        return self.as_(min(rule.own or rule.foreign or [COORDINATION]))


def address(rule: Rule, client: StrictClient, bfs_number: int = OWN) -> str:
    """Where the rule is tried, on records of that municipality and on a job of whoever is signed in."""
    job = 0
    if "pk" in rule.arguments and client.account is not None:
        job = Job.objects.create(kind="demo", account_id=client.account.pk, created_at=clock.now()).pk
    return address_of(rule, bfs_number, job)


def words(rule: Rule) -> dict[str, str]:
    """What the form of the rule sends, as text; a file as its name."""
    sent = posted(rule.data)
    return {
        name: str(value.name if isinstance(value, SimpleUploadedFile) else value)
        for name, value in sent.items()
        if not isinstance(value, (list, tuple, dict))
    }


@cache
def stored_models() -> tuple[type[Model], ...]:
    """Every model of the project whose rows an attack could change."""
    return tuple(
        model
        for model in apps.get_models()
        if model.__module__.startswith("ankunft.") and model._meta.label_lower not in OWN_BOOKKEEPING
    )


def contents() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the project, to see that nothing changed."""
    return {model._meta.label_lower: sorted(_rows(model), key=repr) for model in stored_models()}


def _rows(model: type[Model]) -> Iterator[tuple[Any, ...]]:
    """The rows without what signing in writes."""
    fields = [field.attname for field in model._meta.concrete_fields if field.attname != "last_login"]
    yield from model._default_manager.values_list(*fields)


def changed(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> list[str]:
    """The models whose rows are others than before."""
    return [label for label, rows in after.items() if rows != before[label]]
