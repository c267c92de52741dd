"""`ankunft audit`: the trail."""

from __future__ import annotations

import click

from ankunft.foundation.kernel.errors import Refused

from .installation import busy, with_installation
from .program import Group


@click.group(cls=Group)
def audit() -> None:
    """Die Spur aller Ereignisse."""


@audit.command()
@with_installation(writes=False)
def verify() -> None:
    """Prüfen, dass niemand die Spur verändert hat.

    Endet mit 1 und nennt die erste beschädigte Stelle, wenn doch. Sonst wird die Prüfsumme des letzten
    Blocks ausgegeben: anderswo hinterlegt, beweist sie alles, was vor ihr liegt.
    """
    from ankunft.foundation.audit.models import Event, Seal
    from ankunft.foundation.audit.selectors import first_broken, head

    with busy("Die Spur wird geprüft"):
        broken = first_broken()
    if broken:
        raise Refused(broken)
    click.echo(f"Die Spur ist unversehrt: {Event.objects.count()} Ereignisse, {Seal.objects.count()} Blöcke.")
    click.echo(f"Prüfsumme: {head()}")
