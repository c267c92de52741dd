"""Takes over what documents say of the sources: what they may bear, until when, what is paid per person."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.money import Money

from .models import FundingSource, PersonRate, SourceTerms
from .rules.sources import Terms
from .services.terms import rate_record, terms_set

TERMS = "funding-terms.json"


@transaction.atomic
def load_terms(actor: Actor) -> int:
    """Add the terms and rates that are not there yet; returns how many are new.

    What people have set from that day on, or from a later one, stays as it is.
    """
    data = json.loads(Path(settings.DATA, TERMS).read_text(encoding="utf-8"))
    sources = {source.code: source for source in FundingSource.objects.all()}
    added = 0
    for one in data["terms"]:
        source, terms = sources[one["source"]], _terms(one)
        if not SourceTerms.objects.filter(source=source, valid_from__gte=terms.valid_from).exists():
            terms_set(source=source, terms=terms, actor=actor)
            added += 1
    for one in data["rates"]:
        day = date.fromisoformat(one["valid_from"])
        if not PersonRate.objects.filter(kind=one["kind"], valid_from__gte=day).exists():
            rate = Money.francs(one["francs"]).rappen
            rate_record(kind=one["kind"], valid_from=day, rate=rate, document=one["document"], actor=actor)
            added += 1
    return added


def _terms(data: dict[str, Any]) -> Terms:
    due = data.get("refund_due")
    return Terms(
        date.fromisoformat(data["valid_from"]),
        data["legal_basis"],
        _codes(data.get("purposes")),
        _codes(data.get("groups")),
        data.get("first_year"),
        data.get("last_year"),
        date.fromisoformat(due) if due else None,
        data.get("condition", ""),
        data.get("decision", ""),
    )


def _codes(codes: list[str] | None) -> frozenset[str] | None:
    return None if codes is None else frozenset(codes)
