"""Countries by their number at the Federal Statistical Office, as registers send them (eCH-0072)."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

from django.conf import settings

FILE = "countries.csv"


@lru_cache(maxsize=1)
def iso_by_number() -> dict[str, str]:
    """ISO-2 by number; empty for states that no longer exist."""
    with Path(settings.DATA, FILE).open(encoding="utf-8", newline="") as stream:
        return {row["bfs_number"]: row["iso2"] for row in csv.DictReader(stream)}


@lru_cache(maxsize=1)
def iso_codes() -> frozenset[str]:
    """Every ISO-2 code that a state or territory has."""
    return frozenset(iso_by_number().values()) - {""}
