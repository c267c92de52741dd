"""Looks through the questionnaires that come with the product when reference data are loaded."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from .definitions import FOLDER, read_folder


def check_questionnaires() -> int:
    """Read `data/questionnaires` anew; returns how many versions there are. Refused with all that is wrong in them."""
    return len(read_folder(Path(settings.DATA) / FOLDER))
