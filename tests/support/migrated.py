"""A database file of the same migrations as before is copied, not migrated anew: SQLite only."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import django
from django.apps import apps
from django.db import connection

from tests.support.databases import CHOICE

KEPT = 4
"""As many files of other migrations stay: of other branches of the project."""


def at(folder: Path) -> Path | None:
    """Where the migrated file for today's migrations is, or would be. None: another database."""
    if os.environ.get(CHOICE, "sqlite") != "sqlite":
        return None
    told = sha256(f"{django.VERSION} {sqlite3.sqlite_version}".encode())
    for config in apps.get_app_configs():
        place = Path(config.path)
        # An application without migrations gets its tables from its models.
        folders = place / "migrations" if (place / "migrations").is_dir() else place
        for file in sorted(folders.glob("*.py")):
            told.update(f"{config.label}/{file.name}\n".encode() + file.read_bytes())
    return folder / f"{told.hexdigest()[:16]}.sqlite3"


def copy(source: Path, target: Path) -> None:
    """Copy a database file; whoever looks at the target finds it whole or not at all."""
    part = target.with_suffix(f".{os.getpid()}")
    with closing(sqlite3.connect(source)) as left, closing(sqlite3.connect(part)) as right:
        left.backup(right)
    part.replace(target)


def keep(target: Path) -> None:
    """The test database, as it is now, for the next time; the oldest of those kept go."""
    connection.close()
    # Whoever tidied the cache meanwhile has not said that the suite may not run.
    target.parent.mkdir(parents=True, exist_ok=True)
    copy(Path(connection.settings_dict["NAME"]), target)
    for old in sorted(target.parent.glob("*.sqlite3"), key=lambda file: file.stat().st_mtime)[:-KEPT]:
        old.unlink(missing_ok=True)
