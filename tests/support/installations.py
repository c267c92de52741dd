"""Installations of their own, for tests that start real processes: on whichever database the run is on."""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

import psycopg
from django.db import connection

FILE = "ankunft.sqlite3"
"""What the database is called in the folder of an installation."""
PROJECT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Installation:
    """A folder and a database of its own, and the environment that leads a process there."""

    home: Path
    environment: dict[str, str]

    def run(self, *arguments: str | Path, timeout: float = 300) -> subprocess.CompletedProcess[str]:
        """`ankunft ARGUMENTS` as a real process, to its end."""
        return subprocess.run(
            command(*arguments),
            env=self.environment,
            cwd=PROJECT,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def start(self, *words: str | Path) -> subprocess.Popen[str]:
        """Any command as a process that goes on; whoever starts it ends it."""
        return subprocess.Popen(
            words, env=self.environment, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )


def command(*arguments: str | Path) -> list[str | Path]:
    """The words that start `ankunft` with this Python, installed or not."""
    return [sys.executable, "-m", "ankunft.cli", *arguments]


@contextmanager
def installation(home: Path, *, migrated: bool = True, **more: str) -> Iterator[Installation]:
    """A new, empty installation on the kind of database that this run tests.

    Its tables are there already, a copy of what another installation's first command made; unless `migrated` is False.
    """
    if connection.vendor == "sqlite":
        if migrated:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            shutil.copyfile(_migrated(), home / FILE)
        yield Installation(home, _environment(home, **more))
        return
    name = f"test_own_{secrets.token_hex(6)}"
    template = f' TEMPLATE "{_migrated()}"' if migrated else ""
    _administer(f'CREATE DATABASE "{name}"{template}')
    try:
        yield Installation(home, _environment(home, ANKUNFT_DATABASE_URL=_address(name), **more))
    finally:
        _administer(f'DROP DATABASE "{name}" WITH (FORCE)')


@cache
def _migrated() -> str:
    """Where the first command of an installation has made the tables: the file, or the name of the database."""
    around = ExitStack()
    atexit.register(around.close)
    home = Path(around.enter_context(TemporaryDirectory()))
    place = around.enter_context(installation(home, migrated=False))
    first = place.run("audit", "verify")
    if first.returncode:
        raise RuntimeError(first.stderr)
    address = place.environment.get("ANKUNFT_DATABASE_URL")
    return address.rpartition("/")[2] if address else str(home / FILE)


def around_test_database(home: Path) -> Installation:
    """An installation whose database is the test's own: what its processes do is seen by the test at once."""
    name = connection.settings_dict["NAME"]
    address = f"sqlite:///{name}" if connection.vendor == "sqlite" else _address(name)
    return Installation(home, _environment(home, ANKUNFT_DATABASE_URL=address))


def _environment(home: Path, **more: str) -> dict[str, str]:
    # What a test run says to Django in its own process is not said to an installation.
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("ANKUNFT_", "DJANGO_"))}
    return {**inherited, "ANKUNFT_HOME": str(home), "DJANGO_SETTINGS_MODULE": "ankunft.config.settings", **more}


def _address(name: str) -> str:
    settings = connection.settings_dict
    password = quote(settings["PASSWORD"], safe="")
    return f"postgresql://{settings['USER']}:{password}@{settings['HOST']}:{settings['PORT']}/{name}"


def wait_until(true: Callable[[], Any], seconds: float = 30) -> Any:
    """The first true answer; AssertionError if there is none in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := true():
            return answer
        time.sleep(0.05)
    raise AssertionError(f"{true} did not become true within {seconds} s")


def _administer(statement: str) -> None:
    with psycopg.connect(_address("postgres"), autocommit=True) as server:
        server.execute(statement)  # type: ignore[call-overload]
