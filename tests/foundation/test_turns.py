"""What cannot be done twice at the same moment is done one after the other."""

from __future__ import annotations

import time

import pytest
from django.db import transaction

from ankunft.foundation.access.models import Organisation
from ankunft.foundation.turns import in_turn
from tests.support.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def found_next() -> None:
    """Found the organisation that follows on those there are: two at the same moment would found the same one."""
    with transaction.atomic():
        in_turn("test.found")
        number = Organisation.objects.filter(code__startswith="test-").count()
        time.sleep(0.01)
        Organisation.objects.create(code=f"test-{number}", name="Demo", kind="provider")


def test_who_comes_second_sees_what_was_stored() -> None:
    assert [one for one in at_once(*[found_next] * 8) if one] == []
    assert set(Organisation.objects.values_list("code", flat=True)) >= {f"test-{number}" for number in range(8)}


def test_outside_a_transaction_there_is_no_turn() -> None:
    with pytest.raises(RuntimeError, match="within a transaction"):
        in_turn("test.found")
