"""`ankunft account`: accounts of people."""

from __future__ import annotations

import click

from .installation import with_installation
from .program import Group, Option
from .words import BFS_NUMBER


@click.group(cls=Group)
def account() -> None:
    """Konten von Personen."""


@account.command()
@click.argument("email", metavar="E-MAIL")
@click.option(
    "--role", cls=Option, metavar="ROLLE", required=True, help="Zum Beispiel coordination oder finance_officer."
)
@click.option("--organisation", cls=Option, metavar="CODE", help="Zum Beispiel ags, finanzen oder bfs-2601.")
@click.option(
    "--bfs", cls=Option, metavar="NUMMER", type=BFS_NUMBER, help="Die Gemeinde, für die eine Gemeinderolle gilt."
)
@click.option("--name", cls=Option, metavar="NAME", default="", help="Name der Person; sonst der Anfang der Adresse.")
@with_installation(writes=True)
def add(email: str, role: str, organisation: str | None, bfs: int | None, name: str) -> None:
    """Ein Konto eröffnen und sein Passwort ausgeben; es wird nur jetzt gezeigt.

    Bei der ersten Anmeldung muss es durch ein eigenes ersetzt werden.

    Kantonale Rollen gelten ohne weitere Angabe bei ihrer Stelle (ags, finanzen, finanzkontrolle);
    Rollen einer Gemeinde brauchen --bfs. Hat die Adresse schon ein Konto, erhält es die weitere Rolle.
    """
    from ankunft.domain.accounts import account_add, role_add
    from ankunft.foundation.access.passwords import password_make
    from ankunft.foundation.kernel.actor import Actor

    if organisation and bfs:
        raise click.UsageError("--organisation und --bfs schliessen sich aus.")
    code = f"bfs-{bfs}" if bfs else organisation
    if role_add(email=email, role=role, organisation_code=code, actor=Actor.operator()):
        click.echo(f"Für {email} gibt es schon ein Konto. Es hat nun auch diese Rolle; das Passwort bleibt.", err=True)
        return
    password = password_make()
    account_add(
        email=email,
        name=name or email.partition("@")[0],
        role=role,
        organisation_code=code,
        password=password,
        actor=Actor.operator(),
        temporary=True,
    )
    click.echo(password)
