"""The register of roles. Which roles there are is said by the product, not by the foundation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Role:
    """A role: machine name, name shown, `kinds` of organisation in which it is held.

    Nobody may hold one of the `incompatible` roles on the same day. `needs_second_factor` says that whoever holds it
    signs in with more than a password, because the role sees persons or approves money.
    """

    code: str
    label: str | Promise
    kinds: frozenset[str]
    incompatible: frozenset[str] = frozenset()
    needs_second_factor: bool = False


_register: dict[str, Role] = {}


def register(roles: Iterable[Role]) -> None:
    """Make roles known. Called once when the application starts."""
    _register.update({role.code: role for role in roles})


def get(code: str) -> Role | None:
    return _register.get(code)


def all_roles() -> list[Role]:
    return list(_register.values())
