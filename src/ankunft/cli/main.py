"""The `ankunft` command (design section 6: a contract that scripts rely on)."""

from __future__ import annotations

import click

from .accounts import account
from .audit import audit
from .check import check
from .demo import demo
from .imports import import_
from .load import load
from .plans import plan_group
from .program import Option, Program
from .serve import serve, worker
from .settlement import explain, export, run_group, settle


def _version(context: click.Context, parameter: click.Parameter, asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        click.echo(f"ankunft {version('ankunft')}")
        context.exit()


@click.group(cls=Program, name="ankunft")
@click.option(
    "--version",
    cls=Option,
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_version,
    help="Die Version nennen.",
)
def main() -> None:
    """Ankunft: Integrationsförderung eines Kantons, von der Ankunft bis zum Franken.

    Der Zustand liegt im Ordner $ANKUNFT_HOME oder in der Datenbank $ANKUNFT_DATABASE_URL.
    Jeder Befehl endet mit 0 (getan), 1 (abgelehnt, der Grund steht auf stderr) oder 2 (falscher Aufruf).
    """


for command in (
    serve,
    demo,
    load,
    import_,
    settle,
    run_group,
    export,
    plan_group,
    explain,
    account,
    audit,
    check,
    worker,
):
    main.add_command(command)
