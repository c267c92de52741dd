"""`ankunft check`: is this installation fit for production?"""

from __future__ import annotations

import json
from collections import Counter

import click

from ankunft.foundation.fitness import Finding, fault, findings
from ankunft.foundation.kernel.errors import Refused

from .installation import load_settings
from .program import Command, Option

WORDS = {"ok": "gut    ", "warning": "WARNUNG", "fault": "FEHLER "}


@click.command(cls=Command)
@click.option("--json", "as_json", cls=Option, is_flag=True, help="Als JSON ausgeben.")
@click.pass_context
def check(context: click.Context, as_json: bool) -> None:
    """Prüfen, ob diese Installation bereit ist für die Produktion.

    Ändert nichts. Jede Zeile sagt, was gut ist und was zu tun bleibt. Endet mit 1, wenn es Fehler gibt;
    Warnungen allein ändern daran nichts.
    """
    found = _findings()
    if as_json:
        told = [
            {"check": code, "level": one.level, "sentence": one.sentence, "advice": one.advice} for code, one in found
        ]
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for _code, one in found:
            click.echo(f"{WORDS[one.level]}  {one.sentence}{' ' + one.advice if one.advice else ''}")
        counted = Counter(one.level for _code, one in found)
        click.echo(f"{counted['ok']} gut, {counted['warning']} Warnungen, {counted['fault']} Fehler.")
    if any(one.level == "fault" for _code, one in found):
        context.exit(1)


def _findings() -> list[tuple[str, Finding]]:
    try:
        load_settings()
    except Refused as refused:
        return [("settings", fault(refused.reason, "Vervollständigen Sie die Umgebung (docs/operations.md)."))]
    from .fitness import all_checks, database

    usable, told = database.usable()
    checked = findings(all_checks(), with_database=usable)
    return [("database", told), *((one.code, finding) for one, finding in checked)]
