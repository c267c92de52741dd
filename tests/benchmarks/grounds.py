"""Where measurements take place: an empty database of the chosen kind, which is gone afterwards."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

NAME = "ankunft"


@contextmanager
def database() -> Iterator[None]:
    """SQLite in a folder of its own, or with `$ANKUNFT_TEST_DATABASE=postgresql` a private server.

    It is named in the environment of this process and of those started meanwhile. On PostgreSQL one works as a role
    that owns its database and is no superuser, as an installation does: so the second wall stands here too.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "ankunft.config.settings"
    os.environ.pop("ANKUNFT_DATABASE_URL", None)
    with tempfile.TemporaryDirectory() as home:
        os.environ["ANKUNFT_HOME"] = home
        if os.environ.get("ANKUNFT_TEST_DATABASE") != "postgresql":
            yield
            return
        from tests.support import postgres

        cluster = postgres.start()
        server = cluster.url.rpartition("/")[0]
        try:
            with psycopg.connect(f"{server}/postgres", autocommit=True) as administration:
                administration.execute(f"CREATE DATABASE {NAME}")
            os.environ["ANKUNFT_DATABASE_URL"] = f"{server}/{NAME}"
            yield
        finally:
            cluster.stop()
