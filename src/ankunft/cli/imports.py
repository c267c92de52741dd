"""`ankunft import`: tables of the municipalities and the canton."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import click

from ankunft.foundation.kernel.errors import Refused

from .installation import busy, seal, with_installation
from .program import Command, Option
from .words import FILE_OR_FOLDER, Choice

KINDS = {
    "municipalities": "ankunft.domain.territory.imports:import_municipalities",
    "population": "ankunft.domain.territory.imports:import_population",
    "associations": "ankunft.domain.territory.imports:import_associations",
    "addresses": "ankunft.domain.territory.imports:import_addresses",
    "accounts": "ankunft.domain.territory.imports:import_accounts",
    "reports": "ankunft.domain.reporting.imports:import_reports",
    "declarations": "ankunft.domain.reporting.imports:import_declarations",
    "arrivals": "ankunft.domain.arrivals.imports:import_arrivals",
    "interviews": "ankunft.domain.interviews.imports:import_interviews",
    "bank-statement": "ankunft.domain.bank.imports:import_bank_statement",
}


def _file_unless_of_messages(context: click.Context, _parameter: click.Parameter, path: Path) -> Path:
    """Only messages of the register come as a folder; everything else is a file."""
    if path.is_dir() and context.params.get("kind") != "arrivals":
        raise click.BadParameter(f"«{path}» ist keine Datei.", param_hint="DATEI")
    return path


@click.command("import", cls=Command)
@click.argument("kind", metavar="ART", type=Choice(list(KINDS)))
@click.argument("file", metavar="DATEI", type=FILE_OR_FOLDER, callback=_file_unless_of_messages)
@click.option(
    "--dry-run", cls=Option, is_flag=True, help="Alles prüfen und sagen, was geschähe, aber nichts speichern."
)
@with_installation(writes=True)
def import_(kind: str, file: Path, dry_run: bool) -> None:
    """Eine Tabelle (CSV oder XLSX) übernehmen.

    ART ist municipalities, population, associations, accounts, reports, declarations, arrivals,
    interviews oder bank-statement.
    Hat die Datei Fehler, wird nichts gespeichert, und jeder wird mit Zeile und Spalte genannt.

    Zuzüge (arrivals) kommen auch als Meldungen des Einwohnerregisters (eCH-0020): eine XML-Datei, ein ZIP vieler
    oder ein Ordner. Von ihnen wird gespeichert, was gut ist; was zurückgewiesen wird, ist mit Ort und Grund
    genannt, und der Befehl endet mit 1.

    Ein Kontoauszug (bank-statement) ist eine XML-Datei der Bank (camt.053 oder camt.054, Version 08), ebenso eine
    Rückmeldung zu einer Zahlungsdatei (pain.002, Version 10). Was schon eingelesen ist, hat keine zweite Wirkung; was
    sich nicht zuordnen lässt, wartet unter «Bank».
    """
    from ankunft.foundation.kernel.actor import Actor

    module, _, function = KINDS[kind].partition(":")
    with busy("Die Datei wird gelesen und geprüft"):
        result = getattr(import_module(module), function)(path=file, actor=Actor.operator(), dry_run=dry_run)
    for warning in result.warnings:
        click.echo(f"Warnung: {warning}", err=True)
    click.echo(f"Probelauf, nichts gespeichert. {result.sentence()}" if dry_run else result.sentence())
    if refusals := getattr(result, "refusals", ()):
        seal()
        raise Refused("\n".join(refusals))
