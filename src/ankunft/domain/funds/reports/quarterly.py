"""The quarterly report to the federation: its content from plain values, the paper from its content (FP 2.4, 3.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ankunft.foundation.kernel.money import Money
from ankunft.foundation.kernel.periods import Quarter
from ankunft.foundation.pictures.values import Balance, Movement, Waterfall

from ..rules.sem_report import BalanceLine, Line, Span, Thresholds, total
from .papers import Column, Content, Paper, PaperTable, Row, signed_facts, swiss_day

FORM = "ankunft-sem-report-2"
"""How the content is made up: the second form tells what was refunded. What was signed keeps the form that it has."""
BASIS = "RRB 2023/2057, Ziffern 2.4 und 3.2"
METHOD = (
    "Hochrechnung: gebucht bis zum Ende des Quartals, dazu für die offenen Monate der Erwartungswert aus der "
    "Bandbreite der zuständigen Stelle, sonst aus der eigenen Geschichte der Position, sonst aus dem Plan."
)
OUTSIDE = "Für andere Finanzpläne"
"""What the source bore of positions of other plans. It stands in a report where there is any."""
STEPS_IN = {
    "ip-kip2": (
        "Sie trägt die Integrationspauschale KIP 2bis, danach KIP 3, soweit zulässig (RRB 2023/2057, Ziffer 2.3)."
    )
}
"""Who bears what a source lacks, where a decision says so."""
NOBODY_YET = "Welche Quelle sie trägt, ist noch zu bestimmen."
REFUNDED = "Rückerstattet"
"""What went back to the federation. It stands in a report where there is any."""
WHOLE = "Alle Beträge in Franken und Rappen, ungerundet: Jede Summe ist die Summe ihrer Zeilen."


class About(NamedTuple):
    """What a report is about, in the words that it keeps."""

    reference: str
    plan: Mapping[str, Any]
    source: Mapping[str, str]
    quarter: Quarter
    years: Sequence[int]
    thresholds: Thresholds
    thresholds_source: str
    corrects: str = ""
    reason: str = ""
    is_demo: bool = False


class Remarks(NamedTuple):
    """By position code: what is said of its deviation, and where its expectation comes from. And what has no amount."""

    comments: Mapping[str, str]
    bases: Mapping[str, str]
    unquantified: Sequence[tuple[str, str]]


def quarterly_content(
    about: About, lines: Sequence[Line], balances: Sequence[BalanceLine], remarks: Remarks
) -> Content:
    """The report as plain JSON values; amounts are whole Rappen, expenditure above zero."""
    of_year, of_period = total(lines)
    return {
        "form": FORM,
        "kind": "quarterly",
        "reference": about.reference,
        "corrects": about.corrects,
        "reason": about.reason,
        "is_demo": about.is_demo,
        "unit": "Rappen",
        "plan": dict(about.plan),
        "source": dict(about.source),
        "quarter": str(about.quarter),
        "from": about.quarter.start.isoformat(),
        "until": about.quarter.end.isoformat(),
        "year": about.quarter.year,
        "years": list(about.years),
        "comment_above": {
            "percent": about.thresholds.percent,
            "amount": about.thresholds.amount,
            "source": about.thresholds_source,
        },
        "rows": [_row(line, about.thresholds, remarks) for line in lines],
        "total": {"year": _span(of_year), "period": _span(of_period)},
        "unquantified": [{"code": code, "label": label} for code, label in remarks.unquantified],
        "balances": [
            {
                **{name: getattr(one, name) for name in BalanceLine.__slots__},
                "standing": one.standing,
                "closing": one.closing,
            }
            for one in balances
        ],
    }


def lacking_comments(content: Content) -> list[str]:
    """The positions that deviate so much that they need a word, and have none."""
    return [row["label"] for row in content["rows"] if row["needs_comment"] and not row["comment"]]


def balance_picture(content: Content) -> Waterfall:
    """The balance of the source through the year of the report, as it will probably go."""
    year, source = content["year"], content["source"]["label"]
    line = next(one for one in content["balances"] if one["year"] == year)
    movements = [
        Movement("Eingänge", line["received"]),
        Movement("Umbuchungen", line["transferred"]),
        Movement(REFUNDED, -line.get("refunded", 0)),
        Movement(OUTSIDE, -line.get("outside", 0)),
    ]
    movements = [one for one in movements if one.rappen]
    movements += [
        Movement(row["label"], -row["year"]["expected"])
        for row in content["rows"]
        if row["depth"] == 0 and (row["year"]["expected"] or row["year"]["plan"])
    ]
    return Waterfall(
        f"Saldo {source} {year}, hochgerechnet",
        (Balance(f"Saldo 01.01.{year}", line["opening"]), *movements, Balance(f"Saldo 31.12.{year}", line["closing"])),
    )


def quarterly_paper(content: Content) -> Paper:
    """The report as it is printed."""
    plan, year, years = content["plan"], content["year"], content["years"]
    until = swiss_day(content["until"])
    facts = [
        ("Kanton", "Solothurn"),
        ("Finanzplan", f"{plan['label']}, Fassung {plan['version']}"),
        ("Beschluss", f"{plan['decision']} vom {swiss_day(plan['decided_on'])}"),
        ("Quelle", content["source"]["label"]),
        ("Berichtet wird", f"{content['quarter']}: Buchungen bis {until}"),
        ("Grundlage", BASIS),
        *signed_facts(content),
    ]
    tables = [
        _use(content, "year", f"Verwendung im Jahr {year}", str(year), f"31.12.{year}", with_comment=True),
        _use(
            content, "period", f"Verwendung {years[0]} bis {years[-1]}", f"{years[0]}–{years[-1]}", f"31.12.{years[-1]}"
        ),
        _balances(content, until),
    ]
    if any(row["period"]["elsewhere"] for row in content["rows"]):
        tables.append(_elsewhere(content, until))
    title = f"Quartalsbericht an das SEM: {content['quarter'][-1]}. Quartal {year}"
    return Paper(
        title, content["reference"], facts, tables, _notes(content), balance_picture(content), content["is_demo"]
    )


def _row(line: Line, thresholds: Thresholds, remarks: Remarks) -> dict[str, Any]:
    return {
        "code": line.code,
        "label": line.label,
        "depth": line.depth,
        "is_sum": line.is_sum,
        "year": _span(line.year),
        "period": _span(line.period),
        "basis": remarks.bases.get(line.code, ""),
        "needs_comment": line.needs_comment(thresholds),
        "comment": remarks.comments.get(line.code, ""),
    }


def _span(span: Span) -> dict[str, int | None]:
    return {
        "plan": span.plan,
        "booked": span.booked,
        "elsewhere": span.elsewhere,
        "rest": span.rest,
        "expected": span.expected,
        "deviation": span.deviation,
    }


def _use(content: Content, name: str, title: str, of: str, end: str, *, with_comment: bool = False) -> PaperTable:
    columns = [
        Column("Position", "text"),
        Column(f"Plan {of}"),
        Column(f"gebucht bis {swiss_day(content['until'])}"),
        Column(f"Hochrechnung {end}"),
        Column("Abweichung vom Plan"),
    ]
    if with_comment:
        columns.append(Column("Bemerkung", "text"))

    def cells(label: str, span: Mapping[str, Any], comment: str) -> tuple[Any, ...]:
        figures = (label, span["plan"], span["booked"], span["expected"], span["deviation"])
        return (*figures, comment) if with_comment else figures

    rows = [Row(cells(row["label"], row[name], row["comment"]), row["depth"], row["is_sum"]) for row in content["rows"]]
    return PaperTable(title, columns, [*rows, Row(cells("Total", content["total"][name], ""), 0, True)])


def _balances(content: Content, until: str) -> PaperTable:
    columns = {
        "year": Column("Jahr", "number"),
        "opening": Column("Saldo 01.01."),
        "received": Column("Eingänge"),
        "transferred": Column("Umbuchungen"),
        "refunded": Column(REFUNDED),
        "booked": Column(f"gebucht bis {until}"),
        "outside": Column(OUTSIDE),
        "standing": Column(f"Stand {until}"),
        "rest": Column("noch erwartet"),
        "closing": Column("Saldo 31.12."),
    }
    for name in ("refunded", "outside"):
        if not any(one.get(name) for one in content["balances"]):
            del columns[name]
    rows = [Row(tuple(one[name] for name in columns), 0, one["year"] == content["year"]) for one in content["balances"]]
    return PaperTable(f"Saldo {content['source']['label']}", list(columns.values()), rows)


def _elsewhere(content: Content, until: str) -> PaperTable:
    columns = [Column("Position", "text"), Column(str(content["year"])), Column("ganze Laufzeit")]
    rows = [
        Row((row["label"], row["year"]["elsewhere"], row["period"]["elsewhere"]), row["depth"], row["is_sum"])
        for row in content["rows"]
        if row["period"]["elsewhere"]
    ]
    return PaperTable(f"Von anderen Quellen getragen, gebucht bis {until}", columns, rows)


def _notes(content: Content) -> list[str]:
    above = content["comment_above"]
    notes = [WHOLE, METHOD]
    notes.append(
        f"Eine Bemerkung ist nötig bei mehr als {above['percent']} Prozent und mehr als {Money(above['amount'])} "
        f"Abweichung. {above['source']}"
    )
    if content["unquantified"]:
        named = ", ".join(one["label"] for one in content["unquantified"])
        notes.append(f"Bekannt, noch nicht beziffert und in keiner Summe enthalten: {named}.")
    last = content["balances"][-1]
    if last["closing"] < 0:
        lacking = f"Bis Ende {last['year']} fehlen voraussichtlich {Money(-last['closing'])}"
        notes.append(f"{lacking}: {STEPS_IN.get(content['source']['code'], NOBODY_YET)}")
    return notes
