"""`ankunft demo`: the data of a demonstration, and never in anybody else's database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import Result
from django.contrib.auth import authenticate
from django.db import connection

from ankunft.cli.demo import ROOMS, fill
from ankunft.domain.demo_accounts import demo_accounts_open, is_complete
from ankunft.domain.demo_people import PASSWORD, PEOPLE
from ankunft.domain.reporting.models import HalfYearReport
from ankunft.domain.settlement.models import Run
from ankunft.domain.territory.models import Contact, Municipality
from ankunft.foundation.access import wall
from ankunft.foundation.access.models import Account
from ankunft.foundation.access.selectors import actor_of
from ankunft.foundation.audit.models import Event, SealEntry
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.models import Step
from tests.cli import making
from tests.cli.making import written
from tests.support import standing
from tests.support.installations import Installation, installation

Ankunft = Callable[..., Result]


def _real_account(folder: Path) -> Path:
    header = "bfs_number,iban,name,street,house_number,postcode,town,valid_from"
    line = "2581,CH9300762011623852957,Stadt Olten,Dornacherstrasse,1,4600,Olten,2017-01-01"
    return written(folder / "accounts.csv", header, [line])


@pytest.mark.django_db
class TestInThisProcess:
    """What the data are, and when they are refused."""

    def test_an_account_for_every_role_that_has_a_page(self, ankunft: Ankunft) -> None:
        result = ankunft("demo", "--no-serve")
        assert result.exit_code == 0, result.stderr
        assert PASSWORD in result.stdout
        for person in PEOPLE:
            assert person.email in result.stdout
            account = authenticate(username=person.email, password=PASSWORD)
            assert isinstance(account, Account)
            assert account.is_demo
            assert "Demo-" in account.name
            for day in (date(2024, 3, 1), clock.today()):
                with clock.moved_to(day):
                    assert actor_of(account, "test").roles == {person.role}
        assert HalfYearReport.objects.exists()
        assert Run.objects.exists()
        assert SealEntry.objects.count() == Event.objects.count()

    def test_what_is_there_stays_as_it_is(self, ankunft: Ankunft) -> None:
        standing.ground(making.demonstration)
        events = Event.objects.count()
        assert ankunft("demo", "--no-serve").exit_code == 0
        assert Event.objects.count() == events

    def test_nobody_without_account_did_what_needs_four_eyes(self) -> None:
        standing.ground(making.demonstration)
        opened = {account.pk: account.name for account in Account.objects.all()}
        # Interviews of a municipality whose officer has no account here are entered by the operator, and what comes
        # with the product is proposed by nobody: a person of the canton confirms it. What the government decided before
        # Ankunft is taken over with the name of its decision.
        steps = (
            Step.objects.exclude(name="import")
            .exclude(object_type__in=["arrivals.arrival", "interviews.interview"])
            .exclude(object_type="schemes.definition", name="propose")
            .exclude(object_type="funds.version", name="take_over")
        )
        assert steps.filter(name="release").exists()
        assert all(opened[step.account_id] == step.account_label for step in steps)

    @pytest.mark.parametrize("loaded", [0, 1, 2])
    def test_a_demonstration_that_broke_off_is_completed(self, loaded: int) -> None:
        standing.ground(making.solothurn)
        demo_accounts_open(actor=Actor.operator())
        with wall.open_for(Actor.operator()):
            for room in ROOMS[:loaded]:
                import_module(f"ankunft.domain.{room}.demo").load_demo(Actor.operator())
            assert not is_complete()
            fill()
        assert is_complete()
        assert Account.objects.count() == len(PEOPLE)
        assert not HalfYearReport.objects.filter(is_demo=False).exists()

    def test_a_database_with_real_accounts_is_left_alone(self, ankunft: Ankunft) -> None:
        ankunft("account", "add", "real@so.example", "--role", "auditor")
        events = Event.objects.count()
        result = ankunft("demo", "--no-serve")
        assert result.exit_code == 1
        assert "nicht zur Demo gehören" in result.stderr
        assert Event.objects.count() == events

    @pytest.mark.parametrize("words", [("import", "accounts", "{file}"), ("settle", "2025-03")])
    def test_accounts_and_runs_of_somebody_are_left_alone(
        self, ankunft: Ankunft, tmp_path: Path, words: tuple[str, ...]
    ) -> None:
        standing.ground(making.solothurn)
        done = ankunft(*(word.format(file=_real_account(tmp_path)) for word in words))
        assert done.exit_code == 0, done.stderr
        result = ankunft("demo", "--no-serve")
        assert result.exit_code == 1
        assert "nicht zur Demo gehören" in result.stderr
        assert not Account.objects.exists()

    def test_contacts_of_somebody_are_left_alone(self) -> None:
        standing.ground(making.solothurn)
        Contact.objects.create(
            municipality=Municipality.objects.get(bfs_number=2581),
            function="strategic_lead",
            valid_from=date(2026, 1, 1),
            name="Demo-Wirklich",
        )
        with pytest.raises(Refused, match="nicht zur Demo gehören"):
            fill()

    def test_production_has_no_demonstration(self, settings: object) -> None:
        settings.PRODUCTION = True  # type: ignore[attr-defined]
        with pytest.raises(Refused, match="In der Produktion"):
            fill()
        assert not Account.objects.exists()

    def test_production_does_not_serve_a_demonstration(self, ankunft: Ankunft, settings: object) -> None:
        standing.ground(making.demonstration)
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
        # The trail of the new database is not measured against the old one.
        assert place.run("audit", "verify").returncode == 0

    def test_fresh_does_not_remove_imported_accounts(self, place: Installation, tmp_path: Path) -> None:
        assert place.run("load", "solothurn").returncode == 0
        assert place.run("import", "accounts", str(_real_account(tmp_path))).returncode == 0
        assert place.run("demo", "--fresh", "--no-serve").returncode == 1
        assert "1 unverändert" in place.run("import", "accounts", str(_real_account(tmp_path))).stdout

    def test_fresh_does_not_remove_what_is_real(self, place: Installation) -> None:
        assert place.run("account", "add", "real@so.example", "--role", "auditor").returncode == 0
        result = place.run("demo", "--fresh", "--no-serve")
        assert result.returncode == 1
        assert place.run("account", "add", "real@so.example", "--role", "auditor").returncode == 1


@pytest.mark.django_db
def test_what_a_visitor_enters_does_not_lock_the_demonstration(ankunft: Ankunft) -> None:
    standing.ground(making.demonstration)
    HalfYearReport.objects.create(
        municipality=Municipality.objects.get(bfs_number=2581), period="2026-H2", number=1, state="draft"
    )
    assert ankunft("demo", "--no-serve").exit_code == 0
