"""Municipalities and population from files: what is taken over, and every bad row told at its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from ankunft.domain.territory import imports
from ankunft.domain.territory.models import (
    Municipality,
    PopulationFigure,
    PopulationSeries,
    SeriesChoice,
)
from ankunft.foundation.access.models import Organisation
from ankunft.foundation.audit.models import Event
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from tests.domain.territory.making import (
    MERGED,
    POPULATION,
    REGISTER,
    Problems,
    Run,
    counts,
)
from tests.support.people import actor_with


class TestMunicipalities:
    def test_taken_over_with_successor_and_organisation(self, run: Run) -> None:
        assert counts(run(imports.import_municipalities, MERGED)) == (2, 2, 0, 0)
        halten = Municipality.objects.get(bfs_number=2520)
        assert halten.successor is not None
        assert (halten.valid_to, halten.successor.bfs_number) == (date(2025, 12, 31), 2525)
        assert Organisation.objects.get(code="bfs-2520").name == "Halten"

    def test_the_same_file_again_changes_nothing(self, run: Run) -> None:
        run(imports.import_municipalities, MERGED)
        events = Event.objects.count()
        assert counts(run(imports.import_municipalities, MERGED)) == (2, 0, 0, 2)
        assert Event.objects.count() == events

    def test_a_change_is_told(self, run: Run) -> None:
        run(imports.import_municipalities, REGISTER + "2520,Halten,Wasseramt,1960-01-01,,\n")
        assert counts(run(imports.import_municipalities, MERGED)) == (2, 1, 1, 0)
        event = Event.objects.get(action="territory.municipality.changed")
        assert event.summary == "Bestand bis 31.12.2025, seither Teil der Gemeinde 2525."

    def test_dry_run_stores_nothing(self, run: Run) -> None:
        assert counts(run(imports.import_municipalities, MERGED, dry_run=True)) == (2, 2, 0, 0)
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
            run(imports.import_municipalities, MERGED, actor=actor_with("integration_officer"))
        assert run(imports.import_municipalities, MERGED, actor=actor_with("coordination")).created == 2


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
    run(imports.import_municipalities, MERGED)
    assert run(imports.import_population, POPULATION + "2525,2024-12-31,1300,198\n").created == 1
    choice = SeriesChoice.objects.get()
    assert (choice.series.code, choice.reference_from) == ("imported", date(2024, 12, 31))
    assert run(imports.import_population, POPULATION + "2525,2024-12-31,1300,198\n").unchanged == 1
    assert run(imports.import_population, POPULATION + "2525,2023-12-31,1300,190\n").created == 1
    assert PopulationSeries.objects.count() == 1


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2024-12-30", "Zeile 2, Spalte «reference_date»: 30.12.2024 ist kein Stichtag: Gezählt wird am 31.12."),
        ("2198-12-31", "Zeile 2, Spalte «reference_date»: Der Stichtag 31.12.2198 liegt in der Zukunft."),
    ],
)
def test_population_is_counted_at_the_end_of_a_year_that_is_over(
    run: Run, problems: Problems, day: str, sentence: str
) -> None:
    run(imports.import_municipalities, REGISTER + "2520,Halten,Wasseramt,1960-01-01,,\n")
    assert problems(imports.import_population, POPULATION + f"2520,{day},10,1\n") == [sentence]
