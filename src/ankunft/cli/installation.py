"""What every command does first and last: settings, an up-to-date database, a sealed trail."""

from __future__ import annotations

import fcntl
import functools
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from ankunft.foundation.kernel.errors import Refused

Function = TypeVar("Function", bound=Callable[..., Any])
PATIENCE = 1.0


def with_installation(*, writes: bool) -> Callable[[Function], Function]:
    """Decorate a command: before it the installation is prepared; after one that wrote, the trail is sealed."""

    def decorate(function: Function) -> Function:
        @functools.wraps(function)
        def command(*args: Any, **kwargs: Any) -> Any:
            prepare()
            with moved_clock(), opened_wall():
                result = function(*args, **kwargs)
                if writes:
                    seal()
            return result

        return command  # type: ignore[return-value]

    return decorate


def prepare() -> None:
    """Load the settings and migrate the database if it is behind. Refused with a sentence where that cannot be done."""
    load_settings()
    migrate_if_needed()


@contextmanager
def moved_clock() -> Iterator[None]:
    """Within the block it is the day of ANKUNFT_TODAY, as in requests; in production the setting is ignored."""
    from django.conf import settings

    from ankunft.foundation.kernel import clock

    if settings.PRODUCTION or settings.ANKUNFT_TODAY is None:
        yield
        return
    with clock.moved_to(settings.ANKUNFT_TODAY):
        yield


def load_settings() -> None:
    """Start Django without touching the database. Loaded late, so that `--help` answers at once."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ankunft.config.settings")
    import django

    try:
        django.setup()
    except RuntimeError as error:
        # The settings raise it for what production needs and the environment does not say.
        raise Refused(f"Die Installation ist unvollständig: {error}") from error
    except OSError as error:
        raise Refused(f"Der Ordner der Installation ist nicht benutzbar: {error}") from error


def home() -> Path:
    """The folder of the installation, made if it is not there."""
    from django.conf import settings

    folder = Path(settings.HOME)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"Der Ordner der Installation ist nicht benutzbar: {error}") from error
    return folder


@contextmanager
def opened_wall() -> Iterator[None]:
    """Within the block the second wall is open for the operator, who has the database in hand."""
    from ankunft.foundation.access import wall
    from ankunft.foundation.kernel.actor import Actor

    with wall.open_for(Actor.operator()):
        yield


def migrate_if_needed() -> None:
    """Bring the database up to date, quietly; of several processes one does it and the others wait."""
    from django.core.management import call_command
    from django.db import connection

    home()
    if not _is_behind():
        return
    with locked("migrate"):
        if _is_behind():
            call_command("migrate", verbosity=0, interactive=False)
    connection.close()


@contextmanager
def locked(name: str, *, shared: bool = False, wait: bool = True) -> Iterator[bool]:
    """Hold the lock `name` of this installation; yields False if it is held elsewhere and `wait` is false."""
    with Path(home(), f"{name}.lock").open("w") as file:
        try:
            mode = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
            fcntl.flock(file, mode if wait else mode | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def seal() -> None:
    """Chain the events of this command into the sealed trail."""
    from ankunft.foundation.audit.services import seal as seal_trail

    seal_trail()


@contextmanager
def busy(doing: str) -> Iterator[None]:
    """Say on stderr what takes long: once, and on a terminal with the seconds that have passed."""
    finished = threading.Event()

    def tell() -> None:
        seconds = PATIENCE
        while not finished.wait(1 if seconds > PATIENCE else PATIENCE):
            if sys.stderr.isatty():
                click.echo(f"\r{doing} … {seconds:.0f} s", err=True, nl=False)
            elif seconds == PATIENCE:
                click.echo(f"{doing} …", err=True)
            seconds += 1
        if seconds > PATIENCE and sys.stderr.isatty():
            click.echo(err=True)

    thread = threading.Thread(target=tell, daemon=True)
    thread.start()
    try:
        yield
    finally:
        finished.set()
        thread.join()


def _is_behind() -> bool:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
