"""What holds for every test: no network, no undefined template variable, no page that breaks the common rules.

Warnings are errors and the order is random (see pyproject.toml). Helpers are in `tests/support`.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import hypothesis
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from ankunft.foundation.audit import tail
from ankunft.foundation.kernel import clock
from ankunft.web.shell import counts
from tests.support import copies, databases, flush, migrated, network, numbering, people, schemas, templates
from tests.support.clients import StrictClient

# A slow moment of the machine is not a wrong rule. `repeatable` is what decides whether a change is taken in: the same
# examples each time. Whoever works on something meets others with every run.
hypothesis.settings.register_profile("suite", deadline=None)
hypothesis.settings.register_profile("repeatable", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("suite")


ASKING = frozenset({"db", "transactional_db"})
"""Who asks for one of these fixtures asks the database."""


def pytest_report_header() -> str:
    from django.conf import settings

    return f"database: {settings.DATABASES['default']['ENGINE'].rpartition('.')[2]} (${databases.CHOICE})"


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks no database says the same on every one."""
    for item in items:
        if item.get_closest_marker("django_db") is None and ASKING.isdisjoint(getattr(item, "fixturenames", ASKING)):
            item.add_marker("one_database")


@pytest.fixture(scope="session", autouse=True)
def _strict() -> Iterator[None]:
    """Undefined template variables and connections to other machines fail."""
    with pytest.MonkeyPatch.context() as patch:
        network.guard(patch)
        templates.forbid_undefined(patch)
        yield


@pytest.fixture(autouse=True)
def _german() -> Iterator[None]:
    """Every test begins in German: a request in English leaves its language behind in the thread."""
    translation.deactivate()
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _no_foreign_notes() -> None:
    """Every test begins without the trail's notes of earlier ones, whose events are gone from the database.

    Also those that roll back may leave some: they may run what follows a commit, and the numbers never come again.
    """
    tail.forget()


@pytest.fixture(autouse=True)
def _no_foreign_counts() -> None:
    """Every test counts anew what is due: events of another test may have had the same numbers."""
    counts.forget()


@pytest.fixture(scope="session")
def _migrated(pytestconfig: pytest.Config) -> Path | None:
    """Where a migrated database file is kept between runs."""
    return migrated.at(pytestconfig.cache.mkdir("migrated")) if pytestconfig.cache else None


@pytest.fixture(scope="session")
def django_db_keepdb(_migrated: Path | None, django_db_modify_db_settings: None) -> bool:
    """Whether a migrated database is there already: the copy of one that was kept."""
    if _migrated is None or not _migrated.exists():
        return False
    migrated.copy(_migrated, Path(connection.settings_dict["TEST"]["NAME"]))
    return True


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_keepdb: bool, django_db_blocker: DjangoDbBlocker, _migrated: Path | None
) -> Iterator[None]:
    """The test database, which can be emptied in spite of its append-only tables."""
    with pytest.MonkeyPatch.context() as patch:
        with django_db_blocker.unblock():
            if _migrated is not None and not django_db_keepdb:
                migrated.keep(_migrated)
            numbering.spread(connection)
            flush.allow(patch)
        copies.pass_wrappers(patch)
        yield


@pytest.fixture
def client() -> StrictClient:
    """Nobody's browser."""
    return StrictClient()


@pytest.fixture
def client_for(db: None) -> Callable[..., StrictClient]:
    """`client_for("coordination")`, `client_for("integration_officer", "bfs-2422")`: a signed-in browser.

    `.account` is who is signed in.
    """

    def make(role: str, at: str | None = None, *, since: date = people.ALWAYS) -> StrictClient:
        return StrictClient().sign_in(people.account_with(role, at, since=since))

    return make


@pytest.fixture
def nothing_is_collected() -> Iterator[None]:
    """For tests that recurse as deep as it goes: no garbage of earlier tests is collected down there.

    Its finalizers would fail for want of room, and that would be told as this test's trouble.
    """
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def ech_schemas(settings: Settings) -> Path:
    """The installation has the official schemas of eCH; the test is skipped where they are not beside the project."""
    folder = schemas.folder_of("ech")
    if folder is None:
        pytest.skip("The official schemas of eCH are not in ../shared/data/xsd/ech beside the project.")
    settings.ECH_SCHEMAS = folder
    return folder


@pytest.fixture
def iso20022_schemas(settings: Settings) -> Path:
    """The installation has the official schemas of payment orders and statements; skipped where they are missing."""
    folder = schemas.folder_of("iso20022")
    if folder is None:
        pytest.skip("The official schemas of ISO 20022 are not in ../shared/data/xsd/iso20022 beside the project.")
    settings.ISO20022_SCHEMAS = folder
    return folder


@pytest.fixture
def on_day() -> Iterator[Callable[[date], None]]:
    """`on_day(date(2026, 3, 1))`: from here to the end of the test it is that day (in this thread)."""
    with ExitStack() as stack:
        yield lambda day: stack.enter_context(clock.moved_to(day))


@pytest.fixture
def queries() -> Callable[..., int]:
    """`queries(client, "/gemeinden/")`: how many statements that page costs at first; it must answer 200."""

    def count(client: StrictClient, address: str) -> int:
        counts.forget()
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
        assert response.status_code == 200, f"{address} answers {response.status_code}"
        return len(captured)

    return count
