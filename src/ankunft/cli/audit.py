"""`ankunft audit`: the trail."""

from __future__ import annotations

import click

from ankunft.foundation.kernel.errors import Refused

from .installation import busy, prepare
from .program import Group


@click.group(cls=Group)
def audit() -> None:
    """Die Spur aller Ereignisse."""


@audit.command()
def verify() -> None:
    """Prüfen, dass niemand die Spur verändert hat.

    Endet mit 1 und nennt die erste beschädigte Stelle, wenn doch. Sonst wird die Prüfsumme des letzten
    Blocks ausgegeben: anderswo hinterlegt, beweist sie alles, was vor ihr liegt.
    """
    from django.db import DatabaseError, OperationalError

    try:
        prepare()
        _verify()
    except OperationalError:
        # The database cannot be reached: the program has a sentence for it.
        raise
    except DatabaseError as error:
        raise Refused(f"Die Datenbank ist beschädigt: {str(error).strip().partition(chr(10))[0]}") from error


def _verify() -> None:
    from ankunft.foundation.audit.models import Event, Seal
    from ankunft.foundation.audit.selectors import head, unsealed
    from ankunft.foundation.audit.verification import first_broken

    with busy("Die Spur wird geprüft"):
        broken = first_broken()
    if broken:
        raise Refused(broken)
    counted = f"{Event.objects.count()} Ereignisse, {Seal.objects.count()} Blöcke"
    click.echo(f"Die Spur ist unversehrt: {counted}, {unsealed().count()} noch nicht versiegelt.")
    click.echo(f"Prüfsumme: {head()}")
