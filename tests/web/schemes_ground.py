"""Schemes for the table of permissions."""

from __future__ import annotations

from datetime import date

from ankunft.domain.schemes.models import Scheme, SchemeDefinition, SchemeTariff
from tests.domain.schemes.making import definition, text
from tests.web.permission_ground import Data

KEY = {"key": "gardens"}
CONTRIBUTION = {**KEY, "code": "beds"}
# Beyond every number that a sequence reaches.
DEFINITION, TARIFF = 9_000_401, 9_000_402
NEW: Data = {"text": text(key="trees", sign="T")}
NEW_TARIFF: Data = {"valid_from": "01.07.2025", "act": "Demo", "paragraph": "1", "rate_0": "50.00"}


def prepare() -> None:
    """A confirmed scheme, another definition of it that is proposed, and a proposed tariff."""
    Scheme.objects.create(key="gardens", sign="G", cycle="half_year")
    day = date(2024, 1, 1)
    SchemeDefinition.objects.create(state="confirmed", key="gardens", valid_from=day, definition=definition())
    SchemeDefinition.objects.create(
        pk=DEFINITION,
        state="proposed",
        key="gardens",
        valid_from=date(2025, 1, 1),
        definition=definition(valid_from="2025-01-01"),
    )
    SchemeTariff.objects.create(
        pk=TARIFF,
        state="proposed",
        contribution="gardens.beds",
        valid_from=day,
        rows=[[0, 50_00]],
        act="Demo",
        paragraph="1",
    )
