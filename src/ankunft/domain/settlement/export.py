"""The payment run as an XLSX workbook: totals, payees, every line with its paragraph, what is withheld or contested."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ankunft.foundation.documents.spreadsheet import Kind, Sheet, workbook
from ankunft.foundation.workflow.selectors import steps_of

from .explain import reference_of
from .explanations import concerned
from .models import START_INTEGRATION, Run
from .rules import payment_date
from .selectors import lines_of, payees_of, reclaims_contested, run_totals, withheld_of
from .states import RELEASED, RUN


def settlement_workbook(run: Run) -> bytes:
    """The run as XLSX. The same run gives the same bytes, whatever language the reader has chosen."""
    with translation.override(settings.LANGUAGE_CODE):
        return workbook([_summary(run), _payees(run), _lines(run), _withheld(run), *_contested(run)])


def _summary(run: Run) -> Sheet:
    totals = run_totals(run)
    rows: list[tuple[Any, ...]] = [
        (_("Zahlungslauf"), run.reference, None),
        (_("Stand"), str(RUN.labels[run.state]), None),
        (_("Zahldatum"), f"{payment_date(run.month):%d.%m.%Y}", None),
        (_("Summe aller Positionen"), None, run.total),
        (_("Auszuzahlen"), _payee_count(totals["paid"]), totals["to_pay"]),
        (_("In Rechnung zu stellen"), None, totals["to_invoice"]),
        (_("Mit früheren Rechnungen verrechnet"), None, totals["carried"]),
        (_("Korrekturen aus früheren Läufen"), None, totals["corrections"]),
    ]
    rows += [
        (str(RUN[step.name].sentence), f"{step.at:%d.%m.%Y %H:%M}, {step.account_label}", None)
        for step in steps_of(RUN.object_type, run.reference)
    ]
    return Sheet(_("Übersicht"), [_("Angabe"), _("Wert"), "CHF"], rows, ("text", "text", "money"), (36, 40, 16))


def _payee_count(count: int) -> str:
    return ngettext("%(count)s Empfängerin", "%(count)s Empfängerinnen", count) % {"count": count}


def _payees(run: Run) -> Sheet:
    rows = (
        (
            row.municipality.bfs_number,
            row.municipality.name,
            row.credit,
            row.reclaimed,
            row.carried,
            row.payment,
            row.invoice,
        )
        for row in payees_of(run)
    )
    header = [
        _("BFS-Nr."),
        _("Gemeinde"),
        _("Guthaben CHF"),
        _("Rückforderung CHF"),
        _("Verrechnet CHF"),
        _("Auszahlung CHF"),
        _("Rechnung CHF"),
    ]
    return Sheet(_("Auszahlung"), header, rows, ("integer", "text", "money", "money", "money", "money", "money"))


def _lines(run: Run) -> Sheet:
    header = [
        _("BFS-Nr."),
        _("Gemeinde"),
        _("Ausbezahlt an"),
        _("Beitrag"),
        _("Periode"),
        _("Anzahl"),
        _("Ansatz CHF"),
        _("Betrag CHF"),
        _("Rechtsgrundlage"),
        _("Korrektur"),
        _("Grundlage"),
        _("Verweis"),
    ]
    kinds: tuple[Kind, ...] = (
        "integer",
        "text",
        "text",
        "text",
        "text",
        "integer",
        "money",
        "money",
        "text",
        "text",
        "text",
        "text",
    )
    return Sheet(_("Positionen"), header, _line_rows(run), kinds)


def _line_rows(run: Run) -> Iterator[tuple[Any, ...]]:
    for line in lines_of(run):
        line.run = run
        sources = "; ".join(source["label"] for source in line.explanation.get("sources", ()))
        yield (
            line.municipality.bfs_number,
            line.municipality.name,
            line.payee.name,
            line.contribution_label,
            line.period,
            line.quantity,
            line.rate,
            line.amount,
            line.legal_reference,
            _("ja") if line.is_correction else "",
            line.explanation.get("note") or sources,
            reference_of(line),
        )


def _withheld(run: Run) -> Sheet:
    rows = (
        (held.municipality.bfs_number, held.municipality.name, held.period, held.get_reason_display(), held.message)
        for held in withheld_of(run)
    )
    header = [_("BFS-Nr."), _("Gemeinde"), _("Periode"), _("Grund"), _("Erläuterung")]
    return Sheet(_("Zurückbehalten"), header, rows, ("integer", "text", "text", "text", "text"), (12, 28, 12, 28, 70))


def _contested(run: Run) -> Iterator[Sheet]:
    """What the run does not net because an objection is open, where a run nets what was decided."""
    if run.state == RELEASED or run.scheme != START_INTEGRATION:
        return
    rows = (
        (
            reclaim.reference,
            reclaim.municipality.bfs_number,
            reclaim.municipality.name,
            concerned(reclaim.period, reclaim.contribution),
            reclaim.amount,
        )
        for reclaim in reclaims_contested(run)
    )
    header = [_("Entscheid"), _("BFS-Nr."), _("Gemeinde"), _("Betrifft"), _("Betrag CHF")]
    kinds: tuple[Kind, ...] = ("text", "integer", "text", "text", "money")
    yield Sheet(_("Einsprache offen"), header, rows, kinds, (12, 12, 28, 40, 14))
