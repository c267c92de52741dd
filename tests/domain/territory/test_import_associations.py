"""Associations from files: memberships with first and last days."""

from __future__ import annotations

from datetime import date

import pytest

from ankunft.domain.territory import imports
from ankunft.domain.territory.models import (
    AssociationMembership,
)
from ankunft.foundation.audit.models import Event
from tests.domain.territory.making import (
    ASSOCIATIONS,
    Problems,
    Run,
    counts,
)


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
