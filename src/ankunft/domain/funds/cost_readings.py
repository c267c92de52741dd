"""What released runs and paid instalments cost, and what of it is not booked as it should be. Amounts in Rappen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from ankunft.domain.grants.models import Instalment, InstalmentState
from ankunft.domain.settlement.models import DecisionKind, PayeeBalance, ReturnDecision, Run
from ankunft.domain.settlement.rules import pay_on
from ankunft.domain.settlement.selectors.outcomes import returns_given_up
from ankunft.domain.settlement.states import RELEASE, RELEASED, RUN
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.workflow.models import Step
from ankunft.foundation.workflow.proposals import ProposalState

from .bookable import Cost
from .models import Booking, CostKind, CostRule

GRANTS = "grants"
"""By which name the costs of project grants are known, beside the keys of schemes."""
TAKEN_OVER_KINDS = (CostKind.SETTLEMENT, CostKind.GRANT)
"""What is taken over from its records, unless somebody books it by hand."""
TAKEN_OVER = "Aus den freigegebenen Zahlungen übernommen."
"""Why something is booked also where it is not as planned: German, whoever acts."""


class Incurred(NamedTuple):
    """What a released run or a paid instalment cost, on which day."""

    costs: str
    kind: str
    reference: str
    day: date
    amount: int
    text: str

    @property
    def key(self) -> tuple[str, str]:
        """By what its bookings name it: their kind and reference."""
        return self.kind, self.reference


class Outstanding(NamedTuple):
    """What was paid under a rule and is not booked (`booked` is None), or is booked as another amount than it cost."""

    incurred: Incurred
    rule: CostRule | None
    booked: int | None


def released_runs() -> QuerySet[Run]:
    """Every run that was released."""
    return Run.objects.filter(state=RELEASED)


def paid_instalments() -> QuerySet[Instalment]:
    """Every instalment of a grant that was paid."""
    return Instalment.objects.filter(state=InstalmentState.PAID)


def incurred(runs: QuerySet[Run], instalments: QuerySet[Instalment]) -> Iterator[Incurred]:
    """What they cost on the day on which the bank pays it, without what came back and was given up. Six statements."""
    payments = dict(
        PayeeBalance.objects.filter(run__in=runs).order_by().values_list("run").annotate(sum=Sum("payment"))
    )
    back = returns_given_up()
    back_of_runs = dict(back.filter(payment__run__isnull=False).values_list("payment__run").annotate(sum=Sum("amount")))
    back_of_orders = dict(back.filter(payment__run=None).values_list("payment__origin").annotate(sum=Sum("amount")))
    released = dict(Step.objects.filter(object_type=RUN.object_type, name=RELEASE).values_list("object_key", "at"))
    for run in runs.order_by("payment_month", "pk"):
        if (at := released.get(run.reference)) is None:
            continue  # What nobody released in Ankunft was paid before it, and is in the accounts of that time.
        day = pay_on(run.month, at.astimezone(clock.ZURICH).date())
        amount = payments.get(run.pk, 0) - back_of_runs.get(run.pk, 0)
        text = f"Auszahlungslauf {run.reference}"
        yield Incurred(run.scheme, CostKind.SETTLEMENT, run.reference, day, amount, text)
    for instalment in instalments.select_related("project", "payment__file").order_by("pk"):
        text = f"Projektbeitrag {instalment.project.title}"
        file = instalment.payment.file if instalment.payment else None
        if file is not None:
            amount = instalment.to_pay - back_of_orders.get(instalment.reference, 0)
            yield Incurred(GRANTS, CostKind.GRANT, instalment.reference, file.pay_on, amount, text)


def outstanding() -> list[Outstanding]:
    """What is to be taken over, and what costs something else by now: a fixed number of statements.

    What has no rule for its day is left, as is what the bank has yet to pay; what was booked back by hand is left to
    people. Looked at is only what nobody booked, and what two people gave up after it had come back, or did once.
    """
    rules = rules_by_costs()
    if not rules:
        return []
    runs = released_runs().filter(
        ~Exists(_booked(CostKind.SETTLEMENT, "reference")) | Exists(_given_up("payment_return__payment__run", "pk"))
    )
    instalments = paid_instalments().filter(
        ~Exists(_booked(CostKind.GRANT, "payment__origin"))
        | Exists(_given_up("payment_return__payment__origin", "payment__origin"))
    )
    found = list(incurred(runs, instalments))
    known = amounts_booked({one.reference for one in found})
    return [one for each in found if (one := _stands(each, rules, known)) is not None]


def _stands(one: Incurred, rules: dict[str, Dated[CostRule]], known: dict[tuple[str, str], int]) -> Outstanding | None:
    """How something stands; None where there is nothing to do."""
    before = known.get(one.key)
    rule = rules[one.costs].at(one.day) if one.costs in rules else None
    if before is not None:
        return Outstanding(one, rule, before) if before not in (0, one.amount) else None
    is_due = rule is not None and one.amount > 0 and one.day <= clock.today()
    return Outstanding(one, rule, None) if is_due else None


def cost_of(one: Incurred) -> Cost:
    """What is booked when it is taken over."""
    return Cost(one.kind, one.day, one.amount, one.reference, one.text, TAKEN_OVER)


def amounts_booked(references: set[str]) -> dict[tuple[str, str], int]:
    """What of runs and grants stands booked, by kind and reference (zero: it was booked back)."""
    taken = Booking.objects.filter(kind__in=TAKEN_OVER_KINDS, reference__in=references).order_by()
    return {
        (kind, reference): amount
        for kind, reference, amount in taken.values_list("kind", "reference").annotate(sum=Sum("amount"))
    }


def rules_by_costs() -> dict[str, Dated[CostRule]]:
    """By scheme, or `GRANTS`, onto which position and from which source its costs go, from a day on."""
    found: dict[str, list[tuple[date, CostRule]]] = {}
    for rule in CostRule.objects.select_related("position__plan", "source"):
        found.setdefault(rule.costs, []).append((rule.valid_from, rule))
    return {costs: Dated(entries) for costs, entries in found.items()}


def _booked(kind: str, reference: str) -> QuerySet[Booking]:
    return Booking.objects.filter(kind=kind, reference=OuterRef(reference))


def _given_up(path: str, key: str) -> QuerySet[ReturnDecision]:
    """Also what was taken up again after that: what is booked is then too little."""
    given_up = Q(state=ProposalState.CONFIRMED, kind=DecisionKind.GIVE_UP)
    return ReturnDecision.objects.filter(given_up, **{path: OuterRef(key)})
