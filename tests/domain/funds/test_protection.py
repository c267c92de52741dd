"""What is given, put together and decided does not change: the database refuses it itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, models, transaction

from ankunft.domain.funds.models import (
    FinancialPlan,
    InputAmount,
    PlannedAmount,
    PlannedPosition,
    PlanVersion,
    Position,
    PositionInput,
)
from tests.domain.funds.making import People, adopted, consolidated, filled, opened

pytestmark = pytest.mark.django_db

CHANGES: dict[type[models.Model], dict[str, object]] = {
    FinancialPlan: {"label": "x"},
    Position: {"label": "x"},
    PlanVersion: {"opening": 1},
    PositionInput: {"comment": "x"},
    InputAmount: {"amount": 1},
    PlannedPosition: {"reason": "x"},
    PlannedAmount: {"amount": 1},
}


@pytest.mark.parametrize("model", CHANGES, ids=lambda model: model.__name__)
def test_a_decided_plan_never_changes(model: type[models.Model]) -> None:
    adopted(People())
    for change in (lambda rows: rows.update(**CHANGES[model]), lambda rows: rows._raw_delete(rows.db)):
        with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
            change(model._default_manager.all())


def test_the_decision_itself_does_not_change() -> None:
    adopted(People())
    for change in ({"decision": "x"}, {"decided_by": "x"}, {"state": "superseded", "opening": 1}):
        with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
            PlanVersion.objects.update(**change)


@pytest.mark.parametrize(
    "add",
    [
        lambda version, position: PositionInput.objects.create(
            version=version, position=position, number=9, given_by="x", given_at=version.opened_at
        ),
        lambda version, position: PlannedPosition.objects.create(version=version, position=position, reason="x"),
        lambda version, position: InputAmount.objects.create(
            input=PositionInput.objects.filter(version=version).first(), year=2029, amount=1
        ),
        lambda version, position: PlannedAmount.objects.create(
            planned=PlannedPosition.objects.filter(version=version).first(), year=2029, amount=1
        ),
    ],
    ids=["input", "planned", "amount given", "amount planned"],
)
def test_nothing_is_added_once_it_is_put_together(add: Callable[[PlanVersion, Position], object]) -> None:
    version = consolidated(People())
    with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
        add(version, Position.objects.get(code="language"))


def test_what_was_given_never_changes_even_while_inputs_are_open() -> None:
    filled(People())
    with pytest.raises(DatabaseError, match="settled records"), transaction.atomic():
        InputAmount.objects.update(amount=1)


def test_one_version_of_a_plan_is_open_and_one_is_decided() -> None:
    version = opened(People())
    fields = {"plan": version.plan, "as_of": version.as_of, "opening_source": "x", "opened_at": version.opened_at}
    for state in ("inputs", "consolidated"):
        with pytest.raises(DatabaseError), transaction.atomic():
            PlanVersion.objects.create(number=2, state=state, opening=0, **fields)
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanVersion.objects.filter(pk=version.pk).update(opening=-1)
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanVersion.objects.create(number=2, state="adopted", opening=0, **fields)
