"""`ankunft audit`: the trail and the read log."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import click

from ankunft.foundation.kernel.errors import Refused

from .installation import busy, prepare, with_installation
from .program import Group

SHOWN = 50
"""How many findings are printed."""


@click.group(cls=Group)
def audit() -> None:
    """Die Spur aller Ereignisse und das Leseprotokoll."""


@audit.command()
@click.option("--head", "deposited", metavar="DATEI|PRÜFSUMME", help="Einen hinterlegten Kopf beweisen.")
def verify(deposited: str | None) -> None:
    """Prüfen, dass niemand Spur oder Leseprotokoll verändert hat.

    Endet mit 1 und nennt die beschädigten Stellen, wenn doch. Sonst werden die Prüfsummen der letzten Blöcke
    ausgegeben: anderswo hinterlegt (ankunft audit head), beweisen sie alles, was vor ihnen liegt.
    """
    from django.db import DatabaseError, OperationalError

    try:
        prepare()
        _verify()
        if deposited:
            _prove(deposited)
    except OperationalError:
        # The database cannot be reached: the program has a sentence for it.
        raise
    except DatabaseError as error:
        raise Refused(f"Die Datenbank ist beschädigt: {str(error).strip().partition(chr(10))[0]}") from error


@audit.command()
@click.option("--json", "as_json", is_flag=True, help="Für Programme.")
@with_installation(writes=False)
def head(as_json: bool) -> None:
    """Den Kopf beider Ketten ausgeben, um ihn anderswo zu hinterlegen."""
    from ankunft.foundation.audit import heads
    from ankunft.foundation.audit.services import seal

    seal()
    click.echo(heads.as_json() if as_json else heads.as_text())


def _verify() -> None:
    from ankunft.foundation.audit import deposit
    from ankunft.foundation.audit.heads import position
    from ankunft.foundation.audit.journals import READS, TRAIL
    from ankunft.foundation.audit.verification import findings

    with busy("Die Spur wird geprüft"):
        found = list(islice(findings(), SHOWN + 1))
    if found:
        more = ["Es gibt weitere beschädigte Stellen."] if len(found) > SHOWN else []
        raise Refused("\n".join([*found[:SHOWN], *more]))
    for journal, whole in ((TRAIL, "Die Spur ist unversehrt"), (READS, "Das Leseprotokoll ist unversehrt")):
        now = position(journal)
        things = "Ereignisse" if journal is TRAIL else "Einträge"
        click.echo(
            f"{whole}: {now.events} {things}, {journal.seals.count()} Blöcke, {now.unsealed} noch nicht versiegelt."
        )
        click.echo(f"Prüfsumme: {now.digest}")
        if now.number and not deposit.path(journal).exists():
            click.echo(
                f"Hinweis: Die Datei {deposit.path(journal)} mit dem letzten bekannten Block fehlt. "
                "Dass am Ende nichts fehlt, beweist hier nur ein anderswo hinterlegter Kopf (--head)."
            )


def _prove(deposited: str) -> None:
    """Refused where a deposited head is not in the chain, or where the text holds none."""
    from ankunft.foundation.audit import heads

    claims = heads.claims(_text(deposited))
    if not claims:
        raise Refused(f"«{deposited}» ist weder eine Prüfsumme (64 Zeichen) noch eine Datei mit einer.")
    for claim in claims:
        if broken := heads.refuted(claim):
            raise Refused(broken)
    click.echo("Der hinterlegte Kopf ist in der Kette: Alles, was er beweist, ist noch da.")


def _text(deposited: str) -> str:
    try:
        file = Path(deposited)
        return file.read_text(encoding="utf-8", errors="replace") if file.is_file() else deposited
    except (OSError, ValueError) as error:
        raise Refused(f"«{deposited}» lässt sich nicht lesen: {error}") from error
