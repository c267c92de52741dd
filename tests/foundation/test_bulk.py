"""Reading and writing by the row: nothing is lost on the way, and nothing stays switched off."""

from __future__ import annotations

import gc
from datetime import date

import pytest

from ankunft.foundation.bulk import as_day, fetch_rows, insert_rows, without_collector
from ankunft.foundation.kernel import clock
from ankunft.foundation.workflow.models import Step

FIELDS = ("object_type", "object_key", "name", "from_state", "to_state", "account_label", "at", "reason")


@pytest.mark.django_db
def test_rows_come_back_as_they_were_written() -> None:
    keys = ["1", "Straße", 'Tab\t, "quotes" \\ and \n lines', "%s"]
    insert_rows(Step, FIELDS, (("demo", key, "move", "a", "b", "Demo", clock.now(), "") for key in keys))
    rows = fetch_rows(Step.objects.filter(object_type="demo").order_by("pk").values_list("object_key", "account_id"))
    assert [tuple(row) for row in rows] == [(key, None) for key in keys]


@pytest.mark.django_db
def test_a_condition_that_nothing_fulfils_gives_no_rows() -> None:
    assert fetch_rows(Step.objects.filter(name__in=[]).values_list("name")) == []


@pytest.mark.parametrize("value", ["2024-02-29", date(2024, 2, 29)])
def test_a_day_however_the_driver_spells_it(value: str | date) -> None:
    assert as_day(value) == date(2024, 2, 29)


def test_the_collector_stands_still_within_the_block_and_goes_on_after_it() -> None:
    with without_collector():
        with without_collector():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_collector_goes_on_after_a_failure() -> None:
    with pytest.raises(ValueError, match="broken"), without_collector():
        raise ValueError("broken")
    assert gc.isenabled()
