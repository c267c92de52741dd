"""What `ankunft check` looks at here: whether the next run could be paid, booked and validated, and what is kept."""

from __future__ import annotations

from collections.abc import Iterator

from ankunft.domain.territory.readings import accounts_on
from ankunft.domain.territory.selectors import existing_on
from ankunft.foundation.documents.iso20022 import pain001, schemas
from ankunft.foundation.fitness import Check, Finding, fault, ok, warning
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused

from .selectors import credit_standings, payer_on
from .statements import check_statements

MOST = 10


def payer() -> Iterator[Finding]:
    """Without a confirmed account of the canton a released run makes neither payment file nor invoices."""
    if payer_on(clock.today()) is not None:
        yield ok("Das Konto, von dem der Kanton zahlt, ist bestätigt.")
        return
    yield warning(
        "Das Konto fehlt, von dem der Kanton zahlt: Zahlungsdatei und Rechnungen entstehen nicht.",
        "Die Finanzen erfassen es unter «Läufe», «Konto des Kantons»; eine zweite Person bestätigt es.",
    )


def payees() -> Iterator[Finding]:
    """A payee without an account stops the release of a run."""
    places = dict(existing_on(clock.today()).order_by("name").values_list("pk", "name"))
    having = accounts_on(places, clock.today())
    lacking = [name for key, name in places.items() if key not in having]
    if not lacking:
        yield ok("Jede Gemeinde hat ein Zahlungskonto.")
        return
    further = f" und {len(lacking) - MOST} weitere" if len(lacking) > MOST else ""
    yield warning(
        f"{len(lacking)} Gemeinden haben kein Zahlungskonto: {', '.join(lacking[:MOST])}{further}. "
        "Ein Lauf, der ihnen etwas zahlt, lässt sich nicht freigeben.",
        "Erfassen Sie die Konten unter «Gemeinden», oder übernehmen Sie sie mit «ankunft import accounts».",
    )


def credit() -> Iterator[Finding]:
    """Without a credit of the year nothing stops a run that pays more than was granted."""
    year = clock.today().year
    standing = next((one for one in credit_standings() if one.year == year), None)
    if standing is not None and standing.granted is not None:
        yield ok(f"Der Kredit {year} ist bestätigt.")
        return
    yield warning(
        f"Für {year} ist kein Kredit bestätigt: Läufe werden freigegeben, ohne dass jemand ihre Summe daran misst.",
        "Die Finanzen erfassen ihn unter «Läufe», «Kredite»; eine zweite Person bestätigt ihn.",
    )


def bank_schemas() -> Iterator[Finding]:
    """Payment files are checked against the official schema where the installation has it."""
    if not schemas.is_there():
        yield warning(
            "Die amtlichen Schemata fehlen: Zahlungsdateien und Kontoauszüge werden nicht an ihnen geprüft.",
            "Setzen Sie ANKUNFT_ISO20022_SCHEMAS auf den Ordner, in dem sie liegen.",
        )
        return
    try:
        schemas.require_usable(pain001.SCHEMA)
    except Refused as refused:
        yield fault(refused.reason, "Prüfen Sie den Ordner von ANKUNFT_ISO20022_SCHEMAS.")
    else:
        yield ok("Zahlungsdateien werden am amtlichen Schema geprüft.")


CHECKS = (
    Check("settlement.payer", payer),
    Check("settlement.payees", payees),
    Check("settlement.credit", credit),
    Check("settlement.schemas", bank_schemas, needs_database=False),
    Check("settlement.statements", check_statements),
)
