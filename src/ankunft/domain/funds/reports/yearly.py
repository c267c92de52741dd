"""The plan of the years as the lead of the IIZ approves it anew: table, differences, remarks (FP 3.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from .papers import Column, Content, Paper, PaperTable, Row, signed_facts, swiss_day

FORM = "ankunft-year-plan-1"
BASIS = "RRB 2023/2057, Ziffer 3.3"


class PlanRow(NamedTuple):
    """A row of the plan in whole Rappen by year; expenditure is below zero, as the decision shows it."""

    code: str
    label: str
    depth: int
    values: Sequence[int | None]
    is_balance: bool
    remark: str = ""


def yearly_content(
    *,
    reference: str,
    plan: Mapping[str, Any],
    source: Mapping[str, str],
    years: Sequence[int],
    rows: Sequence[PlanRow],
    before: Mapping[str, Any] | None,
    unquantified: Sequence[tuple[str, str, str]],
    correction: tuple[str, str] = ("", ""),
    is_demo: bool = False,
) -> Content:
    """The plan as plain JSON values. `before` is the version in force with its rows by code, None if there is none."""
    return {
        "form": FORM,
        "kind": "yearly",
        "reference": reference,
        "corrects": correction[0],
        "reason": correction[1],
        "is_demo": is_demo,
        "unit": "Rappen",
        "plan": dict(plan),
        "source": dict(source),
        "years": list(years),
        "rows": [{**row._asdict(), "values": list(row.values)} for row in rows],
        "before": dict(before) if before else None,
        "unquantified": [{"code": code, "label": label, "comment": words} for code, label, words in unquantified],
    }


def yearly_paper(content: Content) -> Paper:
    """The plan as it is printed."""
    plan, years = content["plan"], content["years"]
    facts = [
        ("Finanzplan", f"{plan['label']}, Fassung {plan['version']}"),
        ("Quelle", content["source"]["label"]),
        ("Stand der Angaben", swiss_day(plan["as_of"])),
        ("Anfangssaldo", plan["opening_source"]),
        ("Stand der Fassung", plan["state"]),
        *([("Beschluss", f"{plan['decision']} vom {swiss_day(plan['decided_on'])}")] if plan["decision"] else []),
        ("Grundlage", BASIS),
        *signed_facts(content),
    ]
    columns = [Column("Position", "text"), *(Column(str(year)) for year in years), Column("Bemerkung", "text")]
    rows = [
        Row((row["label"], *row["values"], row["remark"]), row["depth"], row["is_balance"]) for row in content["rows"]
    ]
    tables = [PaperTable(f"Finanzplan {years[0]} bis {years[-1]}", columns, rows)]
    if content["before"]:
        tables.append(_differences(content))
    notes = ["Alle Beträge in Franken und Rappen, ungerundet. Aufwendungen stehen mit Minuszeichen."]
    notes += [
        f"Bekannt, noch nicht beziffert: {one['label']}. {one['comment']}".strip() for one in content["unquantified"]
    ]
    title = f"Finanzplan {plan['code']}: Fassung {plan['version']} zur Genehmigung durch die IIZ-Leitung"
    return Paper(title, content["reference"], facts, tables, notes, is_demo=content["is_demo"])


def _differences(content: Content) -> PaperTable:
    """What is otherwise than in the version in force: by position and year, new less old."""
    years, before = content["years"], content["before"]
    old = before["rows"]
    rows = []
    for row in content["rows"]:
        values = old.get(row["code"], [None] * len(years))
        apart = tuple((new or 0) - (was or 0) for new, was in zip(row["values"], values, strict=True))
        if any(apart):
            rows.append(Row((row["label"], *apart), row["depth"], row["is_balance"]))
    gone = [code for code in old if code not in {row["code"] for row in content["rows"]}]
    rows += [Row((before["labels"][code], *(-(was or 0) for was in old[code]))) for code in gone]
    columns = [Column("Position", "text"), *(Column(str(year)) for year in years)]
    return PaperTable(f"Unterschied zur geltenden Fassung {before['version']}", columns, rows)
