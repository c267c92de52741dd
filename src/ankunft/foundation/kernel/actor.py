"""Who acts: a person with roles in organisations, or the operator of the installation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Grant:
    """A role held in an organisation."""

    role: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Actor:
    """The person (or the operator) on whose behalf something is read or done, with the roles of that day."""

    account_id: int | None
    label: str
    origin: str
    grants: frozenset[Grant] = frozenset()
    is_operator: bool = False
    address: str = ""
    """The network address from which the person acts; empty on the command line and in jobs."""

    @classmethod
    def operator(cls) -> Actor:
        """Whoever has the command line of the installation: loads, imports and calculates, but never approves."""
        return cls(account_id=None, label="Betrieb", origin="cli", is_operator=True)

    @property
    def roles(self) -> frozenset[str]:
        return frozenset(grant.role for grant in self.grants)

    def has_role(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    def organisations(self, *roles: str) -> frozenset[str]:
        """Codes of the organisations in which one of these roles is held."""
        return frozenset(grant.organisation for grant in self.grants if grant.role in roles)

    def roles_text(self) -> str:
        return ", ".join(sorted(self.roles))
