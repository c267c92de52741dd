"""`ankunft demo`: the data of a demonstration, and never in anybody else's database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from django.contrib.auth import authenticate
from django.db import connection

from ankunft.cli.demo import fill
from ankunft.domain.demo_accounts import PASSWORD, PEOPLE
from ankunft.domain.reporting.models import HalfYearReport
from ankunft.domain.settlement.models import Run
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.models import Account
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.audit.models import Event, SealEntry
from ankunft.foundation.kernel.errors import Refused
from tests.support.installations import Installation, installation

Ankunft = Callable[..., Result]


@pytest.mark.django_db
class TestInThisProcess:
    """What the data are, and when they are refused."""

    def test_one_account_per_role_that_has_a_page(self, ankunft: Ankunft) -> None:
        result = ankunft("demo", "--no-serve")
        assert result.exit_code == 0, result.stderr
        assert PASSWORD in result.stdout
        for person in PEOPLE:
            assert person.email in result.stdout
            account = authenticate(username=person.email, password=PASSWORD)
            assert isinstance(account, Account)
            assert account.is_demo
            assert "Demo-" in account.name
            assert actor_of(account, "test").roles == {person.role}
        assert HalfYearReport.objects.exists()
        assert Run.objects.exists()
        assert SealEntry.objects.count() == Event.objects.count()

    def test_what_is_there_stays_as_it_is(self, ankunft: Ankunft) -> None:
        ankunft("demo", "--no-serve")
        events = Event.objects.count()
        assert ankunft("demo", "--no-serve").exit_code == 0
        assert Event.objects.count() == events

    def test_a_demonstration_that_broke_off_is_completed(self, ankunft: Ankunft) -> None:
        ankunft("load", "solothurn")
        fill()
        assert Account.objects.count() == len(PEOPLE)

    def test_a_database_with_real_accounts_is_left_alone(self, ankunft: Ankunft) -> None:
        ankunft("account", "add", "real@so.example", "--role", "auditor")
        events = Event.objects.count()
        result = ankunft("demo", "--no-serve")
        assert result.exit_code == 1
        assert "nicht zur Demo gehören" in result.stderr
        assert Event.objects.count() == events

    def test_production_has_no_demonstration(self, settings: object) -> None:
        settings.PRODUCTION = True  # type: ignore[attr-defined]
        with pytest.raises(Refused, match="In der Produktion"):
            fill()
        assert not Account.objects.exists()

    def test_production_does_not_serve_a_demonstration(self, ankunft: Ankunft, settings: object) -> None:
        ankunft("demo", "--no-serve")
        settings.PRODUCTION = True  # type: ignore[attr-defined]
        result = ankunft("serve")
        assert result.exit_code == 1
        assert "Demo-Konten mit öffentlichem Passwort" in result.stderr


@pytest.mark.django_db
class TestFromTheBeginning:
    """`--fresh` removes the SQLite file of a demonstration, and nothing else."""

    @pytest.fixture
    def place(self, tmp_path: Path) -> Iterator[Installation]:
        with installation(tmp_path) as found:
            yield found

    def test_fresh_starts_over(self, place: Installation) -> None:
        result = place.run("demo", "--fresh", "--no-serve")
        if connection.vendor != "sqlite":
            assert result.returncode == 1
            assert "--fresh gibt es nur mit SQLite" in result.stderr
            return
        assert result.returncode == 0, result.stderr
        assert place.run("settle", "2019-03").returncode == 0
        assert place.run("explain", "2019-03").returncode == 0
        assert place.run("demo", "--fresh", "--no-serve").returncode == 0
        assert place.run("explain", "2019-03").returncode == 1

    def test_fresh_does_not_remove_what_is_real(self, place: Installation) -> None:
        assert place.run("account", "add", "real@so.example", "--role", "auditor").returncode == 0
        result = place.run("demo", "--fresh", "--no-serve")
        assert result.returncode == 1
        assert place.run("account", "add", "real@so.example", "--role", "auditor").returncode == 1


@pytest.mark.django_db
def test_what_a_visitor_enters_does_not_lock_the_demonstration(ankunft: Ankunft) -> None:
    assert ankunft("demo", "--no-serve").exit_code == 0
    HalfYearReport.objects.create(
        municipality=Municipality.objects.get(bfs_number=2581), period="2026-H2", number=1, state="draft"
    )
    assert ankunft("demo", "--no-serve").exit_code == 0
