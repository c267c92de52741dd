"""Who handles retention here: the municipality, and for the members of an association its lead (KS 3.4.2)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ankunft.foundation.access import policy
from ankunft.foundation.retention import registry
from ankunft.foundation.retention.models import DeletionList
from ankunft.foundation.retention.permissions import APPROVE, HANDLE
from ankunft.foundation.retention.services import list_propose, list_review
from tests.domain.reporting.making import in_association, municipality
from tests.foundation.retention.making import LEAF, confirmed, leaf_class, leaves, put
from tests.support.people import BALSTHAL, SOLOTHURN, actor_with

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _leaves() -> Iterator[None]:
    put(leaf_class())
    yield
    registry._classes.pop(LEAF)


def test_the_lead_of_an_association_handles_the_lists_of_its_members() -> None:
    in_association(municipality(2601, "Solothurn"), municipality(2422, "Balsthal"))
    confirmed()
    leaves(1, BALSTHAL)
    officer, lead = (actor_with(role, SOLOTHURN) for role in ("integration_officer", "strategic_lead"))
    listing = list_propose(code=LEAF, organisation=BALSTHAL, actor=officer)
    list_review(listing=listing, actor=officer)
    assert listing in policy.visible_to(lead, DeletionList)
    assert policy.can(lead, APPROVE, listing)
    assert not policy.can(actor_with("strategic_lead", "bfs-2581"), APPROVE, listing)


@pytest.mark.parametrize("role", ["coordination", "administrator", "finance_officer", "provider_staff", "case_worker"])
def test_nobody_outside_the_municipality_handles_its_records(role: str) -> None:
    leaves(1)
    listing = list_propose(code=LEAF, organisation=SOLOTHURN, actor=actor_with("integration_officer", SOLOTHURN))
    actor = actor_with(role, "betrieb" if role == "administrator" else None)
    assert not policy.can(actor, HANDLE, listing)
    assert not policy.can(actor, APPROVE, listing)
    assert listing not in policy.visible_to(actor, DeletionList)
