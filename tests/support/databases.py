"""Which database a test run uses: `$ANKUNFT_TEST_DATABASE` is `sqlite` (default), `postgresql`, or an address."""

from __future__ import annotations

import atexit
import os
from pathlib import Path
from typing import Any

import dj_database_url

from ankunft.config import environment
from tests.support import postgres

CHOICE = "ANKUNFT_TEST_DATABASE"


def chosen(home: Path) -> dict[str, Any]:
    """The database settings of this test run.

    A private PostgreSQL is started by the first process that asks; it leaves the address in the
    environment, where the workers of a parallel run find it.
    """
    choice = os.environ.get(CHOICE, "sqlite")
    if choice == "sqlite":
        return _sqlite(home)
    if choice == "postgresql":
        cluster = postgres.start()
        atexit.register(cluster.stop)
        choice = os.environ[CHOICE] = cluster.url
    return dict(dj_database_url.parse(choice))


def _sqlite(home: Path) -> dict[str, Any]:
    """A file, not memory: threads and the live server then see what they see in production.

    Rows without ORDER BY come in reverse, so that nothing leans on the order of insertion.
    """
    database = environment.sqlite(home / "ankunft.sqlite3")
    database["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF; PRAGMA reverse_unordered_selects=ON;"
    database["TEST"] = {"NAME": str(home / "test.sqlite3")}
    return database
