from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ankunft.domain.territory.loader import load_territory
from ankunft.domain.territory.models import Municipality, PopulationSeries
from ankunft.foundation.audit.models import Event
from ankunft.foundation.documents.results import ImportResult
from ankunft.foundation.documents.tabular import TableRefused
from ankunft.foundation.kernel.actor import Actor
from tests.domain.territory.making import Import, Run
from tests.support import standing


@pytest.fixture
def operator() -> Actor:
    return Actor.operator()


@pytest.fixture
def canton(db: None) -> None:
    """The real municipalities, population and regions."""
    standing.ground(load)


def load() -> None:
    load_territory(Actor.operator())


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
