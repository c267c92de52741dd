"""The database: reachable, up to date, in whose hand, and with a trail that nobody changed."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection

from ankunft.foundation import vitals
from ankunft.foundation.access import wall
from ankunft.foundation.audit import protection, verification
from ankunft.foundation.fitness import Check, Finding, fault, ok, warning
from ankunft.foundation.kernel import clock

MOST_APART = timedelta(seconds=30)


def usable() -> tuple[bool, Finding]:
    """Whether the database answers and is up to date, and the finding about it."""
    # The error is whichever the driver raises; its message may hold the password.
    try:
        connection.ensure_connection()
    except Exception as error:
        return False, fault(
            f"Die Datenbank antwortet nicht ({type(error).__name__}).",
            "Prüfen Sie ANKUNFT_DATABASE_URL und den Server.",
        )
    missing = vitals.missing_migrations()
    if not missing.is_well:
        return False, fault(
            f"Die Datenbank ist im Rückstand: {missing.value} Schritte fehlen.",
            "Jeder Befehl holt sie nach, zum Beispiel «ankunft audit verify».",
        )
    return True, ok("Die Datenbank antwortet und ist auf dem Stand dieser Version.")


def kind() -> Iterator[Finding]:
    if connection.vendor != "sqlite":
        yield ok("Die Daten liegen in PostgreSQL.")
        return
    yield warning(
        "Die Daten liegen in SQLite: ohne zweite Mauer um Personen und für einen einzigen Rechner.",
        "Für die Produktion ist PostgreSQL vorgesehen (ANKUNFT_DATABASE_URL).",
    )
    file = Path(str(connection.settings_dict["NAME"]))
    if file.exists() and file.stat().st_mode & (stat.S_IRWXO | stat.S_IWGRP):
        home = Path(settings.HOME).stat().st_mode & stat.S_IRWXO
        if not file.is_relative_to(settings.HOME) or home:
            yield fault("Die Datei der Datenbank ist für andere Konten dieses Rechners offen.", f"chmod 600 {file}")


def second_wall() -> Iterator[Finding]:
    faults = wall.holds()
    for sentence in faults:
        yield fault(sentence, "Geben Sie der Anwendung eine eigene Rolle ohne Vorrechte (docs/operations.md).")
    if not faults and connection.vendor == "postgresql":
        yield ok("Die zweite Mauer um Personen hält (Row-Level Security).")


def triggers() -> Iterator[Finding]:
    lost = [*protection.missing(connection), *protection.altered(connection)]
    if lost:
        yield fault(
            f"Der Schutz von Protokoll und abgeschlossenen Daten ist unvollständig: {', '.join(sorted(lost)[:3])}.",
            "Klären Sie, wer das getan hat. «ankunft audit verify» sagt mehr.",
        )
    else:
        yield ok("Protokoll und abgeschlossene Daten sind durch Trigger geschützt.")


def trail() -> Iterator[Finding]:
    broken = verification.first_broken()
    if broken:
        yield fault(broken, "Ändern Sie nichts, sichern Sie die Datenbank und benachrichtigen Sie die Revision.")
    else:
        yield ok("Das Protokoll ist unversehrt.")
    unsealed = vitals.unsealed_events()
    if not unsealed.is_well:
        yield warning(
            f"{unsealed.value} Ereignisse des Protokolls sind noch nicht versiegelt.",
            "Prüfen Sie, ob der Prozess für Aufträge läuft: Er versiegelt jede Minute.",
        )


def time() -> Iterator[Finding]:
    """The machine's clock against that of the database, where that is another machine."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (theirs,) = cursor.fetchone()
    apart = abs(clock.machine_now() - theirs)
    if apart > MOST_APART:
        yield fault(
            f"Die Uhren von Anwendung und Datenbank gehen {apart.total_seconds():.0f} Sekunden auseinander.",
            "Stellen Sie beide nach einem Zeitserver: Codes der Anmeldung und das Protokoll hängen daran.",
        )
    else:
        yield ok("Die Uhren von Anwendung und Datenbank stimmen überein.")


CHECKS = (
    Check("database", kind),
    Check("wall", second_wall),
    Check("triggers", triggers),
    Check("trail", trail),
    Check("clock", time),
)
