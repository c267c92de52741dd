"""The table of all rules as people read it: which role may do what, and how far that reaches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from django.apps import apps
from django.utils.translation import gettext as _

from . import policy
from .policy import Rule
from .roles import Role, all_roles


class Scope(StrEnum):
    """For which records a role may do something, the widest first."""

    EVERYTHING = "everything"
    RESPONSIBLE = "responsible"
    OWN = "own"

    @property
    def label(self) -> str:
        return {
            Scope.EVERYTHING: _("alle"),
            Scope.RESPONSIBLE: _("eigene und anvertraute"),
            Scope.OWN: _("eigene"),
        }[self]


@dataclass(frozen=True, slots=True)
class Room:
    """The rules of one room."""

    code: str
    label: str
    rules: list[Rule]


def scope_of(rule: Rule, role: str) -> Scope | None:
    """How far the action reaches for whoever holds the role; None: not at all."""
    if rule.anyone or role in rule.everywhere:
        return Scope.EVERYTHING
    if role in rule.responsible:
        return Scope.RESPONSIBLE
    return Scope.OWN if role in rule.own else None


def widest(rule: Rule, roles: Iterable[str]) -> Scope | None:
    """How far the action reaches for whoever holds all these roles."""
    held = {scope_of(rule, role) for role in roles}
    return next((scope for scope in Scope if scope in held), None)


def roles_by_scope(rule: Rule) -> dict[Scope, list[Role]]:
    """The roles that may, by how far it reaches for them; only scopes that occur."""
    found: dict[Scope, list[Role]] = {scope: [] for scope in Scope}
    for role in all_roles():
        if scope := scope_of(rule, role.code):
            found[scope].append(role)
    return {scope: roles for scope, roles in found.items() if roles}


def rooms() -> list[Room]:
    """The rules by room, in the order in which the rooms stand on each other."""
    order = {config.label: index for index, config in enumerate(apps.get_app_configs())}
    found = [
        Room(code, _label_of(code), list(rules)) for code, rules in groupby(policy.rules(), lambda rule: rule.room)
    ]
    return sorted(found, key=lambda room: (order.get(room.code, len(order)), room.code))


def _label_of(room: str) -> str:
    config = apps.app_configs.get(room) or apps.app_configs.get(f"web_{room}")
    return str(config.verbose_name) if config else room
