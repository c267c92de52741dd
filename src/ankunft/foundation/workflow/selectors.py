"""The steps taken on a record."""

from __future__ import annotations

from django.db.models import QuerySet

from .models import Step


def steps_of(object_type: str, object_key: str) -> QuerySet[Step]:
    """Every step on the record, in order."""
    return Step.objects.filter(object_type=object_type, object_key=object_key).order_by("pk")


def hands_on(object_type: str, object_key: str) -> dict[str, set[int]]:
    """The accounts behind each kind of step taken on the record so far."""
    hands: dict[str, set[int]] = {}
    for name, account_id in steps_of(object_type, object_key).values_list("name", "account_id"):
        if account_id is not None:
            hands.setdefault(name, set()).add(account_id)
    return hands
