"""Files of self-declarations: recorded, replaced, left alone, and refused in which words."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ankunft.domain.reporting.imports import import_declarations
from ankunft.domain.reporting.models import SelfDeclaration
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.audit.models import Event
from ankunft.foundation.audit.verification import first_broken
from ankunft.foundation.documents.tabular import TableRefused
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from tests.domain.reporting.making import DECLARATION_HEADER, file, municipality
from tests.support.people import actor_with

pytestmark = pytest.mark.django_db

OPERATOR = Actor.operator()


def _declared(*lines: str, folder: Path, actor: Actor = OPERATOR) -> tuple[int, int, int, int]:
    result = import_declarations(path=file(folder, *lines, header=DECLARATION_HEADER), actor=actor)
    return result.read, result.created, result.changed, result.unchanged


def test_declarations_are_recorded_replaced_and_left_alone(town: Municipality, tmp_path: Path) -> None:
    assert _declared("2601,2026,20.01.2026,yes,yes", folder=tmp_path) == (1, 1, 0, 0)
    assert _declared("2601,2026,20.01.2026,yes,yes", folder=tmp_path) == (1, 0, 0, 1)
    assert _declared("2601,2026,20.01.2026,yes,no", folder=tmp_path) == (1, 0, 1, 0)
    assert list(SelfDeclaration.objects.order_by("number").values_list("number", "tasks_organised")) == [
        (1, True),
        (2, False),
    ]
    assert Event.objects.filter(object_key="2601/2026").count() == 2
    assert first_broken() is None


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("9999,2026,2026-01-20,yes,yes", "Zeile 2, Spalte «bfs_number»: Die BFS-Nummer 9999 gibt es nicht."),
        ("2601,26,2026-01-20,yes,yes", "Zeile 2, Spalte «year»: «26» ist kein Jahr in der Form 2025."),
        (
            "2601,2026,2026-01-20,vielleicht,yes",
            "Zeile 2, Spalte «officer_named»: «vielleicht» ist weder «yes» noch «no».",
        ),
        ("2601,2026,2026-12-20,yes,yes", "Zeile 2, Spalte «submitted_on»: Das Datum 20.12.2026 liegt in der Zukunft."),
        ("2500,2026,2026-01-20,yes,yes", "Zeile 2, Spalte «year»: «Altdorf» gab es im Jahr 2026 nicht."),
    ],
)
def test_a_bad_declaration_is_named_with_row_and_column(
    town: Municipality, tmp_path: Path, line: str, problem: str
) -> None:
    municipality(2500, "Altdorf", valid_to=date(2025, 12, 31), successor=town)
    with pytest.raises(TableRefused) as refused:
        _declared(line, folder=tmp_path)
    assert [str(found) for found in refused.value.problems] == [problem]
    assert not SelfDeclaration.objects.exists()


def test_a_declaration_stands_once_in_a_file(town: Municipality, tmp_path: Path) -> None:
    with pytest.raises(
        TableRefused, match=r"Zeile 3, Spalte «year»: Die Gemeinde 2601 steht für 2026 schon in Zeile 2"
    ):
        _declared("2601,2026,2026-01-20,yes,yes", "2601,2026,2026-01-20,yes,no", folder=tmp_path)


def test_a_municipality_hands_in_no_file(town: Municipality, tmp_path: Path) -> None:
    with pytest.raises(Forbidden, match="den die strategische Leitung unterzeichnet"):
        _declared("2601,2026,,yes,yes", folder=tmp_path, actor=actor_with("integration_officer", "bfs-2601"))
    assert not SelfDeclaration.objects.exists()
