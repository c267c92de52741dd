"""The reference data of the canton: the figures of the official statistics come out again."""

from __future__ import annotations

from datetime import date

import pytest
from stdnum import iban

from ankunft.domain.territory import demo, readings, rules, selectors
from ankunft.domain.territory.loader import load_territory
from ankunft.domain.territory.models import (
    Association,
    Contact,
    Municipality,
    PaymentAccount,
    PopulationFigure,
    SocialRegion,
)
from ankunft.foundation.access.models import Organisation
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.actor import Actor

pytestmark = pytest.mark.usefixtures("canton")


def foreign_residents(reference: date, on: date) -> dict[int, int]:
    """Foreign residents of the reference date by the BFS number of who carries them."""
    places = readings.places()
    counts = {municipality: count for _, municipality, count, _, _ in readings.chosen_population([reference])}
    return {
        places[carrier].bfs_number: sum(values.values())
        for carrier, values in rules.roll_up(places, counts, on).items()
    }


@pytest.mark.parametrize(
    ("day", "count"),
    [(date(2018, 1, 1), 109), (date(2021, 1, 1), 107), (date(2025, 1, 1), 106), (date(2026, 1, 1), 104)],
)
def test_so_many_municipalities_existed(day: date, count: int) -> None:
    assert selectors.existing_on(day).count() == count


def test_all_124_records_are_there() -> None:
    assert Municipality.objects.count() == 124
    assert Organisation.objects.filter(kind="municipality").count() == 124


@pytest.mark.parametrize(
    ("reference", "on", "municipalities", "total"),
    [
        (date(2016, 12, 31), date(2018, 1, 1), 109, 59_201),
        (date(2023, 12, 31), date(2025, 1, 1), 106, 71_789),
        (date(2024, 12, 31), date(2026, 1, 1), 104, 74_133),
    ],
)
def test_base_of_the_base_contribution(reference: date, on: date, municipalities: int, total: int) -> None:
    counts = foreign_residents(reference, on)
    assert (len(counts), sum(counts.values())) == (municipalities, total)


def test_merged_municipalities_are_counted_where_they_went() -> None:
    assert foreign_residents(date(2023, 12, 31), date(2025, 1, 1))[2465] == 158 + 13
    assert foreign_residents(date(2024, 12, 31), date(2026, 1, 1))[2525] == 198 + 76 + 60


def test_every_municipality_has_one_region() -> None:
    assert SocialRegion.objects.count() == 13
    existing = selectors.existing_on(date(2026, 1, 1))
    assert existing.exclude(region_memberships__region__isnull=True).distinct().count() == 104


def test_loading_again_changes_nothing(operator: Actor) -> None:
    demo.load_demo(operator)
    before = (Event.objects.count(), PopulationFigure.objects.count())
    outcome = load_territory(operator)
    demo.load_demo(operator)
    assert (outcome.created, outcome.changed) == (0, 0)
    assert (Event.objects.count(), PopulationFigure.objects.count()) == before


def test_demo_is_recognisable(operator: Actor) -> None:
    demo.load_demo(operator)
    assert Association.objects.filter(is_demo=True).count() == 7
    assert not Contact.objects.filter(is_demo=False).exists()
    assert all(" Demo-" in contact.name and contact.email.endswith(".example") for contact in Contact.objects.all())
    existing = selectors.existing_on(date(2026, 1, 1))
    for account in PaymentAccount.objects.filter(municipality__in=existing):
        assert iban.is_valid(account.iban)
        assert account.iban[4:9] == "99999"
        assert account.is_demo
    assert Contact.objects.filter(municipality__in=existing).count() == 3 * 104
    assert PaymentAccount.objects.filter(municipality__in=existing).count() == 104
