"""`ankunft demo`: the application with the data of a demonstration."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from ankunft.foundation.kernel.errors import Refused

from .children import require_free
from .installation import busy, load_settings, locked, opened_wall, prepare, seal
from .load import load_reference_data
from .program import Command, Option
from .serve import LOOPBACK, run_application
from .words import PORT

# The rooms in the order in which their demonstration data build on each other.
ROOMS = (
    "territory",
    "arrivals",
    "interviews",
    "reporting",
    "schemes",
    "settlement",
    "bank",
    "letters",
    "supervision",
    "grants",
    "funds",
)


@click.command(cls=Command)
@click.option(
    "--fresh", cls=Option, is_flag=True, help="Die Demo-Datenbank löschen und von vorn beginnen (nur SQLite)."
)
@click.option("--port", cls=Option, metavar="N", type=PORT, default=8000, help="Port; ohne Angabe 8000.")
@click.option(
    "--host", cls=Option, metavar="ADRESSE", default=LOOPBACK, help="Ohne Angabe nur dieser Rechner (127.0.0.1)."
)
@click.option("--no-serve", cls=Option, is_flag=True, help="Nur die Daten laden, ohne die Anwendung zu starten.")
def demo(fresh: bool, port: int, host: str, no_serve: bool) -> None:
    """Die Anwendung mit den Demo-Daten des Kantons Solothurn zeigen.

    Eine leere Datenbank wird mit den wirklichen Gemeinden, erfundenen Berichten und
    Demo-Konten für jede Rolle gefüllt. Nie in der Produktion.
    """
    load_settings()
    if not no_serve:
        require_free(host, port)
    if fresh:
        start_over()
    prepare()
    with opened_wall():
        fill()
    click.echo(accounts_text())
    if not no_serve:
        run_application(host, port, lambda address: click.echo(f"Ankunft läuft auf {address} (Ctrl-C beendet)."))


def fill() -> None:
    """Load what a demonstration needs, unless it is complete already. What had broken off is completed."""
    from ankunft.domain.demo_accounts import demo_accounts_open, is_complete, require_demo_database
    from ankunft.foundation.kernel.actor import Actor

    require_demo_database()
    if is_complete():
        return
    operator = Actor.operator()
    load_reference_data()
    with busy("Demo-Daten werden geladen"):
        # First: some of the data are what these people did.
        demo_accounts_open(actor=operator)
        for room in ROOMS:
            import_module(f"ankunft.domain.{room}.demo").load_demo(operator)
        seal()


def accounts_text() -> str:
    """The accounts and their password, for the terminal."""
    from ankunft.domain.demo_people import PASSWORD, PEOPLE
    from ankunft.foundation.access.roles import get

    width = max(len(person.email) for person in PEOPLE)
    lines = [f"Demo-Konten, alle mit dem Passwort  {PASSWORD}"]
    for person in PEOPLE:
        role = get(person.role)
        lines.append(f"  {person.email:<{width}}  {role.label if role else person.role} ({person.name})")
    return "\n".join(lines)


def start_over() -> None:
    """Remove the SQLite file of a demonstration. Refused for anything else, and while the application runs on it."""
    from django.conf import settings
    from django.db import connection

    from ankunft.domain.demo_accounts import require_demo_database
    from ankunft.foundation.audit import tail

    if connection.vendor != "sqlite":
        raise Refused("--fresh gibt es nur mit SQLite. Auf PostgreSQL legen Sie selbst eine leere Datenbank an.")
    file = Path(settings.DATABASES["default"]["NAME"])
    with locked("serve", wait=False) as alone:
        if not alone:
            raise Refused("Die Anwendung läuft noch auf dieser Datenbank. Beenden Sie sie zuerst.")
        if file.exists():
            require_demo_database()
        connection.close()
        for ending in ("", "-wal", "-shm"):
            file.with_name(file.name + ending).unlink(missing_ok=True)
        tail.forget()
