"""The statement of a released run: kept as bytes at the release, so that no later version of the program alters it."""

from __future__ import annotations

import gzip
import hashlib
import json
import zlib
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.fitness import Finding, fault, ok, warning
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.workflow.selectors import steps_of

from .models import Line, Payment, Run, RunStatement
from .selectors import lines_of, run_as_data
from .states import RELEASED, RUN

FORM = "ankunft-statement-1"


def statement_keep(run: Run, actor: Actor) -> RunStatement:
    """Keep what the run says, in the caller's transaction; the trail names the digest."""
    content = canonical(_statement(run))
    digest = hashlib.sha256(content).hexdigest()
    kept = RunStatement.objects.create(
        run=run, made_at=clock.now(), packed=gzip.compress(content, mtime=0), sha256=digest
    )
    record(
        actor,
        Entry(
            "settlement.statement.keep",
            "settlement.run",
            run.reference,
            "Abrechnung des Laufs aufbewahrt.",
            after={"sha256": digest, "bytes": len(content)},
        ),
    )
    return kept


def statement_of(run: Run) -> bytes:
    """What the run said when it was released, byte for byte.

    Refused if it is not released, was released before statements were kept, or is not what its digest says.
    """
    kept = RunStatement.objects.filter(run=run).first()
    if kept is None:
        raise Refused(
            _("Von %(month)s ist keine Abrechnung aufbewahrt: Sie entsteht, wenn der Lauf freigegeben wird.")
            % {"month": run.reference}
        )
    content = _unpacked(kept)
    if content is None:
        raise Refused(
            _("Die Abrechnung %(month)s ist nicht mehr die, die freigegeben wurde: Die Prüfsumme stimmt nicht.")
            % {"month": run.reference}
        )
    return content


def canonical(data: Any) -> bytes:
    """One spelling for the same content: keys in order, no blanks, UTF-8."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def check_statements() -> Iterator[Finding]:
    """Whether the statement of every released run is there, unaltered, and tells the amounts of its lines."""
    unaltered = 0
    runs = Run.objects.filter(state=RELEASED).order_by("payment_month")
    kept = {statement.run_id: statement for statement in RunStatement.objects.filter(run__in=runs)}
    for run in runs:
        statement = kept.get(run.pk)
        if statement is None:
            yield warning(
                f"Vom Lauf {run.reference} ist keine Abrechnung aufbewahrt.",
                "Er wurde von einer älteren Version freigegeben. Bewahren Sie seine Excel-Mappe auf.",
            )
            continue
        content = _unpacked(statement)
        if content is None or not _tells(json.loads(content), run):
            yield fault(
                f"Die aufbewahrte Abrechnung des Laufs {run.reference} stimmt nicht mehr.",
                "Ändern Sie nichts, sichern Sie die Datenbank und benachrichtigen Sie die Revision.",
            )
        else:
            unaltered += 1
    if unaltered:
        yield ok(f"Die aufbewahrten Abrechnungen von {unaltered} Läufen sind unverändert.")


def _tells(statement: dict[str, Any], run: Run) -> bool:
    """The lines in the database are those of the statement."""
    lines = [(line["reference"], line["rappen"]) for line in statement["lines"]]
    return lines == [(reference_in(line), line.amount) for line in lines_of(run).defer("explanation")]


def reference_in(line: Line) -> str:
    """The line within its run."""
    return f"{line.municipality.bfs_number}/{line.contribution}/{line.period}/{line.rate}"


def _unpacked(kept: RunStatement) -> bytes | None:
    try:
        content = gzip.decompress(bytes(kept.packed))
    except (OSError, EOFError, zlib.error):
        return None
    return content if hashlib.sha256(content).hexdigest() == kept.sha256 else None


def _statement(run: Run) -> dict[str, Any]:
    data = run_as_data(run)
    for told, line in zip(data["lines"], lines_of(run), strict=True):
        told["reference"] = reference_in(line)
        told["rappen"] = line.amount
        told["explanation"] = line.explanation
        told["is_correction"] = line.is_correction
    payments = Payment.objects.filter(run=run).order_by("reference")
    columns = ("reference", "amount", "iban", "name", "street", "house_number", "postcode", "town", "message")
    data["payments"] = list(payments.values(*columns))
    data["steps"] = [
        {"name": step.name, "at": step.at.isoformat(), "by": step.account_label, "reason": step.reason}
        for step in steps_of(RUN.object_type, run.reference)
    ]
    data["form"] = FORM
    return data
