"""Interviews from a table: what counts of them, what is refused, and that a second run changes nothing."""

from __future__ import annotations

from datetime import date

import pytest

from ankunft.domain.arrivals.imports import import_arrivals
from ankunft.domain.arrivals.models import Arrival
from ankunft.domain.interviews.imports import INTERVIEW_COLUMNS, import_interviews
from ankunft.domain.interviews.models import Evidence, Interview, Participant
from ankunft.domain.interviews.services.verdicts import stale
from ankunft.foundation.audit.models import Event
from ankunft.foundation.documents.refusal import TableRefused
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.domain.interviews.making import again, arrived, family, held
from tests.domain.reporting.making import in_association, municipality

HEADER = ",".join(column.name for column in INTERVIEW_COLUMNS)
PLAIN = {
    "interview_id": "g-1", "bfs_number": "2601", "kind": "first_information", "held_on": "2026-11-10",
    "arrival_id": "z-1", "participants": "1", "language": "ti", "interpreter_order": "", "interpreter_provider": "",
    "outsourced": "no", "evidence": "yes",
}  # fmt: skip
ORDERED = {"interpreter_order": "LD-1", "interpreter_provider": "HEKS Linguadukt"}


@pytest.fixture
def take(tmp_path):
    def take(*rows, actor=None, dry_run=False):
        path = tmp_path / "interviews.csv"
        lines = [",".join(str({**PLAIN, **row}[column.name]) for column in INTERVIEW_COLUMNS) for row in rows]
        path.write_text("\n".join([HEADER, *lines, ""]), encoding="utf-8")
        return import_interviews(path=path, actor=actor or Actor.operator(), dry_run=dry_run)

    return take


def with_key(one, key: str = "z-1"):
    Arrival.objects.filter(person=one).update(source_key=key)
    return one


def counts(result):
    return result.read, result.created, result.changed, result.unchanged


def test_what_stands_in_the_table_is_judged(town, take):
    one = with_key(arrived(town))
    with_key(arrived(town, permit="09"), "z-2")
    result = take(
        ORDERED,
        {"interview_id": "g-2", "held_on": "12.11.2026"},
        {"interview_id": "g-3", "arrival_id": "z-2"},
        {"interview_id": "g-4", "kind": "integration", "arrival_id": "", **ORDERED},
        {"interview_id": "g-5", "kind": "integration", "arrival_id": "z-1", "evidence": "no"},
        {"interview_id": "g-6", "kind": "integration", "arrival_id": "", "outsourced": "yes"},
        {"interview_id": "g-7", "kind": "integration", "arrival_id": "", "held_on": "2021-12-31"},
    )
    assert counts(result) == (7, 7, 0, 0)
    rows = Interview.objects.order_by("source_key")
    assert [(one.case_verdict, one.interpreting_verdict) for one in rows] == [
        ("counts", "counts"),
        ("second", "no_interpreter"),
        ("status_s", "no_interpreter"),
        ("counts", "counts"),
        ("no_evidence", "no_interpreter"),
        ("outsourced", "no_interpreter"),
        ("not_yet_subsidised", "no_interpreter"),
    ]
    assert stale(rows) == []
    first = rows[0]
    assert (first.state, first.half_year, first.language) == ("held", "2026-H2", "ti")
    assert Arrival.objects.get(person=one).state == "informed"
    assert Participant.objects.filter(interview=first, person=one).exists()


def test_a_second_run_changes_nothing(town, take):
    with_key(arrived(town))
    take({})
    before = Event.objects.count()
    assert counts(take({})) == (1, 0, 0, 1)
    assert Event.objects.count() == before


def test_other_figures_change_the_interview(town, take):
    with_key(arrived(town))
    take({"evidence": "no"})
    interview = Interview.objects.get()
    assert counts(take(ORDERED)) == (1, 0, 1, 0)
    assert (again(interview).case_verdict, again(interview).interpreting_verdict) == ("counts", "counts")
    assert counts(take({**ORDERED, "evidence": "no"})) == (1, 0, 1, 0)
    assert again(interview).case_verdict == "no_evidence"
    assert Evidence.objects.filter(removed_at=None).count() == 0


def test_a_dry_run_stores_nothing(town, take):
    with_key(arrived(town))
    before = Event.objects.count()
    assert counts(take({}, dry_run=True)) == (1, 1, 0, 0)
    assert not Interview.objects.exists()
    assert Event.objects.count() == before
    assert Arrival.objects.get().state == "open"


def test_a_family_is_informed_together(town, take):
    parents = family(town, 3)
    with_key(parents[1])
    take({"participants": "2"})
    assert set(Arrival.objects.values_list("state", flat=True)) == {"informed"}
    there = Participant.objects.values_list("person", flat=True)
    assert parents[1].pk in there
    assert len(there) == 2


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        ({"bfs_number": "9999"}, "bfs_number", "gibt es nicht"),
        ({"held_on": "2026-11-23"}, "held_on", "in der Zukunft"),
        ({"held_on": "2026-09-30"}, "held_on", "vor dem Zuzug am 01.10.2026"),
        ({"held_on": "gestern"}, "held_on", ""),
        ({"kind": "beratung"}, "kind", ""),
        ({"participants": "0"}, "participants", "1 bis 30"),
        ({"participants": "1.5"}, "participants", "keine ganze Zahl"),
        ({"language": "klingonisch"}, "language", "keine bekannte Sprache"),
        ({"arrival_id": "z-99"}, "arrival_id", "gibt es in «Solothurn» nicht"),
        ({"outsourced": "maybe"}, "outsourced", "weder «yes» noch «no»"),
        ({"interview_id": ""}, "interview_id", "fehlt"),
    ],
)
def test_every_fault_is_named_and_nothing_is_stored(town, take, row, column, sentence):
    with_key(arrived(town))
    with pytest.raises(TableRefused) as refused:
        take({}, {"interview_id": "g-2", **row})
    assert [(one.line, one.column) for one in refused.value.problems] == [(3, column)]
    assert sentence in refused.value.problems[0].message
    assert not Interview.objects.exists()


def test_the_same_key_twice(town, take):
    with_key(arrived(town))
    with pytest.raises(TableRefused, match="schon in Zeile 2"):
        take({}, {})


def test_another_kind_or_arrival_is_another_interview(town, take):
    with_key(arrived(town))
    with_key(arrived(town), "z-2")
    take({})
    for row, sentence in (({"kind": "integration"}, "anderer Art"), ({"arrival_id": "z-2"}, "anderen Zuzug")):
        with pytest.raises(TableRefused, match=sentence):
            take(row)


def test_a_merged_municipality_had_none_afterwards(town, take):
    municipality(2499, "Demo-Alt", valid_to=date(2025, 12, 31), successor=town)
    with pytest.raises(TableRefused, match=r"gab es am 10\.11\.2026 nicht"):
        take({"bfs_number": "2499", "arrival_id": ""})


def test_the_lead_is_recorded_as_performing(town, olten, take):
    in_association(olten, town)
    take({"arrival_id": "", "kind": "integration"})
    assert Interview.objects.get().performed_by == olten


def test_what_is_not_known_is_said(town, take):
    result = take({"arrival_id": "", "interpreter_order": "77"})
    assert [warning.split(":")[0] for warning in result.warnings] == ["Zeile 2", "Zeile 2"]
    assert Interview.objects.get().interpreting == "other"


def test_an_officer_imports_for_the_own_municipality(town, olten, officer, stranger, take):
    with_key(arrived(town))
    with pytest.raises(TableRefused, match="nicht zuständig"):
        take({}, actor=stranger)
    assert counts(take({}, actor=officer)) == (1, 1, 0, 0)


def test_whoever_is_outside_is_informed_nonetheless(town, take, tmp_path):
    path = tmp_path / "arrivals.csv"
    path.write_text(
        "arrival_id,bfs_number,arrived_on,from_country,nationality,permit,family_name,given_name,birth_date,sex,language,household_id\n"
        "z-1,2601,2026-10-01,FR,CH,,Demo-Heimkehr,Ada,1990-05-17,female,de,\n",
        encoding="utf-8",
    )
    import_arrivals(path=path, actor=Actor.operator())
    assert not Arrival.objects.exists()
    take({})
    assert Interview.objects.get().case_verdict == "swiss"
    assert Arrival.objects.get().exclusion == "swiss"


def test_many_rows_take_no_more_statements(town, take, django_assert_max_num_queries):
    keys = [f"z-{number}" for number in range(60)]
    for key in keys:
        with_key(arrived(town), key)
    with django_assert_max_num_queries(70):
        take(*({"interview_id": f"g-{key}", "arrival_id": key} for key in keys))
    assert Interview.objects.filter(case_verdict="counts").count() == 60
    assert held([arrived(town)]).case_verdict == "no_evidence"


def test_a_change_that_cannot_be_made_is_named_with_its_line(town, take):
    with_key(family(town, 2)[0])
    take({"participants": "2"})
    with pytest.raises(Refused, match="Zeile 2: Geben Sie 2 bis 30"):
        take({"participants": "1"})
