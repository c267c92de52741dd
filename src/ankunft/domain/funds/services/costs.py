"""What settlement runs and project grants cost, taken over from their records onto positions (KS 4.3.4, FP 2.4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from ankunft.domain.grants.models import Instalment, InstalmentState
from ankunft.domain.settlement.models import PayeeBalance, Run
from ankunft.domain.settlement.rules import pay_on
from ankunft.domain.settlement.selectors.outcomes import returns_given_up
from ankunft.domain.settlement.states import RELEASE, RELEASED, RUN
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.turns import in_turn
from ankunft.foundation.workflow.models import Step

from ..models import Booking, CostKind, CostRule, FundingSource, Position
from ..money_permissions import BOOK, SET_COSTS
from .booking import Cost, store_booking
from .terms import require_near
from .turns import money_turns

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


class Changed(NamedTuple):
    """What was booked (Rappen) and is another amount by now, because something came back and was given up."""

    reference: str
    booked: int
    now: int


class Taken(NamedTuple):
    """What became of taking over: references that were booked, those that were not and why, and what has changed."""

    booked: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    changed: tuple[Changed, ...]


@transaction.atomic
def cost_rule_set(*, costs: str, valid_from: date, position: Position, source: FundingSource, actor: Actor) -> CostRule:
    """From that day on what a scheme (by its key) or project grants (`grants`) cost goes onto that position."""
    can(actor, SET_COSTS).require()
    in_turn("funds.costs")
    require_near(valid_from)
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
    sentence = "Bestimmt, auf welche Position des Finanzplans Kosten gebucht werden."
    record(actor, Entry("funds.costs.set", "funds.costs", f"{costs} {valid_from}", sentence, after=after))
    return stored


@transaction.atomic
def costs_take_over(*, actor: Actor) -> Taken:
    """Book what released runs and paid instalments cost and is not booked yet; as often as one likes, once each.

    What has no rule for its day is left, as is what the bank has yet to pay; what may not be booked there is told with
    the reason. What was booked back by hand is left to people, and so is what costs something else by now.
    """
    can(actor, BOOK).require()
    in_turn("funds.costs")
    rules = _rules()
    used = [span.value for series in rules.values() for span in series.spans()]
    money_turns(plans=[rule.position.plan_id for rule in used], sources=[rule.source_id for rule in used])
    known = _known()
    booked: list[str] = []
    refused: list[tuple[str, str]] = []
    changed: list[Changed] = []
    for one in incurred():
        before = known.get((one.kind, one.reference))
        if before is not None:
            if before not in (0, one.amount):
                changed.append(Changed(one.reference, before, one.amount))
            continue
        rule = rules[one.costs].at(one.day) if one.costs in rules else None
        if rule is None or one.amount <= 0 or one.day > clock.today():
            continue
        cost = Cost(one.kind, one.day, one.amount, one.reference, one.text, TAKEN_OVER)
        try:
            with transaction.atomic():
                store_booking(rule.position, rule.source, cost, actor)
        except Refused as refusal:
            refused.append((one.reference, refusal.reason))
        else:
            booked.append(one.reference)
    return Taken(tuple(booked), tuple(refused), tuple(changed))


def incurred() -> Iterator[Incurred]:
    """What was released and paid, on the day on which the bank pays it, without what came back and was given up."""
    payments = dict(
        PayeeBalance.objects.filter(run__state=RELEASED).order_by().values_list("run").annotate(sum=Sum("payment"))
    )
    back = returns_given_up()
    back_of_runs = dict(back.filter(payment__run__isnull=False).values_list("payment__run").annotate(sum=Sum("amount")))
    back_of_orders = dict(back.filter(payment__run=None).values_list("payment__origin").annotate(sum=Sum("amount")))
    released = dict(Step.objects.filter(object_type=RUN.object_type, name=RELEASE).values_list("object_key", "at"))
    for run in Run.objects.filter(state=RELEASED).order_by("payment_month", "pk"):
        if (at := released.get(run.reference)) is None:
            continue  # What nobody released in Ankunft was paid before it, and is in the accounts of that time.
        day = pay_on(run.month, at.astimezone(clock.ZURICH).date())
        amount = payments.get(run.pk, 0) - back_of_runs.get(run.pk, 0)
        text = f"Auszahlungslauf {run.reference}"
        yield Incurred(run.scheme, CostKind.SETTLEMENT, run.reference, day, amount, text)
    paid = Instalment.objects.filter(state=InstalmentState.PAID).select_related("project", "payment__file")
    for instalment in paid.order_by("pk"):
        text = f"Projektbeitrag {instalment.project.title}"
        file = instalment.payment.file if instalment.payment else None
        if file is not None:
            amount = instalment.to_pay - back_of_orders.get(instalment.reference, 0)
            yield Incurred(GRANTS, CostKind.GRANT, instalment.reference, file.pay_on, amount, text)


def _known() -> dict[tuple[str, str], int]:
    """What was taken over, by kind and reference: what of it stands booked (zero: it was booked back)."""
    taken = Booking.objects.filter(kind__in=(CostKind.SETTLEMENT, CostKind.GRANT)).order_by()
    return {
        (kind, reference): amount
        for kind, reference, amount in taken.values_list("kind", "reference").annotate(sum=Sum("amount"))
    }


def _rules() -> dict[str, Dated[CostRule]]:
    found: dict[str, list[tuple[date, CostRule]]] = {}
    for rule in CostRule.objects.select_related("position__plan", "source"):
        found.setdefault(rule.costs, []).append((rule.valid_from, rule))
    return {costs: Dated(entries) for costs, entries in found.items()}
