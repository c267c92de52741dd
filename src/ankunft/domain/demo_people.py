"""The people of a demonstration: one per role that has a page, a second one where four eyes are needed.

Each is recognisable as invented. They share a password that is in this file, so they exist in
demonstration databases only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ankunft.domain import roles
from ankunft.foundation.access.selectors import actor_by_email
from ankunft.foundation.kernel.actor import Actor

PASSWORD = "Ankunft-Demo-2026"  # noqa: S105 - public on purpose; refused in production
OLTEN = "bfs-2581"
SINCE = date(2020, 1, 1)
"""Since when they hold their roles: before everything that the demonstration says they did."""

OFFICER, LEAD = "gemeinde@demo.example", "leitung@demo.example"
COORDINATION, SECOND_COORDINATION = "koordination@demo.example", "koordination2@demo.example"
FINANCE, APPROVER = "finanzen@demo.example", "genehmigung@demo.example"
DELEGATE, IIZ_OFFICE, MEMBER = "regelstruktur@demo.example", "iiz@demo.example", "gremium@demo.example"


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person: address, name, role, and the organisation (None: where the role belongs)."""

    email: str
    name: str
    role: str
    organisation: str | None = None


PEOPLE = (
    Person(OFFICER, "A. Demo-Keller", roles.INTEGRATION_OFFICER, OLTEN),
    Person(LEAD, "H. Demo-Affolter", roles.STRATEGIC_LEAD, OLTEN),
    Person("gemeindefinanzen@demo.example", "B. Demo-Studer", roles.MUNICIPAL_FINANCE, OLTEN),
    Person(COORDINATION, "C. Demo-Meier", roles.COORDINATION),
    Person(SECOND_COORDINATION, "G. Demo-Wyss", roles.COORDINATION),
    Person(FINANCE, "D. Demo-Flury", roles.FINANCE_OFFICER),
    Person(APPROVER, "E. Demo-Jeker", roles.APPROVER),
    Person(DELEGATE, "M. Demo-Ryser", roles.STRUCTURE_DELEGATE, "awa"),
    Person(IIZ_OFFICE, "N. Demo-Hänggi", roles.IIZ_OFFICE),
    Person(MEMBER, "P. Demo-Gisiger", roles.BODY_MEMBER, "iiz-leitung"),
    Person("revision@demo.example", "F. Demo-Borer", roles.AUDITOR),
    Person("betrieb@demo.example", "K. Demo-Zeltner", roles.ADMINISTRATOR),
    Person("verwaltung@demo.example", "L. Demo-Nussbaumer", roles.ADMINISTRATOR, OLTEN),
)


def demo_actor(email: str) -> Actor:
    """One of these people with the roles of that day; Refused before the accounts are open."""
    return actor_by_email(email, "demo")
