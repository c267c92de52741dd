"""The folder of the installation: who may read it, how much room there is, whether the static files are there."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from ankunft.foundation import vitals
from ankunft.foundation.fitness import Check, Finding, fault, ok, warning

OTHERS = stat.S_IRWXO
GROUP_WRITES = stat.S_IWGRP


def permissions() -> Iterator[Finding]:
    """Neither the folder nor what lies directly in it is open to other accounts of the machine."""
    home = Path(settings.HOME)
    if not home.is_dir():
        yield fault(f"Den Ordner der Installation {home} gibt es nicht.", "Legen Sie ihn an (Rechte 0700).")
        return
    if home.stat().st_mode & (OTHERS | GROUP_WRITES):
        yield fault(
            f"Der Ordner der Installation {home} ist für andere Konten dieses Rechners offen.",
            f"Schliessen Sie ihn: chmod 700 {home}",
        )
    else:
        yield ok("Der Ordner der Installation ist nur für ihr eigenes Konto offen.")
    if home.resolve().is_relative_to(Path(settings.PROJECT).resolve()):
        yield warning(
            "Der Ordner der Installation liegt im Ordner des Programms.", "Setzen Sie ANKUNFT_HOME auf einen eigenen."
        )


def room() -> Iterator[Finding]:
    if not Path(settings.HOME).is_dir():
        return
    found = vitals.room()
    words = f"Im Ordner der Installation sind {found.value / 1024**3:.1f} GB frei."
    if found.level == "fault":
        yield fault(words, "Schaffen Sie Platz: Ohne ihn wird nichts mehr gespeichert.")
    elif found.level == "warning":
        yield warning(words, "Schaffen Sie bald Platz.")
    else:
        yield ok(words)


def static_files() -> Iterator[Finding]:
    """In production they are served from where `serve` gathers them."""
    if not settings.PRODUCTION:
        return
    manifest = Path(settings.STATIC_ROOT, "staticfiles.json")
    if manifest.exists():
        yield ok("Stilvorlagen und Skripte sind bereitgelegt.")
    else:
        yield warning("Stilvorlagen und Skripte sind noch nicht bereitgelegt.", "«ankunft serve» tut es beim Start.")


CHECKS = (
    Check("permissions", permissions, needs_database=False),
    Check("room", room, needs_database=False),
    Check("static-files", static_files, needs_database=False),
)
