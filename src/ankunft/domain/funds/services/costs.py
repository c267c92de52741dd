"""What settlement runs and project grants cost, taken over from their records onto positions (KS 4.3.4, FP 2.4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain.grants.models import Instalment, InstalmentState
from ankunft.domain.settlement.models import Run
from ankunft.domain.settlement.rules import pay_on
from ankunft.domain.settlement.states import RELEASE, RELEASED, RUN
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.turns import in_turn
from ankunft.foundation.workflow.models import Step

from ..models import CostKind, CostRule, FundingSource, Position
from ..money_permissions import BOOK, SET_COSTS
from .booking import Cost, is_booked, store_booking

GRANTS = "grants"
"""By which name the costs of project grants are known, beside the keys of schemes."""
TAKEN_OVER = "Aus den freigegebenen Zahlungen übernommen."
"""Why something is booked also where it is not as planned: German, whoever acts."""


class Incurred(NamedTuple):
    """What a released run or a paid instalment cost (Rappen), on which day."""

    costs: str
    kind: str
    reference: str
    day: date
    amount: int
    text: str


class Taken(NamedTuple):
    """What became of taking over: references that were booked, and those that were not with the reason."""

    booked: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


@transaction.atomic
def cost_rule_set(*, costs: str, valid_from: date, position: Position, source: FundingSource, actor: Actor) -> CostRule:
    """From that day on what a scheme (by its key) or project grants (`grants`) cost goes onto that position."""
    can(actor, SET_COSTS).require()
    in_turn("funds.costs")
    if not costs.strip() or len(costs) > 20:
        raise Refused(_("Sagen Sie, wessen Kosten es sind: das Kürzel eines Programms, oder «grants»."))
    if CostRule.objects.filter(costs=costs, valid_from__gte=valid_from).exists():
        raise Refused(_("Ab diesem Tag oder später ist schon bestimmt, wohin gebucht wird."))
    if Position.objects.filter(parent=position).exists():
        raise Refused(
            _("«%(label)s» ist die Summe der Positionen darunter: Gebucht wird dort.") % {"label": position.label}
        )
    stored = CostRule.objects.create(
        costs=costs.strip(),
        valid_from=valid_from,
        position=position,
        source=source,
        set_at=clock.now(),
        set_by=actor.label,
    )
    after = {"position": f"{position.plan.code}/{position.code}", "source": source.code}
    sentence = _("Bestimmt, auf welche Position des Finanzplans Kosten gebucht werden.")
    record(actor, Entry("funds.costs.set", "funds.costs", f"{costs} {valid_from}", sentence, after=after))
    return stored


@transaction.atomic
def costs_take_over(*, actor: Actor) -> Taken:
    """Book what released runs and paid instalments cost and is not booked yet; as often as one likes, once each.

    What has no rule for its day is left, as is what the bank has yet to pay; what may not be booked there is told with
    the reason.
    """
    can(actor, BOOK).require()
    in_turn("funds.costs")
    rules = _rules()
    booked: list[str] = []
    refused: list[tuple[str, str]] = []
    for one in incurred():
        rule = rules[one.costs].at(one.day) if one.costs in rules else None
        is_open = one.amount > 0 and one.day <= clock.today()
        if rule is None or not is_open or is_booked(rule.position, one.reference):
            continue
        cost = Cost(one.kind, one.day, one.amount, one.reference, one.text, TAKEN_OVER)
        try:
            with transaction.atomic():
                store_booking(rule.position, rule.source, cost, actor)
        except Refused as refusal:
            refused.append((one.reference, refusal.reason))
        else:
            booked.append(one.reference)
    return Taken(tuple(booked), tuple(refused))


def incurred() -> Iterator[Incurred]:
    """What was released and paid, on the day on which the bank pays it."""
    released = dict(Step.objects.filter(object_type=RUN.object_type, name=RELEASE).values_list("object_key", "at"))
    for run in Run.objects.filter(state=RELEASED).order_by("payment_month", "pk"):
        day = pay_on(run.month, released[run.reference].astimezone(clock.ZURICH).date())
        yield Incurred(
            run.scheme, CostKind.SETTLEMENT, run.reference, day, run.total, f"Auszahlungslauf {run.reference}"
        )
    paid = Instalment.objects.filter(state=InstalmentState.PAID).select_related("project", "payment__file")
    for instalment in paid.order_by("pk"):
        text = f"Projektbeitrag {instalment.project.title}"
        file = instalment.payment.file if instalment.payment else None
        if file is not None:
            yield Incurred(GRANTS, CostKind.GRANT, instalment.reference, file.pay_on, instalment.to_pay, text)


def _rules() -> dict[str, Dated[CostRule]]:
    found: dict[str, list[tuple[date, CostRule]]] = {}
    for rule in CostRule.objects.select_related("position__plan", "source"):
        found.setdefault(rule.costs, []).append((rule.valid_from, rule))
    return {costs: Dated(entries) for costs, entries in found.items()}
