"""`ankunft load`: the reference data that come with the product."""

from __future__ import annotations

import click

from .installation import busy, with_installation
from .program import Command
from .words import Choice


@click.command(cls=Command)
@click.argument("canton", metavar="solothurn", type=Choice(["solothurn"]))
@with_installation(writes=True)
def load(canton: str) -> None:
    """Stammdaten laden: Gemeinden, Bevölkerung, Sozialregionen, Tarife, Finanzpläne, Fristen (als Vorschläge).

    Keine Personen, keine Demo-Konten. Was schon da ist, bleibt unverändert; der Befehl darf beliebig oft laufen.
    """
    for sentence in load_reference_data():
        click.echo(sentence)


def load_reference_data() -> list[str]:
    """Load territory, tariffs, proposed schemes and proposed periods, in that order; returns a sentence about each.

    The questionnaires are read where they lie: here they are looked through, before anything is loaded.
    """
    from ankunft.domain.funds.loader import load_funds
    from ankunft.domain.questionnaires.loader import check_questionnaires
    from ankunft.domain.schemes.loader import load_schemes
    from ankunft.domain.settlement.loader import load_tariffs
    from ankunft.domain.territory.loader import load_territory
    from ankunft.foundation.kernel.actor import Actor
    from ankunft.foundation.retention.services import load_periods

    operator = Actor.operator()
    with busy("Stammdaten werden geladen"):
        forms = check_questionnaires()
        territory = load_territory(operator)
        tariffs = load_tariffs(operator)
        schemes = load_schemes(operator)
        plans = load_funds(operator)
        periods = load_periods(operator)
    counts = f"{territory.created} neu, {territory.changed} geändert, {territory.unchanged} unverändert"
    return [
        f"Gebiet: {counts}.",
        f"Tarife: {tariffs} neu.",
        f"Vorschläge für Programme: {schemes} neu.",
        f"Finanzpläne: {plans} neu.",
        f"Vorschläge für Aufbewahrungsfristen: {periods} neu.",
        f"Fragebogen: {forms} Fassungen.",
    ]
