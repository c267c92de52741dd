"""Loads the tariffs that come with the product."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

from django.conf import settings
from django.db import transaction

from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.money import Money

from .models import Tariff


@transaction.atomic
def load_tariffs(actor: Actor) -> int:
    """Load data/tariffs.csv; returns how many rows are new. A tariff that is there already stays as it is."""
    new = 0
    with Path(settings.DATA, "tariffs.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            rate = Money.parse(row["rate_chf"]).rappen if row["rate_chf"] else None
            _, created = Tariff.objects.get_or_create(
                contribution=row["contribution"],
                valid_from=date.fromisoformat(row["valid_from"]),
                defaults={
                    "rate": rate,
                    "subsidised": row["subsidised"] == "yes",
                    "act": row["act"],
                    "paragraph": row["paragraph"],
                    "note": row["note"],
                },
            )
            new += created
    if new:
        record(
            actor, Entry("settlement.tariffs.loaded", "settlement.tariff", "KRS-GEF-2017/01", f"{new} Tarife geladen.")
        )
    return new
