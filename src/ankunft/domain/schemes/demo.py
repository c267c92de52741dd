"""The schemes that come with the product, confirmed by invented people, with invented tariffs and forms."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from ankunft.domain.demo_people import APPROVER, FINANCE, demo_actor
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.workflow.proposals import ProposalState

from .demo_forms import load_forms
from .models import SchemeDefinition, SchemeTariff
from .services import definition_confirm, tariff_confirm, tariff_propose

CONFIRMED_ON = date(2024, 1, 3)
NOTE = "Demo: Der Ansatz ist erfunden, er steht in keinem Dokument."
TARIFFS: tuple[tuple[str, str, date, tuple[tuple[int, int], ...]], ...] = (
    ("status-s", "persons", date(2024, 1, 1), ((0, 500_00),)),
    ("early-language", "introduction", date(2022, 1, 1), ((0, 4000_00), (2000, 8000_00), (10_000, 13_000_00))),
)


@transaction.atomic
def load_demo(actor: Actor) -> None:
    """Confirm what was proposed, give it tariffs and forms; each only where there is none already."""
    if not SchemeTariff.objects.exists():
        _confirm()
    load_forms(actor)


def _confirm() -> None:
    with clock.moved_to(CONFIRMED_ON):
        for definition in SchemeDefinition.objects.filter(state=ProposalState.PROPOSED):
            definition_confirm(definition=definition, actor=demo_actor(APPROVER))
        for scheme, code, valid_from, rows in TARIFFS:
            tariff = tariff_propose(
                scheme=scheme,
                code=code,
                valid_from=valid_from,
                rows=rows,
                act="Demo-Beschluss",
                paragraph="2023/1",
                note=NOTE,
                actor=demo_actor(FINANCE),
                is_demo=True,
            )
            tariff_confirm(tariff=tariff, actor=demo_actor(APPROVER))
