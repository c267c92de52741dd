"""The territory from files: what is taken over, and every bad row told at its place with nothing stored."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from ankunft.domain.territory import imports
from ankunft.domain.territory.models import (
    AssociationMembership,
    Municipality,
    PaymentAccount,
    PopulationFigure,
    PopulationSeries,
    SeriesChoice,
)
from ankunft.foundation.access.models import Organisation
from ankunft.foundation.audit.models import Event
from ankunft.foundation.documents.results import ImportResult
from ankunft.foundation.documents.tabular import TableRefused
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from tests.support.people import actor_with

REGISTER = "bfs_number,name,district,valid_from,valid_to,successor_bfs_number\n"
POPULATION = "bfs_number,reference_date,residents,foreign_residents\n"
ASSOCIATIONS = "lead_bfs_number,member_bfs_number,valid_from,valid_to,payee\n"
ACCOUNTS = "bfs_number,iban,name,street,house_number,postcode,town,valid_from\n"
IBAN = "CH9300762011623852957"

Import = Callable[..., ImportResult]
Run = Callable[..., ImportResult]


@pytest.fixture
def run(tmp_path: Path, db: None) -> Run:
    def imported(kind: Import, content: str, *, actor: Actor | None = None, dry_run: bool = False) -> ImportResult:
        path = tmp_path / "file.csv"
        path.write_text(content)
        return kind(path=path, actor=actor or Actor.operator(), dry_run=dry_run)

    return imported


@pytest.fixture
def problems(run: Run) -> Callable[[Import, str], list[str]]:
    """The problems of a file, after making sure that nothing was stored."""

    def found(kind: Import, content: str) -> list[str]:
        before = (Event.objects.count(), PopulationSeries.objects.count(), Municipality.objects.count())
        with pytest.raises(TableRefused) as refusal:
            run(kind, content)
        assert (Event.objects.count(), PopulationSeries.objects.count(), Municipality.objects.count()) == before
        return [str(problem) for problem in refusal.value.problems]

    return found


Problems = Callable[[Import, str], list[str]]


def counts(result: ImportResult) -> tuple[int, int, int, int]:
    return result.read, result.created, result.changed, result.unchanged


class TestMunicipalities:
    content = REGISTER + (
        "2520,Halten,Wasseramt,1960-01-01,31.12.2025,2525\n2525,Kriegstetten,Wasseramt,01.01.1960,,\n"
    )

    def test_taken_over_with_successor_and_organisation(self, run: Run) -> None:
        assert counts(run(imports.import_municipalities, self.content)) == (2, 2, 0, 0)
        halten = Municipality.objects.get(bfs_number=2520)
        assert halten.successor is not None
        assert (halten.valid_to, halten.successor.bfs_number) == (date(2025, 12, 31), 2525)
        assert Organisation.objects.get(code="bfs-2520").name == "Halten"

    def test_the_same_file_again_changes_nothing(self, run: Run) -> None:
        run(imports.import_municipalities, self.content)
        events = Event.objects.count()
        assert counts(run(imports.import_municipalities, self.content)) == (2, 0, 0, 2)
        assert Event.objects.count() == events

    def test_a_change_is_told(self, run: Run) -> None:
        run(imports.import_municipalities, REGISTER + "2520,Halten,Wasseramt,1960-01-01,,\n")
        assert counts(run(imports.import_municipalities, self.content)) == (2, 1, 1, 0)
        event = Event.objects.get(action="territory.municipality.changed")
        assert event.summary == "Bestand bis 31.12.2025, seither Teil der Gemeinde 2525."

    def test_dry_run_stores_nothing(self, run: Run) -> None:
        assert counts(run(imports.import_municipalities, self.content, dry_run=True)) == (2, 2, 0, 0)
        assert not Municipality.objects.exists()
        assert not Event.objects.exists()

    @pytest.mark.parametrize(
        ("row", "sentence"),
        [
            ("2520,Halten,W,1960-01-01,2025-12-31,9998", "Zeile 2, Spalte «successor_bfs_number»: Eine Gemeinde mit"),
            ("2520,Halten,W,1960-01-01,2025-12-31,2520", "Zeile 2, Spalte «successor_bfs_number»: Eine Gemeinde kann"),
            ("2520,Halten,W,1960-01-01,,2525", "Zeile 2, Spalte «valid_to»: Eine Gemeinde mit Nachfolgerin braucht"),
            ("2520,Halten,W,2020-01-01,2019-12-31,", "Zeile 2, Spalte «valid_to»: Das Ende liegt vor dem Beginn."),
            (
                "2520,Halten,W,1960-01-01,1999-12-31,2525",
                "Zeile 2, Spalte «successor_bfs_number»: Die Nachfolgerin Kriegstetten besteht am 01.01.2000 nicht.",
            ),
            ("0,Halten,W,1960-01-01,,", "Zeile 2, Spalte «bfs_number»: Eine BFS-Nummer liegt zwischen 1 und 9999."),
            ("2525,Halten,W,1960-01-01,,", "Zeile 3, Spalte «bfs_number»: Doppelte Zeile: dieselbe Angabe steht schon"),
            (f"2520,{'H' * 101},W,1960-01-01,,", "Zeile 2, Spalte «name»: Der Text ist länger als 100 Zeichen."),
        ],
    )
    def test_bad_rows(self, problems: Problems, row: str, sentence: str) -> None:
        content = f"{REGISTER}{row}\n2525,Kriegstetten,Wasseramt,2010-01-01,,\n"
        (problem,) = problems(imports.import_municipalities, content)
        assert problem.startswith(sentence)

    def test_only_the_coordination_office_keeps_the_register(self, run: Run) -> None:
        with pytest.raises(Forbidden):
            run(imports.import_municipalities, self.content, actor=actor_with("integration_officer"))
        assert run(imports.import_municipalities, self.content, actor=actor_with("coordination")).created == 2


@pytest.mark.usefixtures("canton")
class TestPopulation:
    def test_the_official_files_are_there_already(self) -> None:
        for name, rows in (("population_bfs_statpop.csv", 322), ("population_bfs_derived.csv", 543)):
            path = Path(settings.DATA) / name
            assert counts(imports.import_population(path=path, actor=Actor.operator())) == (rows, 0, 0, rows)

    def test_a_corrected_figure_is_a_new_number_and_the_old_one_stays(self, run: Run) -> None:
        result = run(imports.import_population, POPULATION + "2601,2023-12-31,17000,4000\n")
        assert counts(result) == (1, 0, 1, 0)
        old, new = PopulationFigure.objects.filter(
            municipality__bfs_number=2601, reference_date=date(2023, 12, 31)
        ).order_by("number")
        assert (old.number, old.is_latest, new.number, new.is_latest) == (1, False, 2, True)
        assert new.foreign_residents == 4000
        event = Event.objects.get(action="territory.population.corrected")
        assert "Wohnbevölkerung am 31.12.2023 (BFS STATPOP): 17'000, davon 4'000 ausländisch." in event.summary
        assert event.reason == "Import der Datei «file.csv»"

    def test_it_goes_into_the_series_chosen_for_the_day(self, run: Run) -> None:
        run(imports.import_population, POPULATION + "2601,2021-12-31,16800,3900\n2601,2018-12-31,16700,3800\n")
        latest = PopulationFigure.objects.filter(municipality__bfs_number=2601, is_latest=True)
        assert latest.get(reference_date=date(2021, 12, 31)).series.code == "bfs_statpop"
        assert latest.get(reference_date=date(2018, 12, 31)).series.code == "bfs_derived"

    @pytest.mark.parametrize(
        ("row", "sentence"),
        [
            (
                "9998,2023-12-31,10,1",
                "Zeile 2, Spalte «bfs_number»: Eine Gemeinde mit der BFS-Nummer 9998 gibt es nicht.",
            ),
            (
                "2456,2024-12-31,10,1",
                "Zeile 2, Spalte «bfs_number»: Lüterswil-Gächliwil bestand am 31.12.2024 nicht mehr, "
                "die Zahl gehört zu Buchegg (2465).",
            ),
            ("2601,2023-12-31,10,11", "Zeile 2, Spalte «foreign_residents»: Es sind mehr Ausländerinnen"),
            ("2601,2023-12-31,10,1.5", "Zeile 2, Spalte «foreign_residents»: «1.5» ist keine ganze Zahl"),
            (
                "2601,2010-12-31,10,1",
                "Zeile 2, Spalte «reference_date»: Für diesen Stichtag ist keine Bevölkerungsreihe",
            ),
            (
                "2430,2018-12-31,10,1",
                "Zeile 2, Spalte «bfs_number»: Welschenrohr-Gänsbrunnen besteht erst seit 01.01.2021; "
                "für Gänsbrunnen, Welschenrohr gibt es am 31.12.2018 schon eigene Zahlen.",
            ),
            (
                "2423,2019-12-31,10,1",
                "Zeile 2, Spalte «bfs_number»: Die Zahl vom 31.12.2019 ist in jener der heutigen Gemeinde "
                "Welschenrohr-Gänsbrunnen schon enthalten.",
            ),
            ("2465,2010-12-31,10,1", "Zeile 2, Spalte «reference_date»: Für diesen Stichtag"),
        ],
    )
    def test_bad_rows(self, problems: Problems, row: str, sentence: str) -> None:
        (problem,) = problems(imports.import_population, f"{POPULATION}{row}\n")
        assert problem.startswith(sentence)

    def test_duplicate_row(self, problems: Problems) -> None:
        (problem,) = problems(imports.import_population, POPULATION + "2601,2023-12-31,9,1\n2601,31.12.2023,9,1\n")
        assert problem == "Zeile 3, Spalte «bfs_number»: Doppelte Zeile: dieselbe Angabe steht schon in Zeile 2."

    def test_figures_in_later_boundaries_are_taken_with_a_warning(self, run: Run) -> None:
        result = run(imports.import_population, POPULATION + "2430,2020-12-31,1100,150\n")
        assert result.warnings == [
            "Zeile 2: Welschenrohr-Gänsbrunnen besteht erst seit 01.01.2021; die Zahl gilt für das heutige Gebiet."
        ]


def test_population_before_any_series_is_chosen(run: Run) -> None:
    run(imports.import_municipalities, TestMunicipalities.content)
    assert run(imports.import_population, POPULATION + "2525,2024-12-31,1300,198\n").created == 1
    choice = SeriesChoice.objects.get()
    assert (choice.series.code, choice.reference_from) == ("imported", date(2024, 12, 31))
    assert run(imports.import_population, POPULATION + "2525,2024-12-31,1300,198\n").unchanged == 1
    assert run(imports.import_population, POPULATION + "2525,2023-12-31,1300,190\n").created == 1
    assert PopulationSeries.objects.count() == 1


@pytest.mark.usefixtures("canton")
class TestAssociations:
    content = ASSOCIATIONS + (
        "2581,2501,2022-01-01,31.12.2023,lead\n2581,2502,2022-01-01,,each\n2573,2501,2024-01-01,,lead\n"
    )

    def memberships(self, number: int) -> list[tuple[date, int | None, str]]:
        return list(
            AssociationMembership.objects.filter(municipality__bfs_number=number)
            .order_by("valid_from")
            .values_list("valid_from", "association__lead__bfs_number", "payee")
        )

    def test_a_last_day_becomes_none_from_the_next_day_on(self, run: Run) -> None:
        run(imports.import_associations, ASSOCIATIONS + "2581,2501,2022-01-01,31.12.2023,each\n")
        assert self.memberships(2501) == [(date(2022, 1, 1), 2581, "each"), (date(2024, 1, 1), None, "lead")]

    def test_one_association_follows_another(self, run: Run) -> None:
        assert counts(run(imports.import_associations, self.content)) == (3, 3, 0, 0)
        assert self.memberships(2501) == [(date(2022, 1, 1), 2581, "lead"), (date(2024, 1, 1), 2573, "lead")]

    def test_the_same_file_again_changes_nothing(self, run: Run) -> None:
        run(imports.import_associations, self.content)
        events = Event.objects.count()
        assert counts(run(imports.import_associations, self.content)) == (3, 0, 0, 3)
        assert Event.objects.count() == events

    def test_another_end_replaces_the_former_one(self, run: Run) -> None:
        run(imports.import_associations, ASSOCIATIONS + "2581,2501,2022-01-01,31.12.2023,lead\n")
        result = run(imports.import_associations, ASSOCIATIONS + "2581,2501,2022-01-01,31.12.2024,lead\n")
        assert counts(result) == (1, 0, 1, 0)
        assert self.memberships(2501) == [(date(2022, 1, 1), 2581, "lead"), (date(2025, 1, 1), None, "lead")]

    @pytest.mark.parametrize(
        ("rows", "sentences"),
        [
            (
                "2581,2581,2022-01-01,,lead",
                ["Zeile 2, Spalte «member_bfs_number»: Die Leitgemeinde kann nicht zugleich"],
            ),
            (
                "9998,2501,2022-01-01,,lead",
                ["Zeile 2, Spalte «lead_bfs_number»: Eine Gemeinde mit der BFS-Nummer 9998"],
            ),
            (
                "2581,2501,2022-01-01,,both",
                ["Zeile 2, Spalte «payee»: «both» ist keiner der möglichen Werte: lead, each."],
            ),
            ("2581,2501,2022-01-01,2021-12-31,lead", ["Zeile 2, Spalte «valid_to»: Das Ende liegt vor dem Beginn."]),
            (
                "2581,2456,2024-01-01,,lead",
                ["Zeile 2, Spalte «member_bfs_number»: Lüterswil-Gächliwil besteht am 01.01.2024 nicht."],
            ),
            (
                "2581,2501,2022-01-01,,lead\n2573,2501,2023-01-01,,lead",
                [
                    "Zeile 2, Spalte «member_bfs_number»: Die Mitgliedschaft überschneidet sich mit jener bei Dul",
                    "Zeile 3, Spalte «member_bfs_number»: Die Mitgliedschaft überschneidet sich mit jener bei Olten.",
                ],
            ),
            (
                "2581,2501,2022-01-01,,lead\n2501,2502,2022-01-01,,lead",
                [
                    "Zeile 2, Spalte «member_bfs_number»: Winznau ist in dieser Zeit selbst Leitgemeinde (von Wisen",
                    "Zeile 3, Spalte «lead_bfs_number»: Winznau ist in dieser Zeit selbst Mitglied bei Olten",
                ],
            ),
            (
                "2581,2501,2022-01-01,,lead\n2581,2501,2022-01-01,,each",
                ["Zeile 3, Spalte «member_bfs_number»: Doppelte Zeile"],
            ),
        ],
    )
    def test_bad_rows(self, problems: Problems, rows: str, sentences: list[str]) -> None:
        found = problems(imports.import_associations, f"{ASSOCIATIONS}{rows}\n")
        assert len(found) == len(sentences)
        for problem, sentence in zip(found, sentences, strict=True):
            assert problem.startswith(sentence)

    def test_what_is_stored_already_counts(self, run: Run, problems: Problems) -> None:
        run(imports.import_associations, self.content)
        (problem,) = problems(imports.import_associations, ASSOCIATIONS + "2502,2584,2023-01-01,,lead\n")
        assert problem.startswith("Zeile 2, Spalte «lead_bfs_number»: Wisen (SO) ist in dieser Zeit selbst Mitglied")


@pytest.mark.usefixtures("canton")
class TestAccounts:
    content = f"{ACCOUNTS}2601,CH93 0076 2011 6238 5295 7,Stadt Solothurn,Baselstrasse,7,4502,Solothurn,2024-01-01\n"

    def test_taken_over(self, run: Run) -> None:
        assert run(imports.import_accounts, self.content).created == 1
        account = PaymentAccount.objects.get()
        assert (account.iban, account.house_number, account.is_demo) == (IBAN, "7", False)

    def test_the_same_file_again_changes_nothing(self, run: Run) -> None:
        run(imports.import_accounts, self.content)
        events = Event.objects.count()
        assert run(imports.import_accounts, self.content).unchanged == 1
        assert Event.objects.count() == events

    def test_another_account_from_a_later_day(self, run: Run) -> None:
        run(imports.import_accounts, self.content)
        assert run(imports.import_accounts, self.content.replace("2024-01-01", "2025-01-01")).created == 1
        assert PaymentAccount.objects.count() == 2

    @pytest.mark.parametrize(
        ("replaced", "by", "sentence"),
        [
            ("5295 7", "5295 8", "Spalte «iban»: Die Prüfziffer der IBAN stimmt nicht."),
            ("CH93 0076 2011 6238 5295 7", "CH4431999123000889012", "Spalte «iban»: Das ist eine QR-IBAN."),
            ("CH93 0076 2011 6238 5295 7", "DE62007620110623852957", "Spalte «iban»: Bezahlt wird nur auf Konten in"),
            ("CH93 0076 2011 6238 5295 7", "45-123-9", "Spalte «iban»: Das ist keine IBAN."),
            ("4502", "D-79761", "Spalte «postcode»: Eine Postleitzahl hat vier Ziffern."),
            ("4502", "450", "Spalte «postcode»: Eine Postleitzahl hat vier Ziffern."),
            ("Stadt Solothurn", "S" * 71, "Spalte «name»: Der Text ist länger als 70 Zeichen."),
            ("Stadt Solothurn", "Солотурн", "Spalte «name»: Der Text enthält Zeichen, die in einer Zahlung"),
            ("Stadt Solothurn", "", "Spalte «name»: Der Wert fehlt."),
            ("2601", "9998", "Spalte «bfs_number»: Eine Gemeinde mit der BFS-Nummer 9998 gibt es nicht."),
            ("2601", "2456", "Spalte «valid_from»: Lüterswil-Gächliwil besteht am 01.01.2024 nicht mehr."),
        ],
    )
    def test_bad_rows(self, problems: Problems, replaced: str, by: str, sentence: str) -> None:
        (problem,) = problems(imports.import_accounts, self.content.replace(replaced, by))
        assert problem.startswith(f"Zeile 2, {sentence}")

    def test_all_problems_at_once(self, problems: Problems) -> None:
        rows = "2601,x,,Weg,,4502,Solothurn,2024-01-01\n9998,x,S,Weg,,45,Solothurn,2024\n"
        places = [problem.split(":")[0] for problem in problems(imports.import_accounts, ACCOUNTS + rows)]
        assert places == [
            "Zeile 2, Spalte «iban»",
            "Zeile 2, Spalte «name»",
            "Zeile 3, Spalte «bfs_number»",
            "Zeile 3, Spalte «iban»",
            "Zeile 3, Spalte «postcode»",
            "Zeile 3, Spalte «valid_from»",
        ]


@pytest.mark.parametrize("size", [1, 60])
def test_statements_do_not_grow_with_the_rows(
    run: Run, size: int, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    numbers = range(3001, 3001 + size)
    register = REGISTER + "".join(f"{number},G{number},B,1960-01-01,,\n" for number in numbers)
    figures = POPULATION + "".join(f"{number},2024-12-31,100,10\n" for number in numbers)
    accounts = ACCOUNTS + "".join(f"{number},{IBAN},G,Weg,1,4500,Ort,2024-01-01\n" for number in numbers)
    with django_assert_max_num_queries(60):
        run(imports.import_municipalities, register)
        run(imports.import_population, figures)
        run(imports.import_accounts, accounts)
