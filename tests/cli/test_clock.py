"""A moved clock holds for commands and jobs as it does for requests, and never in production."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from pytest_django.fixtures import Settings

from ankunft.foundation.jobs import worker
from ankunft.foundation.kernel import clock
from tests.cli.making import reports

pytestmark = pytest.mark.django_db

Ankunft = Callable[..., Result]
LATER = date(2040, 3, 16)
REPORT = "2601,2039-H2,12,3,2,0,2040-01-25"


@pytest.fixture
def moved(settings: Settings) -> Settings:
    settings.ANKUNFT_TODAY = LATER
    return settings


@pytest.fixture
def import_report(ankunft: Ankunft, tmp_path: Path) -> Callable[[], Result]:
    """Import a report that was handed in before the moved day, but not yet today."""
    assert ankunft("load", "solothurn").exit_code == 0
    return lambda: ankunft("import", "reports", reports(tmp_path, [REPORT]))


@pytest.mark.usefixtures("moved")
def test_a_command_takes_the_moved_day_for_today(import_report: Callable[[], Result]) -> None:
    assert import_report().exit_code == 0
    assert clock.today() != LATER


def test_without_it_the_day_is_in_the_future(import_report: Callable[[], Result]) -> None:
    assert import_report().exit_code == 1


def test_in_production_the_clock_is_not_moved(moved: Settings, import_report: Callable[[], Result]) -> None:
    moved.PRODUCTION = True
    assert import_report().exit_code == 1


@pytest.mark.usefixtures("moved")
def test_the_worker_takes_the_moved_day_for_today(ankunft: Ankunft, monkeypatch: pytest.MonkeyPatch) -> None:
    days: list[date] = []
    monkeypatch.setattr(worker, "run_worker", lambda: days.append(clock.today()))
    assert ankunft("worker").exit_code == 0
    assert days == [LATER]
