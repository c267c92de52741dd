"""Who handles retention in this product: the roles behind deletion lists, periods and holds."""

from __future__ import annotations

from ankunft.domain.roles import ADMINISTRATOR, AUDITOR, COORDINATION, INTEGRATION_OFFICER, STRATEGIC_LEAD
from ankunft.domain.territory import selectors as territory
from ankunft.domain.territory.models import Municipality
from ankunft.domain.territory.permissions import organisation_code
from ankunft.foundation.kernel import clock
from ankunft.foundation.retention.permissions import appoint
from ankunft.foundation.retention.registry import Staff


def _entrusted(codes: frozenset[str]) -> frozenset[str]:
    """The municipalities for which these act: own ones, as lead those of the association, and what merged into them."""
    ids = territory.entrusted_to(codes, clock.today())
    numbers = Municipality.objects.filter(pk__in=ids).values_list("bfs_number", flat=True)
    return frozenset(organisation_code(number) for number in numbers)


def appoint_staff() -> None:
    """Called once when the application starts.

    The municipality decides about its own records: the officer reviews, the strategic lead approves. The canton sets
    the periods, and sees no person by it.
    """
    appoint(
        Staff(
            reviewers=frozenset({INTEGRATION_OFFICER}),
            approvers=frozenset({STRATEGIC_LEAD}),
            keepers=frozenset({COORDINATION}),
            observers=frozenset({ADMINISTRATOR}),
            auditors=frozenset({AUDITOR}),
            entrusted=_entrusted,
        )
    )
