"""What is settled takes no change, no removal, no replacement and no addition, whoever asks the database."""

from datetime import date

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

from ankunft.domain.reporting.models import HalfYearReport, SelfDeclaration
from ankunft.domain.settlement.models import Line, PayeeBalance, Run, Withheld
from ankunft.foundation.audit.models import Event, Seal, SealEntry
from ankunft.foundation.audit.services import Entry, record, seal
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from tests.domain.reporting.making import municipality

pytestmark = pytest.mark.django_db

only_sqlite = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite has OR REPLACE")
POSITIONS = ["settlement_line", "settlement_withheld", "settlement_payeebalance"]


@pytest.fixture
def runs() -> tuple[Run, Run]:
    """A released run and a draft with one row of each kind, for different municipalities."""
    released, draft = (_run(month, name) for month, name in (("2025-03", "Aadorf"), ("2025-09", "Bedorf")))
    Run.objects.filter(pk=released.pk).update(state="released")
    return released, draft


def _run(month: str, name: str) -> Run:
    town = municipality(name=name)
    run = Run.objects.create(payment_month=month, state="draft")
    Line.objects.create(
        run=run,
        municipality=town,
        payee=town,
        contribution="base_contribution",
        period="2025",
        quantity=1,
        rate=100,
        amount=100,
        legal_reference="KS 4.3.1",
        settled_before=0,
        explanation={},
    )
    Withheld.objects.create(run=run, municipality=town, period="2025", reason="not_entitled", message="x")
    PayeeBalance.objects.create(run=run, municipality=town, credit=1, reclaimed=0, payment=1, invoice=0)
    return run


def refused(statement: str) -> None:
    with pytest.raises(DatabaseError, match="settled records are not changed"), transaction.atomic():
        connection.cursor().execute(statement)


def accepted(statement: str) -> None:
    connection.cursor().execute(statement)


def added(table: str, key: object, *, source: object = None, verb: str = "INSERT", **changed: object) -> str:
    """The statement that adds the row `source` of a table again under another key, with other values."""
    with connection.cursor() as cursor:
        names = [column.name for column in connection.introspection.get_table_description(cursor, table)]
    fields = [field for model in apps.get_models() if model._meta.db_table == table for field in model._meta.fields]
    names = [name for name in names if name not in {field.column for field in fields if field.generated}]
    values = {name: f'"{name}"' for name in names} | {"id": str(key)} | {k: str(v) for k, v in changed.items()}
    values = {name: values[name] for name in names}
    columns = ", ".join(f'"{name}"' for name in values)
    return f"{verb} INTO {table} ({columns}) SELECT {', '.join(values.values())} FROM {table} WHERE id = {source}"


def row_of(table: str, run: Run) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM {table} WHERE run_id = {run.pk}")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("table", POSITIONS)
class TestReleasedRun:
    def test_takes_no_row(self, runs, table):
        released, draft = runs
        refused(added(table, 999, source=row_of(table, draft), run_id=released.pk))

    def test_takes_no_row_of_a_draft(self, runs, table):
        released, draft = runs
        refused(f"UPDATE {table} SET run_id = {released.pk} WHERE run_id = {draft.pk}")

    def test_gives_no_row_away(self, runs, table):
        released, draft = runs
        refused(f"UPDATE {table} SET run_id = {draft.pk} WHERE run_id = {released.pk}")
        refused(f"DELETE FROM {table} WHERE run_id = {released.pk}")

    @only_sqlite
    def test_no_row_is_replaced(self, runs, table):
        released, draft = runs
        key = row_of(table, released)
        refused(added(table, key, source=row_of(table, draft), verb="INSERT OR REPLACE"))
        refused(f"UPDATE OR REPLACE {table} SET id = {key} WHERE run_id = {draft.pk}")

    def test_a_draft_is_free(self, runs, table):
        _, draft = runs
        accepted(f"UPDATE {table} SET municipality_id = municipality_id WHERE run_id = {draft.pk}")
        accepted(f"DELETE FROM {table} WHERE run_id = {draft.pk}")


@only_sqlite
def test_a_released_run_is_not_replaced_by_any_of_its_keys(runs):
    released, draft = runs
    table, verb = "settlement_run", "INSERT OR REPLACE"
    refused(added(table, released.pk, source=released.pk, verb=verb, state="'draft'"))
    refused(added(table, 999, source=released.pk, verb=verb, state="'draft'"))
    refused(f"UPDATE OR REPLACE settlement_run SET payment_month = '2025-03' WHERE id = {draft.pk}")
    refused(f"UPDATE OR REPLACE settlement_run SET id = {released.pk} WHERE id = {draft.pk}")
    accepted(f"UPDATE settlement_run SET payment_month = '2026-03' WHERE id = {draft.pk}")
    accepted(f"UPDATE settlement_run SET state = 'released' WHERE id = {draft.pk}")
    assert set(Run.objects.values_list("payment_month", "state")) == {("2025-03", "released"), ("2026-03", "released")}


@only_sqlite
class TestNothingOfTheTrailIsReplaced:
    @pytest.fixture(autouse=True)
    def _trail(self) -> None:
        for _ in range(2):
            record(Actor.operator(), Entry("a", "b", "c", "d"))
            seal()

    def test_an_event(self):
        first, second = Event.objects.all()
        refused(added("audit_event", first.pk, source=second.pk, verb="INSERT OR REPLACE", digest="'x'"))
        refused(added("audit_event", 999, source=second.pk, verb="INSERT OR REPLACE", summary="'x'"))

    def test_an_entry(self):
        first, second = SealEntry.objects.all()
        refused(added("audit_sealentry", first.pk, source=second.pk, verb="INSERT OR REPLACE", event_id=999))
        refused(added("audit_sealentry", 999, source=second.pk, verb="INSERT OR REPLACE"))

    @pytest.mark.parametrize("place", ["(number) SELECT 1", "(rowid, number) SELECT 1, 999"])
    def test_a_block(self, place):
        where, select = place.split(" SELECT ")
        columns = "sealed_at, previous, digest"
        refused(
            f"INSERT OR REPLACE INTO audit_seal {where[:-1]}, {columns}) "
            f"SELECT {select}, {columns} FROM audit_seal WHERE number = 2"
        )
        assert list(Seal.objects.values_list("number", flat=True)) == [1, 2]


@only_sqlite
def test_neither_accepted_reports_nor_declarations_are_replaced():
    town = municipality(name="Aadorf")
    day = date(2025, 1, 1)
    report = HalfYearReport.objects.create(
        municipality=town, period="2025-H1", state="accepted", submitted_on=day, accepted_on=day
    )
    declared = SelfDeclaration.objects.create(
        municipality=town,
        year=2025,
        submitted_on=day,
        officer_named=True,
        tasks_organised=True,
        recorded_at=clock.now(),
    )
    for table, row in (("reporting_halfyearreport", report), ("reporting_selfdeclaration", declared)):
        refused(added(table, row.pk, source=row.pk, verb="INSERT OR REPLACE", number=2))
        refused(added(table, 999, source=row.pk, verb="INSERT OR REPLACE"))
    accepted(added("reporting_halfyearreport", 999, source=report.pk, number=2, correction_reason="'x'"))


@pytest.mark.parametrize("table", POSITIONS)
def test_an_added_row_costs_look_ups_in_indexes_only(runs, table):
    """A run has tens of thousands of lines: nothing that a trigger asks may walk over a table."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL asks for the run by its key and for nothing else")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [f"{table}_refuses_insert"])
        [statement] = cursor.fetchone()
        condition = statement.partition(" WHEN ")[2].rpartition(" BEGIN ")[0]
        asked = condition.replace("NEW.", "added.").replace('NEW."', 'added."')
        cursor.execute(f"EXPLAIN QUERY PLAN SELECT {asked} FROM (SELECT 1 AS rowid, * FROM {table} LIMIT 1) AS added")
        plan = [row[3] for row in cursor.fetchall()]
    assert not [step for step in plan if step.startswith("SCAN") and "standing" in step]
    assert any(step.startswith("SEARCH standing") for step in plan), plan
