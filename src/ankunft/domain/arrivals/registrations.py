"""What this room makes known: its rules, whose persons are whose, and what opens the wall around them."""

from __future__ import annotations

from functools import partial

from django.db.models import Model

from ankunft.foundation import fitness
from ankunft.foundation.access import policy, wall
from ankunft.foundation.access.wall import Lock
from ankunft.foundation.jobs import chores
from ankunft.foundation.jobs.chores import Chore

from . import retention, selectors
from .fitness import CHECKS
from .models import (
    Arrival,
    Duplicate,
    Household,
    NameKey,
    Permit,
    Person,
    PersonAccess,
    PersonChange,
    RegisterDelivery,
    RegisterMessage,
    RegisterRefusal,
    Relation,
    SampleCheck,
    SpokenLanguage,
)
from .permissions import RULES, owners_of
from .register.inbox import inbox_take_in

INBOX_SECONDS = 30

MUNICIPALITY = Lock("municipality", "municipality_id")
# Who approves deletion lists works on persons who have left, and on no other ones.
RETIRING = Lock("retiring", "municipality_id", condition="(left_on IS NOT NULL OR anonymised_at IS NOT NULL)")
# What belongs to such a person: of the persons, the wall itself shows the lead no other ones.
RETIRING_PARTS = Lock(
    "retiring",
    "municipality_id",
    condition=f"EXISTS (SELECT 1 FROM {Person._meta.db_table} AS whose WHERE whose.id = person_id)",  # noqa: S608
)
REQUESTER = Lock("account", "requested_by_id")
PERSON_LOCKS = (
    Lock("person", "id", condition="NOT data_lock"),
    Lock("locked_person", "id"),
    # For a service that is told one reference and must find whose it is.
    Lock("reference", "reference", type="text"),
)
# What belongs to a person and goes with it.
PARTS_OF_PERSONS: tuple[type[Model], ...] = (Permit, SpokenLanguage, Relation, RegisterMessage)
# What belongs to the municipality's work on persons.
PARTS_OF_WORK: tuple[type[Model], ...] = (Household, Arrival, Duplicate, NameKey, RegisterRefusal)


def register() -> None:
    """Called once when the application starts."""
    policy.register(RULES)
    for known in (Person, PersonChange, PersonAccess, SampleCheck):
        policy.register_owner(known, owners_of)
    policy.register_visible(Person, selectors.visible_to)
    policy.register_visible(PersonChange, selectors.changes_visible_to)
    policy.register_visible(PersonAccess, selectors.accesses_visible_to)
    policy.register_visible(SampleCheck, selectors.samples_visible_to)
    parts: tuple[type[Model], ...] = (*PARTS_OF_PERSONS, *PARTS_OF_WORK)
    for model in parts:
        policy.register_visible(model, partial(selectors.parts_visible_to, model=model))
    for model in (one for one in parts if one is not RegisterRefusal):
        policy.register_owner(model, owners_of)
    for model in PARTS_OF_PERSONS:
        wall.protect(model._meta.db_table, write=[MUNICIPALITY, RETIRING_PARTS])
    for model in PARTS_OF_WORK:
        wall.protect(model._meta.db_table, write=[MUNICIPALITY])
    policy.register_visible(RegisterDelivery, selectors.deliveries_visible_to)
    wall.protect(Person._meta.db_table, see=PERSON_LOCKS, write=[MUNICIPALITY, RETIRING])
    wall.protect(PersonChange._meta.db_table, write=[MUNICIPALITY, RETIRING_PARTS])
    wall.protect(PersonAccess._meta.db_table, write=[MUNICIPALITY, RETIRING_PARTS, REQUESTER])
    wall.protect(SampleCheck._meta.db_table, see=[MUNICIPALITY], write=[REQUESTER])
    wall.register_keys(selectors.keys_of)
    retention.register()
    chores.register(Chore("arrivals.inbox", INBOX_SECONDS, inbox_take_in))
    for check in CHECKS:
        fitness.register(check)
