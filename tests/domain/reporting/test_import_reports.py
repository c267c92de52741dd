"""Files of reports: what comes in, what is refused in which words, and that nothing is half stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from ankunft.domain.reporting.imports import import_declarations, import_reports
from ankunft.domain.reporting.models import CurrentReport, HalfYearReport
from ankunft.domain.reporting.rules import Figures
from ankunft.domain.reporting.selectors import figures_of
from ankunft.domain.reporting.services import report_accept, report_sign
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.audit.models import Event
from ankunft.foundation.audit.verification import first_broken
from ankunft.foundation.documents.tabular import TableRefused
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.models import Step
from tests.domain.reporting.making import (
    FIGURES,
    TODAY,
    file,
    in_association,
    lead_of,
    municipalities,
    municipality,
    report,
)
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db

OPERATOR = Actor.operator()
ROW = "2601,2026-H1,12,4,3,1,2026-07-10"


def _counts(*lines: str, folder: Path, actor: Actor = OPERATOR, dry_run: bool = False) -> tuple[int, int, int, int]:
    result = import_reports(path=file(folder, *lines), actor=actor, dry_run=dry_run)
    return result.read, result.created, result.changed, result.unchanged


def _problems(*lines: str, folder: Path, actor: Actor = OPERATOR) -> list[str]:
    with pytest.raises(TableRefused) as refused:
        import_reports(path=file(folder, *lines), actor=actor)
    assert not HalfYearReport.objects.filter(period="2026-H1", number=1, state="accepted").exists()
    return [str(problem) for problem in refused.value.problems]


def test_the_operators_rows_count_as_submitted_on_their_day_and_accepted(town: Municipality, tmp_path: Path) -> None:
    assert _counts(ROW, folder=tmp_path) == (1, 1, 0, 0)
    stored = CurrentReport.objects.get(municipality=town, period="2026-H1").report
    assert (stored.state, stored.submitted_on, figures_of(stored)) == (
        "accepted",
        date(2026, 7, 10),
        Figures(12, 4, 3, 1),
    )
    event = Event.objects.get(object_key="2601/2026-H1/1")
    assert event.summary == (
        "Bericht importiert: gilt als eingereicht am 10.07.2026 und als angenommen durch den Betrieb."
    )
    assert event.after["first_information_interviews"] == 12
    step = Step.objects.get(object_key="2601/2026-H1/1")
    assert (step.name, step.from_state, step.to_state) == ("import", "draft", "accepted")
    assert first_broken() is None


def test_the_same_file_twice_leaves_nothing_behind(town: Municipality, tmp_path: Path) -> None:
    _counts(ROW, folder=tmp_path)
    events = Event.objects.count()
    assert _counts(ROW, folder=tmp_path) == (1, 0, 0, 1)
    assert Event.objects.count() == events
    assert HalfYearReport.objects.count() == 1


def test_other_figures_are_a_correction_and_the_old_version_stays(town: Municipality, tmp_path: Path) -> None:
    _counts(ROW, folder=tmp_path)
    assert _counts("2601,2026-H1,15,4,3,1,2026-07-10", folder=tmp_path) == (1, 0, 1, 0)
    first, second = HalfYearReport.objects.order_by("number")
    assert (first.state, second.state, second.number) == ("accepted", "accepted", 2)
    assert "Import" in second.correction_reason
    assert CurrentReport.objects.get(municipality=town).report == second
    event = Event.objects.get(object_key="2601/2026-H1/2")
    assert (event.before["first_information_interviews"], event.before["number"]) == (12, 1)


def test_a_dry_run_stores_nothing(town: Municipality, tmp_path: Path) -> None:
    assert _counts(ROW, folder=tmp_path, dry_run=True) == (1, 1, 0, 0)
    assert not HalfYearReport.objects.exists()
    assert not Event.objects.filter(object_type="reporting.report").exists()


@pytest.mark.parametrize("state", ["draft", "returned", "submitted"])
def test_the_operator_takes_over_what_is_open_and_says_so(town: Municipality, tmp_path: Path, state: str) -> None:
    open_version = report(town, state=state, figures=Figures(1))
    result = import_reports(path=file(tmp_path, ROW), actor=OPERATOR)
    assert (result.changed, result.created) == (1, 0)
    assert result.warnings == [
        "Zeile 2, Solothurn 2026-H1: Der offene Bericht wurde mit den Angaben aus der Datei überschrieben."
    ]
    open_version.refresh_from_db()
    assert (open_version.state, open_version.version, figures_of(open_version)) == (
        "accepted",
        1,
        Figures(12, 4, 3, 1),
    )
    assert CurrentReport.objects.get(municipality=town).report == open_version


def test_rows_of_several_municipalities_and_half_years(tmp_path: Path) -> None:
    first, second = municipalities(2)
    lines = [
        f"{place.bfs_number},{period},5,1,0,0,{day}"
        for place in (first, second)
        for period, day in [("2025-H2", "15.01.2026"), ("2026-H1", "15.07.2026")]
    ]
    assert _counts(*lines, folder=tmp_path) == (4, 4, 0, 0)
    assert CurrentReport.objects.count() == 4
    assert _counts(lines[0].replace(",5,1", ",6,1"), *lines[1:], folder=tmp_path) == (4, 0, 1, 3)
    assert CurrentReport.objects.filter(report__number=2).count() == 1


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("9999,2026-H1,1,0,0,0,2026-07-10", "Zeile 2, Spalte «bfs_number»: Die BFS-Nummer 9999 gibt es nicht."),
        (
            "2601,2026-H1,-1,0,0,0,2026-07-10",
            "Zeile 2, Spalte «first_information_interviews»: «-1» ist keine ganze Zahl ab 0 "
            "(nur Ziffern, ohne Vorzeichen, Komma und Tausenderzeichen).",
        ),
        (
            "2601,2026-H1,1.5,0,0,0,2026-07-10",
            "Zeile 2, Spalte «first_information_interviews»: «1.5» ist keine ganze Zahl ab 0 "
            "(nur Ziffern, ohne Vorzeichen, Komma und Tausenderzeichen).",
        ),
        (
            "2601,2026-3,1,0,0,0,2026-07-10",
            "Zeile 2, Spalte «period»: «2026-3» ist kein Halbjahr in der Form 2025-H1 oder 2025-H2.",
        ),
        (
            "2601,2026-H2,1,0,0,0,2026-07-10",
            "Zeile 2, Spalte «period»: Das Halbjahr 2026-H2 dauert bis 31.12.2026. "
            "Eingereicht werden kann der Bericht ab dem Tag danach.",
        ),
        (
            "2601,2016-H2,1,0,0,0,2017-01-10",
            "Zeile 2, Spalte «period»: start.integration gibt es erst seit 2017-H1.",
        ),
        (
            "2601,2026-H1,1,0,0,0,2026-11-23",
            "Zeile 2, Spalte «submitted_on»: Das Datum 23.11.2026 liegt in der Zukunft.",
        ),
        ("2601,2026-H1,1,0,0,0,", "Zeile 2, Spalte «submitted_on»: Der Wert fehlt."),
        (
            "2500,2026-H1,1,0,0,0,2026-07-10",
            "Zeile 2, Spalte «bfs_number»: «Altdorf» gab es nur bis 31.12.2025. "
            "Über 2026-H1 berichtet die Gemeinde, die am 30.06.2026 bestand.",
        ),
    ],
)
def test_a_bad_row_is_named_with_row_and_column(town: Municipality, tmp_path: Path, line: str, problem: str) -> None:
    municipality(2500, "Altdorf", valid_to=date(2025, 12, 31), successor=town)
    assert _problems(line, folder=tmp_path) == [problem]


def test_every_problem_of_a_file_at_once_and_nothing_stored(town: Municipality, tmp_path: Path) -> None:
    problems = _problems(
        ROW, ROW, "9999,2026-H1,1,0,0,0,2026-07-10", "2601,2025-H2,x,0,0,0,2026-01-10", folder=tmp_path
    )
    assert problems == [
        "Zeile 3, Spalte «period»: Die Gemeinde 2601 steht für 2026-H1 schon in Zeile 2.",
        "Zeile 4, Spalte «bfs_number»: Die BFS-Nummer 9999 gibt es nicht.",
        "Zeile 5, Spalte «first_information_interviews»: «x» ist keine ganze Zahl ab 0 "
        "(nur Ziffern, ohne Vorzeichen, Komma und Tausenderzeichen).",
    ]


def test_warnings_do_not_hold_a_file_up(town: Municipality, tmp_path: Path) -> None:
    path = file(
        tmp_path,
        "2601,2021-H2,2,0,3,0,2022-01-10",
        "2601,2026-H1,1,2,0,0,2026-06-29",
        "2601,2025-H2,30,0,0,0,2026-01-20",
    )
    result = import_reports(path=path, actor=OPERATOR)
    assert result.created == 3
    assert result.warnings == [
        "Zeile 2, Solothurn 2021-H2: Integrationsgespräche werden erst seit dem 01.01.2022 subventioniert "
        "(KS 4.3.1): Die Angaben für 2021-H2 lösen keinen Beitrag aus.",
        "Zeile 3, Solothurn 2026-H1: Es sind mehr Dolmetscheinsätze (2) als Erstinformationsgespräche (1) "
        "angegeben. Bitte prüfen.",
        "Zeile 3, Solothurn 2026-H1: «Erstinformationsgespräche»: 1 statt 30 im Halbjahr davor (2025-H2). "
        "Bitte prüfen, ob das stimmt.",
        "Zeile 3, Solothurn 2026-H1: Das Einreichedatum liegt vor dem Ende des Halbjahrs.",
    ]


def test_many_warnings_are_cut_short(tmp_path: Path) -> None:
    lines = [f"{place.bfs_number},2026-H1,1,2,0,0,2026-07-10" for place in municipalities(60)]
    result = import_reports(path=file(tmp_path, *lines), actor=OPERATOR)
    assert len(result.warnings) == 51
    assert result.warnings[-1] == "… und 10 weitere Hinweise."


def test_an_officers_file_waits_to_be_signed_for_the_own_municipalities(town: Municipality, tmp_path: Path) -> None:
    member = municipality(2602, "Anschluss")
    in_association(town, member)
    officer = actor_with("integration_officer", "bfs-2601")
    lead = lead_of(town)
    assert _counts(ROW, "2602,2026-H1,2,0,0,0,", folder=tmp_path, actor=officer) == (2, 2, 0, 0)
    assert not CurrentReport.objects.exists()
    assert set(HalfYearReport.objects.values_list("state", "submitted_on")) == {("offered", None)}
    assert Event.objects.get(object_key="2601/2026-H1/1").summary == "Bericht importiert: zur Unterzeichnung gegeben."
    assert Step.objects.get(object_key="2601/2026-H1/1").account_id == officer.account_id
    for stored in HalfYearReport.objects.all():
        report_sign(report=stored, actor=lead, version=stored.version)
    assert set(HalfYearReport.objects.values_list("state", "submitted_on")) == {("submitted", date(2026, 11, 22))}


def test_an_officers_file_is_refused_where_nobody_could_sign(town: Municipality, tmp_path: Path) -> None:
    officer = actor_with("integration_officer", "bfs-2601")
    (problem,) = _problems(ROW, folder=tmp_path, actor=officer)
    assert problem.startswith("Zeile 2, Spalte «bfs_number»: Für «Solothurn» kann niemand unterzeichnen: Es fehlt ein")


def test_a_row_over_what_waits_to_be_signed_is_what_is_signed(town: Municipality, tmp_path: Path) -> None:
    officer, lead = actor_with("integration_officer", "bfs-2601"), lead_of(town)
    _counts("2601,2026-H1,9,0,0,0,", folder=tmp_path, actor=officer)
    seen = HalfYearReport.objects.get()
    assert _counts(ROW, folder=tmp_path, actor=officer) == (1, 0, 1, 0)
    with pytest.raises(Refused, match="Inzwischen hat jemand anders"):
        report_sign(report=seen, actor=lead, version=seen.version)
    assert _counts(ROW, folder=tmp_path, actor=officer) == (1, 0, 0, 1)


def test_what_came_on_paper_takes_the_place_of_what_waits_to_be_signed(town: Municipality, tmp_path: Path) -> None:
    lead_of(town)
    _counts("2601,2026-H1,9,0,0,0,", folder=tmp_path, actor=actor_with("integration_officer", "bfs-2601"))
    _counts(ROW, folder=tmp_path, actor=actor_with("coordination"))
    stored = HalfYearReport.objects.get()
    assert (stored.state, figures_of(stored), stored.submitted_on) == ("submitted", FIGURES, date(2026, 7, 10))


def test_an_officers_file_is_refused_for_others(town: Municipality, tmp_path: Path) -> None:
    municipality(2602, "Fremd")
    lead_of(town)
    officer = actor_with("integration_officer", "bfs-2601")
    assert _problems(ROW, "2602,2026-H1,2,0,0,0,", folder=tmp_path, actor=officer) == [
        "Zeile 3, Spalte «bfs_number»: Für «Fremd» sind Sie nicht zuständig."
    ]


def test_the_coordination_office_hands_in_with_the_day_received_and_cannot_accept_it_itself(
    town: Municipality, tmp_path: Path
) -> None:
    coordinator = actor_with("coordination")
    _counts(ROW, folder=tmp_path, actor=coordinator)
    stored = HalfYearReport.objects.get()
    assert (stored.state, stored.submitted_on) == ("submitted", date(2026, 7, 10))
    with pytest.raises(Refused, match="eine andere Person"):
        report_accept(report=stored, actor=coordinator, version=stored.version)
    report_accept(report=stored, actor=actor_with("coordination"), version=stored.version)
    assert _counts(ROW, folder=tmp_path, actor=coordinator) == (1, 0, 0, 1)


def test_a_file_does_not_overtake_what_waits_for_the_canton(town: Municipality, tmp_path: Path) -> None:
    report(town, state="submitted", figures=Figures(1))
    lead_of(town)
    officer = actor_with("integration_officer", "bfs-2601")
    assert _problems(ROW, folder=tmp_path, actor=officer) == [
        "Zeile 2, Spalte «period»: Der Bericht von «Solothurn» für 2026-H1 ist mit anderen Angaben "
        "eingereicht und wartet auf die Prüfung."
    ]


@pytest.mark.parametrize("role", ["municipal_finance", "finance_officer", "approver", "auditor"])
def test_who_may_not_import(town: Municipality, tmp_path: Path, role: str) -> None:
    actor = actor_with(role, "bfs-2601" if role == "municipal_finance" else None)
    with pytest.raises(Forbidden, match="Dateien laden Integrationsbeauftragte und die Koordinationsstelle"):
        import_reports(path=file(tmp_path, ROW), actor=actor)
    with pytest.raises(Forbidden, match="den die strategische Leitung unterzeichnet"):
        import_declarations(path=file(tmp_path, ROW), actor=actor)


def _statements(count: int, folder: Path) -> int:
    """How many statements two imports take: a prepared INSERT of many rows is one."""
    places = municipalities(count)
    seen: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        for figures in ("5,1,0,0", "6,1,0,0"):
            lines = [f"{place.bfs_number},2026-H1,{figures},2026-07-10" for place in places]
            import_reports(path=file(folder, *lines), actor=OPERATOR)
    return len(seen)


def test_statements_do_not_grow_with_the_rows(tmp_path: Path) -> None:
    assert _statements(1, tmp_path) == _statements(50, tmp_path)


def test_an_officers_file_read_again_on_another_day_changes_nothing(town: Municipality, tmp_path: Path) -> None:
    lead_of(town)
    officer = actor_with("integration_officer", "bfs-2601")
    assert _counts(ROW, folder=tmp_path, actor=officer) == (1, 1, 0, 0)
    before, events = HalfYearReport.objects.values().get(), Event.objects.count()
    with clock.moved_to(TODAY + timedelta(days=1)):
        assert _counts(ROW, folder=tmp_path, actor=officer) == (1, 0, 0, 1)
    assert HalfYearReport.objects.values().get() == before
    assert Event.objects.count() == events
