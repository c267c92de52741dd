"""An invented plan in force whose source has terms, and what is booked on it."""

from __future__ import annotations

from datetime import date

from ankunft.domain.funds import services
from ankunft.domain.funds.models import Booking, FundingSource, PlanVersion, Position, Refund
from ankunft.domain.funds.rules.refunds import Paper
from ankunft.domain.funds.rules.sources import Terms
from ankunft.domain.funds.services import Cost, NewTranche
from ankunft.foundation.kernel.actor import Actor
from tests.domain.funds.making import MILLION, People, adopted, position
from tests.domain.funds.making import source as source_named
from tests.support.people import actor_with

PURPOSES = frozenset({"economic", "language_16plus", "early_language"})
TERMS = Terms(date(2025, 1, 1), "Demo-Vereinbarung", PURPOSES, first_year=2025, refund_due=date(2027, 12, 31))


class Ground:
    """A plan in force for 2026 and 2027 (opening 3 million) with terms, another source, and people for the books.

    Planned are 1.0 and 0.5 million for work, 0.4 and nothing for courses, 0.3 and 0.2 for early language.
    """

    def __init__(self) -> None:
        self.people = People()
        self.version: PlanVersion = adopted(self.people)
        self.source: FundingSource = self.version.plan.source
        self.other = source_named("ip-other")
        self.finance = actor_with("finance_officer")
        self.approver = actor_with("approver")
        for source in (self.source, self.other):
            services.terms_set(source=source, terms=TERMS, actor=self.people.office)

    def position(self, code: str) -> Position:
        return position(self.version, code)

    def book(
        self,
        code: str = "workplace",
        amount: int = MILLION // 10,
        day: date = date(2026, 3, 31),
        reference: str = "Demo-Rechnung 1",
        source: FundingSource | None = None,
        reason: str = "",
        actor: Actor | None = None,
    ) -> Booking:
        cost = Cost("other", day, amount, reference, "Demo: Kurs", reason)
        return services.booking_record(
            position=self.position(code), source=source or self.source, cost=cost, actor=actor or self.people.office
        )

    def paper(
        self, amount: int = MILLION, day: date = date(2026, 11, 20), reason: str = "Demo: nicht mehr gebraucht"
    ) -> Paper:
        return Paper(amount, day, "Demo-Schreiben des SEM", reason)

    def refund(self, amount: int = MILLION, day: date = date(2026, 11, 20)) -> Refund:
        """Confirmed by a second person."""
        refund = services.refund_propose(source=self.source, paper=self.paper(amount, day), actor=self.finance)
        services.refund_confirm(refund=refund, actor=self.approver)
        return refund

    def tranche(self, amount: int = MILLION, document: str = "Demo-Beleg 1", **more: object) -> NewTranche:
        return NewTranche("paid", date(2026, 3, 31), amount, document, **more)
