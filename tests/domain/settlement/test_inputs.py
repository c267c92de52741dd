"""What is gathered for a payment month."""

from __future__ import annotations

from datetime import date

import pytest

from ankunft.domain.reporting.rules import Statement
from ankunft.domain.settlement.inputs import gather
from ankunft.domain.settlement.values import Count
from ankunft.domain.territory.models import EntitlementRecord, PopulationFigure, PopulationSeries, SeriesChoice
from ankunft.foundation.kernel import clock
from tests.domain.reporting.making import declaration, municipality
from tests.domain.settlement.making import MARCH

pytestmark = pytest.mark.django_db


def test_what_is_declared_and_what_the_canton_found_are_kept_apart() -> None:
    place = municipality()
    EntitlementRecord.objects.create(
        municipality=place, valid_from=date(2023, 6, 1), entitled=False, reason="Aufgaben nicht erfüllt."
    )
    declaration(place, 2024)
    inputs = gather(MARCH)
    assert inputs.findings[place.pk].at(date(2024, 1, 1)) == Statement(False, "Aufgaben nicht erfüllt.")
    assert place.pk not in inputs.statements


def test_the_declaration_with_the_highest_number_counts() -> None:
    place, other = municipality(), municipality()
    declaration(place, 2025, officer=False)
    declaration(place, 2025, number=2)
    declaration(other, 2025)
    declaration(other, 2025, officer=False, number=2)
    declaration(other, 2026, tasks=False)
    inputs = gather(MARCH)
    assert inputs.declared == {(place.pk, 2025), (other.pk, 2025)}
    assert inputs.statements[place.pk].at(date(2025, 1, 1)) == Statement(True, "")
    said = inputs.statements[other.pk].at(date(2026, 6, 1))
    assert said is not None
    assert (said.entitled, "2025" in said.reason) == (False, True)


def test_population_is_that_of_the_series_chosen_for_the_day() -> None:
    place = municipality()
    declaration(place, 2024)
    declaration(place, 2025)
    old, new = (PopulationSeries.objects.create(code=name, name=name, source=name) for name in ("alt", "neu"))
    SeriesChoice.objects.create(reference_from=date(2010, 1, 1), series=old, reason="Test")
    SeriesChoice.objects.create(reference_from=date(2023, 1, 1), series=new, reason="Test")
    for series, count in ((old, 10), (new, 20)):
        for year in (2022, 2023):
            PopulationFigure.objects.create(
                series=series,
                municipality=place,
                reference_date=date(year, 12, 31),
                residents=100,
                foreign_residents=count,
                recorded_at=clock.now(),
            )
    assert gather(MARCH).population == {
        date(2022, 12, 31): {place.pk: Count(10, "alt", 1)},
        date(2023, 12, 31): {place.pk: Count(20, "neu", 1)},
    }
