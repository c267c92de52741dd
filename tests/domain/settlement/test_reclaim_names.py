"""How reclaims are called: not like invoices, and for ever; and those that no run nets, in its workbook."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from python_calamine import CalamineWorkbook

from ankunft.domain.letters.drafts import drafts_of
from ankunft.domain.settlement.export import settlement_workbook
from ankunft.domain.settlement.models import Line, Reclaim, Run
from ankunft.domain.settlement.selectors import run_as_data
from ankunft.domain.settlement.services import reclaim_decide, run_calculate
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from tests.domain.letters.making import letterhead
from tests.domain.settlement.making import MARCH, SEPTEMBER, WINTER, canton, office, released, reported
from tests.domain.settlement.test_rulings import contested, decided, proposed
from tests.support.clients import StrictClient

pytestmark = pytest.mark.django_db


def test_a_reclaim_is_not_called_like_an_invoice() -> None:
    (olten,) = canton("Olten")
    reclaim = decided(office(), olten)
    assert reclaim.reference == f"F-{reclaim.pk}"


def test_one_that_was_called_otherwise_keeps_its_name_and_is_neither_taken_nor_given_back_twice(
    client_for: Callable[..., StrictClient],
) -> None:
    people = office()
    (olten,) = canton("Olten")
    earlier = proposed(people, olten)
    Reclaim.objects.filter(pk=earlier.pk).update(prefix="R-")
    earlier.refresh_from_db()
    reclaim_decide(reclaim=earlier, actor=people.approver)
    reported(olten, WINTER, 12, 0, 0, 0)
    released(MARCH, people)
    assert Line.objects.get(contribution="reclaim").period == f"R-{earlier.pk}"
    later = run_as_data(run_calculate(month=SEPTEMBER, actor=Actor.operator()))
    assert later["lines"] == []
    (letter,) = drafts_of(f"R-{earlier.pk}", letterhead(), clock.today())
    assert letter.reference(1) == f"FO-{earlier.pk}-{olten.bfs_number}"
    with pytest.raises(Refused, match=f"F-{earlier.pk} ist nicht entschieden"):
        drafts_of(f"F-{earlier.pk}", letterhead(valid_from="2018-01-01"), clock.today())
    page = client_for("finance_officer").get(f"/laeufe/2025-03/?offen={olten.bfs_number}").content.decode()
    assert f'href="/entscheide/rueckforderungen/{earlier.pk}/"' in page


def test_what_is_contested_has_a_sheet_until_the_run_is_released() -> None:
    people = office()
    (olten,) = canton("Olten")
    contested(people, decided(people, olten))
    reported(olten, WINTER, 12, 0, 0, 0)
    run = run_calculate(month=MARCH, actor=people.coordination)
    reclaim = Reclaim.objects.get()
    assert sheets(run)["Einsprache offen"][1:] == [[reclaim.reference, olten.bfs_number, "Olten", "", 400]]
    assert "Einsprache offen" not in sheets(released(MARCH, people))


def sheets(run: Run) -> dict[str, list[list[object]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(settlement_workbook(run)))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
