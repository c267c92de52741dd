"""Reading and writing by the row: nothing is lost on the way, and nothing stays switched off."""

from __future__ import annotations

import gc
from datetime import date

import pytest
from django.db import transaction

from ankunft.foundation.bulk import as_day, fetch_rows, insert_rows, reserve_keys, without_collector
from ankunft.foundation.kernel import clock
from ankunft.foundation.workflow.models import Step
from tests.support.threads import at_once

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


WORDS = ["a", "%s", 'quoted "word"', "back\\slash", "{brace}", "Ä, é", ""]


@pytest.mark.django_db
def test_among_many_words_however_they_are_given() -> None:
    insert_rows(Step, FIELDS, (("demo", key, "move", "a", "b", "Demo", clock.now(), "") for key in [*WORDS, "other"]))
    steps = Step.objects.filter(object_type="demo")
    for words in (WORDS, (word for word in WORDS), [*WORDS, *(f"nothing {number}" for number in range(70_000))]):
        found = steps.filter(object_key__among=words)
        assert set(found.values_list("object_key", flat=True)) == set(WORDS)
        assert found.count() == len(WORDS), "asked once more it is the same"
    assert not steps.filter(object_key__among=[]).exists()


@pytest.mark.django_db(transaction=True)
def test_keys_that_are_reserved_at_the_same_moment_are_different() -> None:
    def store() -> list[int]:
        with transaction.atomic():
            keys = list(reserve_keys(Step, 5))
            rows = ((key, "demo", str(key), "move", "a", "b", "Demo", clock.now(), "") for key in keys)
            insert_rows(Step, ("id", *FIELDS), rows)
        return keys

    found = [key for keys in at_once(*[store] * 8) for key in keys]
    assert len(set(found)) == 40
    assert Step.objects.filter(pk__in=found).count() == 40


@pytest.mark.django_db(transaction=True)
def test_keys_are_reserved_within_a_transaction_only() -> None:
    """Outside one two would be given the same on SQLite."""
    with pytest.raises(RuntimeError, match="within a transaction"):
        reserve_keys(Step, 1)


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
