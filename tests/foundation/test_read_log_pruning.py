"""The oldest blocks of the read log go when their time is over; anything else that is gone is named."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from ankunft.foundation.audit import deposit, protection
from ankunft.foundation.audit.journals import READS
from ankunft.foundation.audit.models import Event, ReadEvent, ReadMark, ReadSeal, ReadSealEntry
from ankunft.foundation.audit.pruning import PRUNED, reads_prune
from ankunft.foundation.audit.reads import Read, record_read
from ankunft.foundation.audit.services import seal
from ankunft.foundation.audit.verification import findings, first_broken
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor

pytestmark = pytest.mark.django_db(transaction=True)

OPERATOR = Actor.operator()
YEARS = (2020, 2021, 2022)


@pytest.fixture(autouse=True)
def _blocks() -> None:
    """Three blocks of two entries, one a year, and one entry that is not sealed."""
    for year in YEARS:
        with clock.moved_to(date(year, 5, 1)):
            look()
            look()
            seal()
    look()


def look() -> None:
    record_read(OPERATOR, Read("paper", "1", "", "Blatt angesehen."))


def in_block(number: int) -> int:
    return ReadSealEntry.objects.filter(seal_id=number).latest("event_id").event_id


def tamper(*statements: str) -> None:
    protection.remove(connection)
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
    protection.install(connection)


def numbers() -> list[int]:
    return list(ReadSeal.objects.values_list("number", flat=True))


def test_whole_oldest_blocks_go_and_the_trail_tells_of_it():
    assert reads_prune(before=date(2022, 1, 1), actor=OPERATOR) == 4
    assert numbers() == [3]
    assert ReadEvent.objects.count() == 3
    assert ReadSealEntry.objects.count() == 2
    mark = ReadMark.objects.get()
    event = Event.objects.get(action=PRUNED)
    assert event.after == {"number": 2, "digest": mark.digest, "before": "2022-01-01", "count": 4}
    assert event.summary == "4 Einträge des Leseprotokolls von vor dem 01.01.2022 entfernt (bis Block 2)."
    assert first_broken() is None


def test_a_second_time_removes_nothing():
    reads_prune(before=date(2022, 1, 1), actor=OPERATOR)
    assert reads_prune(before=date(2022, 1, 1), actor=OPERATOR) == 0
    assert Event.objects.filter(action=PRUNED).count() == 1


def test_nothing_is_old_enough():
    assert reads_prune(before=date(2020, 5, 1), actor=OPERATOR) == 0
    assert numbers() == [1, 2, 3]


def test_the_chain_goes_on_where_it_was_cut_even_if_nothing_is_left():
    assert reads_prune(before=date(2023, 1, 1), actor=OPERATOR) == 6
    assert first_broken() is None
    seal()
    assert numbers() == [4]
    assert deposit.read(READS).number == 4
    assert first_broken() is None
    with clock.moved_to(date(2030, 1, 1)):
        assert reads_prune(before=date(2029, 1, 1), actor=OPERATOR) == 1
    assert first_broken() is None


def test_what_is_kept_is_still_protected():
    reads_prune(before=date(2022, 1, 1), actor=OPERATOR)
    for statement in ("DELETE FROM audit_readevent", "UPDATE audit_readevent SET what = 'x'"):
        with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
            connection.cursor().execute(statement)


class TestFound:
    def test_blocks_that_went_without_a_mark(self):
        tamper(
            f"DELETE FROM audit_readevent WHERE id <= {in_block(1)}",
            "DELETE FROM audit_readsealentry WHERE seal_id = 1",
            "DELETE FROM audit_readseal WHERE number = 1",
        )
        assert "Block 1 (Leseprotokoll) wurde entfernt." in list(findings())

    def test_blocks_that_went_with_a_mark_that_nobody_knows(self):
        digest = ReadSeal.objects.get(number=1).digest
        ReadMark.objects.create(number=1, digest=digest)
        key = in_block(1)
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM audit_readevent WHERE id <= {key}")
            cursor.execute("DELETE FROM audit_readsealentry WHERE seal_id = 1")
            cursor.execute("DELETE FROM audit_readseal WHERE number = 1")
        assert list(findings()) == ["Block 1 (Leseprotokoll) wurde entfernt, ohne dass die Spur davon weiss."]

    def test_more_than_the_mark_says(self):
        reads_prune(before=date(2021, 1, 1), actor=OPERATOR)
        tamper(
            f"DELETE FROM audit_readevent WHERE id <= {in_block(2)}",
            "DELETE FROM audit_readsealentry WHERE seal_id = 2",
            "DELETE FROM audit_readseal WHERE number = 2",
        )
        assert "Block 2 (Leseprotokoll) wurde entfernt." in list(findings())

    def test_a_single_entry(self):
        reads_prune(before=date(2021, 1, 1), actor=OPERATOR)
        key = in_block(2)
        tamper(f"DELETE FROM audit_readevent WHERE id = {key}")
        assert first_broken() == f"Leseeintrag {key} aus Block 2 (Leseprotokoll) wurde entfernt."

    def test_an_altered_entry(self):
        key = in_block(2)
        tamper(f"UPDATE audit_readevent SET reason = 'x' WHERE id = {key}")
        assert first_broken().startswith(f"Leseeintrag {key} (paper 1, 01.05.2021, ")

    def test_a_mark_whose_event_cannot_be_read(self):
        reads_prune(before=date(2021, 1, 1), actor=OPERATOR)
        event = Event.objects.get(action=PRUNED)
        change = f"UPDATE audit_event SET after = '%s' WHERE id = {event.pk}"
        if connection.vendor == "sqlite":
            tamper("PRAGMA ignore_check_constraints = ON", change % "{", "PRAGMA ignore_check_constraints = OFF")
        else:
            tamper(change % "[1]")
        found = list(findings())
        assert found[0].startswith(f"Ereignis {event.pk}")
        assert "Block 1 (Leseprotokoll) wurde entfernt, ohne dass die Spur davon weiss." in found

    def test_the_removed_mark(self):
        reads_prune(before=date(2021, 1, 1), actor=OPERATOR)
        tamper("DELETE FROM audit_readmark")
        assert "Block 1 (Leseprotokoll) wurde entfernt." in list(findings())
