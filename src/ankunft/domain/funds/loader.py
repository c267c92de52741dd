"""Takes over the sources and the decided plans that come with the product."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.money import Money

from .models import FinancialPlan, FundingSource
from .services import plan_begin, plan_take_over, programmes_ensure, sources_ensure
from .terms_loader import load_terms
from .values import Given, NewPosition, NewProgramme, NewSource, Opening, Ruling, YearAmount

SOURCES = "funding-sources.json"
FOLDER = "plans"
PROGRAMMES = "programmes"


@transaction.atomic
def load_funds(actor: Actor) -> int:
    """Add sources, their terms and every plan of data/plans that are not there yet; returns how many plans are new."""
    sources_ensure(sources=[NewSource(**one) for one in _read(Path(settings.DATA, SOURCES))["sources"]], actor=actor)
    load_terms(actor)
    known = set(FinancialPlan.objects.values_list("code", flat=True))
    files = [_read(file) for file in sorted(Path(settings.DATA, FOLDER).glob("*.json"))]
    new = [data for data in files if data["plan"] not in known]
    for data in new:
        _take_over(data, actor)
    periods = (_read(file) for file in sorted(Path(settings.DATA, PROGRAMMES).glob("*.json")))
    programmes_ensure(programmes=[_programme(data) for data in periods], actor=actor)
    return len(new)


def _programme(data: dict[str, Any]) -> NewProgramme:
    """A period with the days that its decision names; its goals and measures are in no document."""
    days = {name: date.fromisoformat(data[name]) for name in ("submission_due", "agreement_due")}
    return NewProgramme(**{**data, **days})


def _take_over(data: dict[str, Any], actor: Actor) -> None:
    plan = plan_begin(
        code=data["plan"],
        label=data["label"],
        source=FundingSource.objects.get(code=data["source"]),
        first_year=data["first_year"],
        last_year=data["last_year"],
        actor=actor,
    )
    decision = data["decision"]
    plan_take_over(
        plan=plan,
        positions=[_position(one) for one in data["positions"]],
        given={
            one["code"]: _given(one, data["comment"]) for one in data["positions"] if {"francs", "unknown"} & one.keys()
        },
        as_of=date.fromisoformat(data["as_of"]),
        opening=Opening(Money.francs(data["opening"]["francs"]).rappen, data["opening"]["source"]),
        ruling=Ruling(decision["name"], decision["by"], date.fromisoformat(decision["on"])),
        actor=actor,
    )


def _position(data: dict[str, Any]) -> NewPosition:
    return NewPosition(data["code"], data["label"], data["purpose"], data.get("parent", ""), "", data["legal_basis"])


def _given(data: dict[str, Any], comment: str) -> Given:
    if "unknown" in data:
        return Given(comment=data["unknown"], is_quantified=False)
    amounts = (YearAmount(int(year), Money.francs(francs).rappen) for year, francs in data["francs"].items())
    return Given(tuple(amounts), comment)


def _read(file: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return data
