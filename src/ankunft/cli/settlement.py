"""`ankunft settle`, `run`, `export` and `explain`: payment runs on the command line."""

from __future__ import annotations

import json
import secrets
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import Month, Quarter

from .installation import busy, with_installation
from .program import Command, Group, Option
from .words import MONTH, PAYMENT_MONTH, QUARTER, Choice, WholeNumber

if TYPE_CHECKING:
    from collections.abc import Callable

    from ankunft.domain.settlement.models import Run

MOST_FILES = 999
START_INTEGRATION = "start.integration"


def _of_scheme(command: Callable[..., None]) -> Callable[..., None]:
    """The option that names another scheme than start.integration."""
    told = "Schlüssel des Programms, zum Beispiel status-s; ohne ihn start.integration."
    return click.option(
        "--scheme", cls=Option, metavar="SCHLÜSSEL", default=START_INTEGRATION, is_eager=True, help=told
    )(command)


def _payment_month(ctx: click.Context, param: click.Parameter, month: Month) -> Month:
    """Of start.integration March and September are known beforehand; of other schemes their definition says it."""
    return PAYMENT_MONTH.convert(month, param, ctx) if ctx.params["scheme"] == START_INTEGRATION else month


@click.command(cls=Command)
@click.argument("month", metavar="JJJJ-03|JJJJ-09", type=MONTH, callback=_payment_month)
@click.option("--json", "as_json", cls=Option, is_flag=True, help="Den Lauf als ein JSON-Dokument ausgeben.")
@_of_scheme
@with_installation(writes=True)
def settle(month: Month, as_json: bool, scheme: str) -> None:
    """Den Entwurf des Zahlungslaufs (neu) berechnen. Andere Programme haben ihre eigenen Zahlungsmonate.

    Ist der Lauf schon geprüft, genehmigt oder freigegeben, bleibt er, wie er ist, und wird nur gezeigt.
    """
    from ankunft.domain.settlement.selectors import run_as_data
    from ankunft.domain.settlement.services import run_calculate
    from ankunft.domain.settlement.states import DRAFT
    from ankunft.foundation.kernel.actor import Actor

    with busy("Der Lauf wird berechnet"):
        run = run_calculate(month=month, scheme=scheme, actor=Actor.operator())
    if run.state != DRAFT:
        click.echo(f"Der Lauf {run.reference} ist {_state(run)}; seine Beträge bleiben, wie sie sind.", err=True)
    if as_json:
        click.echo(json.dumps(run_as_data(run), ensure_ascii=False))
    else:
        click.echo(_summary(run))


@click.group("run", cls=Group, short_help="Einen Zahlungslauf prüfen, genehmigen, freigeben.")
def run_group() -> None:
    """Einen Zahlungslauf prüfen, genehmigen, freigeben (Vier-Augen-Prinzip)."""


def _step(name: str, sentence: str) -> None:
    """Add the command that takes one step of a run on behalf of a person."""

    @run_group.command(name, help=sentence)
    @click.argument("month", metavar="JJJJ-MM", type=MONTH)
    @click.option("--as", "email", cls=Option, metavar="E-MAIL", required=True, help="Konto der handelnden Person.")
    @_of_scheme
    @with_installation(writes=True)
    def step(month: Month, email: str, scheme: str) -> None:
        from ankunft.domain.settlement import services
        from ankunft.domain.settlement.scheme_names import run_reference
        from ankunft.domain.settlement.selectors import run_of
        from ankunft.foundation.access.selectors import actor_by_email

        actor = actor_by_email(email, "cli")
        run = run_of(run_reference(scheme, month))
        getattr(services, f"run_{name}")(run=run, actor=actor)
        run.refresh_from_db()
        click.echo(f"Lauf {run.reference}: {_state(run)} durch {actor.label}.")


_step("check", "Den Entwurf als geprüft bestätigen (Rolle Finanzen: prüfen).")
_step("approve", "Den geprüften Lauf genehmigen (nicht, wer ihn geprüft hat).")
_step("release", "Den genehmigten Lauf freigeben; danach ändert er sich nie mehr.")


ORDER_BOOKINGS = "order-bookings"
PLAN, SEM_REPORT = "plan", "sem-report"
EXPORTED = ["settlement", "payments", "bookings", ORDER_BOOKINGS, "statement", "letters", PLAN, SEM_REPORT]


@click.command(cls=Command)
@click.argument("kind", metavar="ART", type=Choice(EXPORTED))
@click.argument("month", metavar="[JJJJ-MM]", type=MONTH, required=False)
@click.option("--out", "path", cls=Option, metavar="DATEI", required=True, type=Path, help="Wohin geschrieben wird.")
@click.option(
    "--number",
    cls=Option,
    metavar="N",
    type=WholeNumber(1, MOST_FILES),
    default=1,
    help="Welche Zahlungsdatei des Laufs: ohne Angabe die erste; weitere zahlen noch einmal, was zurückkam.",
)
@click.option("--plan", cls=Option, metavar="KÜRZEL", default="", help="Welcher Finanzplan, zum Beispiel KIP2.")
@click.option(
    "--version",
    cls=Option,
    metavar="N",
    type=WholeNumber(1, MOST_FILES),
    default=None,
    help="Welche Fassung des Finanzplans; ohne Angabe die beschlossene, sonst die neueste.",
)
@click.option(
    "--quarter", cls=Option, metavar="JJJJ-Qn", type=QUARTER, default=None, help="Welches Quartal wird berichtet."
)
@_of_scheme
@with_installation(writes=True)
def export(
    kind: str,
    month: Month | None,
    path: Path,
    number: int,
    plan: str,
    version: int | None,
    quarter: Quarter | None,
    scheme: str,
) -> None:
    """Einen Zahlungslauf schreiben: settlement als XLSX-Mappe, payments als Zahlungsdatei (pain.001) für die Bank.

    bookings ist die Buchungsliste (CSV oder XLSX, je nach Endung der Datei), statement die Abrechnung, wie sie bei der
    Freigabe aufbewahrt wurde (JSON).

    order-bookings ist die Buchungsliste dessen, was im Jahr dieses Monats ohne Lauf bezahlt wurde (Projektbeiträge).

    letters sind alle Briefe des Laufs als ZIP-Datei; die noch fehlen, entstehen dabei. Versendet wird nichts.

    plan ist die Tabelle eines Finanzplans (--plan) als PDF oder XLSX, je nach Endung der Datei, ohne Monat.

    sem-report ist der Quartalsbericht an das SEM (--quarter, --plan) als PDF, XLSX oder JSON: der unterzeichnete, Byte
    für Byte; ohne einen solchen ein Entwurf.
    """
    if kind == SEM_REPORT:
        _export_sem_report(path, month, plan, quarter)
        return
    if kind == PLAN:
        _export_plan(path, month, plan, version)
        return
    if month is None:
        raise click.UsageError(f"Welcher Monat? Zum Beispiel: ankunft export {kind} 2025-03 --out DATEI")
    from ankunft.domain.letters.export import letters_archive
    from ankunft.domain.settlement.bookings import bookings_file
    from ankunft.domain.settlement.export import settlement_workbook
    from ankunft.domain.settlement.order_bookings import order_bookings_file
    from ankunft.domain.settlement.scheme_names import run_reference
    from ankunft.domain.settlement.selectors import payment_file_for, payment_files_of, run_of
    from ankunft.domain.settlement.statements import statement_of
    from ankunft.foundation.kernel.actor import Actor

    if kind == ORDER_BOOKINGS:
        with busy("Die Datei wird geschrieben"):
            write_whole(path, order_bookings_file(month.year, path.suffix.lower()))
        click.echo(f"Geschrieben: {path}")
        return
    run = run_of(run_reference(scheme, month))
    made: dict[str, Callable[[Run], bytes]] = {
        "settlement": settlement_workbook,
        "payments": lambda one: payment_file_for(one, number),
        "bookings": lambda one: bookings_file(one, path.suffix.lower()),
        "statement": statement_of,
        "letters": lambda _one: letters_archive(occasion=str(run.reference), actor=Actor.operator()),
    }
    with busy("Die Datei wird geschrieben"):
        write_whole(path, made[kind](run))
    click.echo(f"Geschrieben: {path}")
    if kind == "payments" and (further := len(payment_files_of(run)) - number) > 0:
        click.echo(
            f"Der Lauf hat {number + further} Zahlungsdateien; das ist Nummer {number}. Weitere mit --number.", err=True
        )


def _export_plan(path: Path, month: Month | None, code: str, number: int | None) -> None:
    """Write the table of a version of a plan."""
    if month is not None or not code:
        raise click.UsageError("Ein Finanzplan wird so geschrieben: ankunft export plan --plan KIP2 --out DATEI")
    from ankunft.domain.funds.export import plan_file
    from ankunft.domain.funds.selectors.plans import version_of
    from ankunft.foundation.kernel.actor import Actor

    content = plan_file(version_of(code, number, Actor.operator()), path.suffix.lower())
    write_whole(path, content)
    click.echo(f"Geschrieben: {path}")


def _export_sem_report(path: Path, month: Month | None, code: str, quarter: Quarter | None) -> None:
    """Write the report of a quarter: what was signed, or a draft."""
    if month is not None or not code or quarter is None:
        raise click.UsageError(
            "Ein Quartalsbericht wird so geschrieben: "
            "ankunft export sem-report --quarter 2024-Q3 --plan KIP2 --out DATEI"
        )
    from ankunft.domain.funds.models import FileFormat
    from ankunft.domain.funds.selectors.reports import quarterly_file

    form = path.suffix.lower().removeprefix(".")
    if form not in FileFormat.values:
        raise Refused(f"«{path.name}»: Ein Bericht ist eine PDF-, XLSX- oder JSON-Datei.")
    content, report = quarterly_file(code, quarter, form)
    write_whole(path, content)
    click.echo(f"Geschrieben: {path}")
    if report is None:
        click.echo(
            f"Für {quarter} ist kein Bericht unterzeichnet: Das ist ein Entwurf mit den Zahlen von jetzt.", err=True
        )


@click.command(cls=Command)
@click.argument("reference", metavar="VERWEIS")
@with_installation(writes=False)
def explain(reference: str) -> None:
    """Einen Betrag herleiten, bis zu den Berichten und zum Paragrafen.

    VERWEIS ist ein Lauf (2025-03), eine Gemeinde darin (2025-03/2601) oder ein einzelner Beitrag
    (2025-03/2601/base_contribution/2025). Läufe anderer Programme beginnen mit dem Kürzel (S-2026-09/2601).
    Ein Projektbeitrag heisst P-3, eine Rate davon P-3/1; ein Betrag eines Finanzplans KIP2/1/iim.social/2024, ein
    Saldo KIP2/1/closing/2025; eine Buchung B-12, eine Tranche T-3, eine Umbuchung U-4, eine Rückerstattung E-5.
    """
    from ankunft.domain.funds.explain import explain as explain_funds
    from ankunft.domain.funds.explain import is_of_funds
    from ankunft.domain.grants.explain import explain as explain_project
    from ankunft.domain.grants.explain import is_project
    from ankunft.domain.settlement.explain import explain as explain_run

    if is_of_funds(reference):
        click.echo(explain_funds(reference))
        return
    explanation = explain_project if is_project(reference) else explain_run
    click.echo(str(explanation(reference)))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that its name never leads to a part of it. Refused if it cannot be written."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Refused(f"«{path}» kann nicht geschrieben werden: {error.strerror}.") from error


def _state(run: Run) -> str:
    from ankunft.domain.settlement.states import RUN

    return f"«{RUN.labels[run.state]}»"


def _summary(run: Run) -> str:
    """The run in a few lines."""
    from ankunft.domain.settlement.selectors import lines_of, payees_of, withheld_of
    from ankunft.foundation.kernel.money import Money

    withheld = Counter(str(item.get_reason_display()) for item in withheld_of(run))
    lines = [
        f"Lauf {run.reference}, Stand {_state(run)}",
        f"  Total            {Money(run.total)}",
        f"  Positionen       {lines_of(run).count()}",
        f"  Auszahlungen     {payees_of(run).filter(payment__gt=0).count()}",
        f"  Rechnungen       {payees_of(run).filter(invoice__gt=0).count()}",
        f"  zurückbehalten   {sum(withheld.values())}",
    ]
    return "\n".join([*lines, *(f"    {reason}: {count}" for reason, count in sorted(withheld.items()))])
