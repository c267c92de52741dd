"""Inputs and results of projections as plain JSON values: as they are stored, and read again years later."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from fractions import Fraction
from typing import Any

from ankunft.foundation.kernel.periods import Month

from .rules.futures import Band, Cell, Inputs, Outcome, Pot, Result
from .rules.ranges import Basis, Ratios, Rest, Triangle


def canonical(data: dict[str, Any]) -> str:
    """One spelling for the same values."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> str:
    """The SHA-256 of what was written."""
    return hashlib.sha256(text.encode()).hexdigest()


def inputs_as_data(inputs: Inputs) -> dict[str, Any]:
    """What is projected; amounts in Rappen."""
    return {
        "years": [inputs.first_year, inputs.last_year],
        "over": str(inputs.over) if inputs.over else None,
        "pots": [
            {"source": pot.key, "opening": pot.opening, "refund_due": str(pot.refund_due) if pot.refund_due else None}
            for pot in inputs.pots
        ],
        "cells": [
            {"position": cell.position, "source": cell.source, "year": cell.year, "rest": _rest_as_data(cell.rest)}
            for cell in inputs.cells
        ],
        "certain": [
            {"source": source, "month": str(month), "amount": amount}
            for (source, month), amount in sorted(inputs.certain.items())
        ],
    }


def inputs_from_data(data: dict[str, Any]) -> Inputs:
    """Read back what `inputs_as_data` wrote."""
    first_year, last_year = data["years"]
    return Inputs(
        first_year,
        last_year,
        [Pot(one["source"], one["opening"], _day(one["refund_due"])) for one in data["pots"]],
        [Cell(one["position"], one["source"], one["year"], _rest_from_data(one["rest"])) for one in data["cells"]],
        {(one["source"], Month.parse(one["month"])): one["amount"] for one in data["certain"]},
        Month.parse(data["over"]) if data["over"] else None,
    )


def result_as_data(result: Result) -> dict[str, Any]:
    """What came out; amounts in Rappen."""
    return {
        "seed": result.seed,
        "draws": result.draws,
        "outcomes": [
            {
                "source": outcome.source,
                "balances": {str(year): _band_as_data(band) for year, band in outcome.balances.items()},
                "dry": {str(month): count for month, count in sorted(outcome.dry.items())},
                "refund_due": str(outcome.refund_due) if outcome.refund_due else None,
                "refunded": _band_as_data(outcome.refunded) if outcome.refunded else None,
                "lacking": _band_as_data(outcome.lacking),
            }
            for outcome in result.outcomes
        ],
    }


def result_from_data(data: dict[str, Any]) -> Result:
    """Read back what `result_as_data` wrote."""
    return Result(
        data["seed"],
        data["draws"],
        tuple(
            Outcome(
                one["source"],
                {int(year): _band(band) for year, band in one["balances"].items()},
                {Month.parse(month): count for month, count in one["dry"].items()},
                _day(one["refund_due"]),
                _band(one["refunded"]) if one["refunded"] else None,
                _band(one["lacking"]),
            )
            for one in data["outcomes"]
        ),
    )


def _rest_as_data(rest: Rest) -> dict[str, Any]:
    if isinstance(rest, Ratios):
        return {"basis": str(rest.basis), "planned": rest.planned, "ratios": [str(ratio) for ratio in rest.ratios]}
    return {"basis": str(rest.basis), "range": [rest.low, rest.likely, rest.high]}


def _rest_from_data(data: dict[str, Any]) -> Rest:
    if "ratios" in data:
        return Ratios(data["planned"], tuple(Fraction(ratio) for ratio in data["ratios"]))
    low, likely, high = data["range"]
    return Triangle(low, likely, high, Basis(data["basis"]))


def _band_as_data(band: Band) -> dict[str, Any]:
    return {"percentiles": list(band.percentiles), "mean": band.mean}


def _band(data: dict[str, Any]) -> Band:
    return Band(tuple(data["percentiles"]), data["mean"])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
