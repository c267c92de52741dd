"""`ankunft import`: tables of the municipalities and the canton."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from .installation import busy, with_installation
from .program import Command, Option
from .words import FILE, Choice

KINDS = {
    "municipalities": "ankunft.domain.territory.imports:import_municipalities",
    "population": "ankunft.domain.territory.imports:import_population",
    "associations": "ankunft.domain.territory.imports:import_associations",
    "accounts": "ankunft.domain.territory.imports:import_accounts",
    "reports": "ankunft.domain.reporting.imports:import_reports",
    "declarations": "ankunft.domain.reporting.imports:import_declarations",
}


@click.command("import", cls=Command)
@click.argument("kind", metavar="ART", type=Choice(list(KINDS)))
@click.argument("file", metavar="DATEI", type=FILE)
@click.option(
    "--dry-run", cls=Option, is_flag=True, help="Alles prüfen und sagen, was geschähe, aber nichts speichern."
)
@with_installation(writes=True)
def import_(kind: str, file: Path, dry_run: bool) -> None:
    """Eine Tabelle (CSV oder XLSX) übernehmen.

    ART ist municipalities, population, associations, accounts, reports oder declarations.
    Hat die Datei Fehler, wird nichts gespeichert, und jeder wird mit Zeile und Spalte genannt.
    """
    from ankunft.foundation.kernel.actor import Actor

    module, _, function = KINDS[kind].partition(":")
    with busy("Die Datei wird gelesen und geprüft"):
        result = getattr(import_module(module), function)(path=file, actor=Actor.operator(), dry_run=dry_run)
    for warning in result.warnings:
        click.echo(f"Warnung: {warning}", err=True)
    click.echo(f"Probelauf, nichts gespeichert. {result.sentence()}" if dry_run else result.sentence())
