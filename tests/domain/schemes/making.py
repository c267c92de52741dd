"""Definitions for tests: invented, and as the product brings them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings

from ankunft.domain.roles import COORDINATION
from ankunft.domain.schemes.content import scheme_of
from ankunft.domain.schemes.services import definition_confirm, definition_propose
from ankunft.domain.schemes.values import Scheme
from tests.support.people import actor_with


def definition(**changes: Any) -> dict[str, Any]:
    """An invented scheme: so much for each garden of a municipality that says that it tends them."""
    data: dict[str, Any] = {
        "key": "gardens",
        "sign": "G",
        "name": "Demo-Gärten",
        "valid_from": "2024-01-01",
        "act": "Demo-Beschluss",
        "paragraph": "1",
        "cycle": "half_year",
        "due_after": 6,
        "paid_after": 8,
        "residents_years_before": 1,
        "owed": True,
        "contributions": [{"code": "beds", "label": "Demo-Beete", "paragraph": "2", "field": "beds"}],
        "conditions": [{"test": "declared", "paragraph": "3", "field": "tended"}],
        "form": {
            "title": "Demo-Gärten",
            "source": "Demo-Beschluss 4",
            "sections": [{"code": "gardens", "title": "Gärten", "questions": [question("beds", "number")]}],
        },
    }
    data["form"]["sections"][0]["questions"].append(question("tended", "yes_no"))
    return data | changes


def question(field: str, kind: str) -> dict[str, Any]:
    """A question of everybody whose answer becomes that field."""
    return {
        "code": f"q_{field}",
        "type": kind,
        "label": f"Demo {field}?",
        "source": "Demo-Beschluss 4",
        "required": True,
        "feeds": field,
    }


def scheme(**changes: Any) -> Scheme:
    return scheme_of(definition(**changes))


def text(**changes: Any) -> str:
    """The definition as somebody writes it."""
    return json.dumps(definition(**changes))


def in_force(**changes: Any) -> Scheme:
    """The invented scheme, proposed by one person and confirmed by another."""
    one = definition_propose(text=text(**changes), actor=actor_with(COORDINATION))
    definition_confirm(definition=one, actor=actor_with(COORDINATION))
    return scheme(**changes)


def brought(name: str) -> Scheme:
    """A scheme that comes with the product."""
    (file,) = Path(settings.DATA, "schemes").glob(f"{name}-2*.json")
    return scheme_of(json.loads(file.read_text(encoding="utf-8")))
