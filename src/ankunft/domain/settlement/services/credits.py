"""The credit of a year and its end: one person proposes, another confirms (KS 4.3.4)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.workflow.proposals import ProposalState
from ankunft.foundation.workflow.services import transition
from ankunft.foundation.workflow.tables import TransitionTable

from .. import credit_states as states
from ..credit_permissions import crediting
from ..models import START_INTEGRATION, Credit, Run, YearEnd
from ..models.credits import OfCredit
from ..rules import FIRST_MONTH
from ..scheme_names import sign_of
from ..selectors.credits import credit_standing, is_closed, is_year_over, payments_in
from .ledger import take_turn


@transaction.atomic
def credit_propose(
    *,
    year: int,
    amount: int,
    decision: str,
    decided_on: date,
    actor: Actor,
    scheme: str = START_INTEGRATION,
    is_demo: bool = False,
) -> Credit:
    """In `year` so much (Rappen) may be paid besides what is granted already, once somebody else has confirmed it."""
    can(actor, crediting(states.CREDIT, states.PROPOSE)).require()
    if amount <= 0:
        raise Refused(_("Ein Kredit ist ein Betrag über null."))
    if not FIRST_MONTH.year <= year <= clock.today().year + 1:
        raise Refused(_("%(year)s geht nicht: Kredite gibt es von 2017 bis ins nächste Jahr.") % {"year": year})
    sign_of(scheme)
    _require_decision(decision)
    _require_open(year, scheme)
    credit = Credit.objects.create(
        state=ProposalState.PROPOSED,
        year=year,
        scheme=scheme,
        amount=amount,
        decision=decision.strip(),
        decided_on=decided_on,
        is_demo=is_demo,
    )
    _move(
        credit,
        states.CREDIT,
        states.PROPOSE,
        actor,
        **_of_scheme(credit),
        year=year,
        amount=amount,
        decision=credit.decision,
    )
    return credit


@transaction.atomic
def credit_confirm(*, credit: Credit, actor: Actor) -> None:
    """From now on it can be paid from."""
    can(actor, crediting(states.CREDIT, states.CONFIRM), credit).require()
    take_turn()
    _require_open(credit.year, credit.scheme)
    _move(credit, states.CREDIT, states.CONFIRM, actor, year=credit.year, amount=credit.amount)


def credit_withdraw(*, credit: Credit, actor: Actor) -> None:
    """The proposed credit is not granted."""
    _move(credit, states.CREDIT, states.WITHDRAW, actor, year=credit.year)


@transaction.atomic
def year_end_propose(*, year: int, decision: str, decided_on: date, actor: Actor) -> YearEnd:
    """What is left of the credit of the year shall go to the credit for projects (KS 4.3.4).

    Refused while the year can still pay something, without a credit, or if it was closed or proposed already.
    """
    can(actor, crediting(states.YEAR_END, states.PROPOSE)).require()
    _require_decision(decision)
    take_turn()
    if YearEnd.objects.filter(year=year, scheme=START_INTEGRATION).exclude(state=ProposalState.WITHDRAWN).exists():
        raise Refused(_("Das Jahr %(year)s ist abgeschlossen, oder sein Abschluss ist vorgeschlagen.") % {"year": year})
    granted, paid = _figures(year)
    end = YearEnd.objects.create(
        state=ProposalState.PROPOSED,
        year=year,
        granted=granted,
        paid=paid,
        surplus=granted - paid,
        decision=decision.strip(),
        decided_on=decided_on,
    )
    figures = {"granted": granted, "paid": paid, "surplus": end.surplus}
    _move(end, states.YEAR_END, states.PROPOSE, actor, year=year, decision=end.decision, **figures)
    return end


@transaction.atomic
def year_end_confirm(*, end: YearEnd, actor: Actor) -> None:
    """The surplus is booked: the year pays nothing any more. Refused if its figures changed since the proposal."""
    can(actor, crediting(states.YEAR_END, states.CONFIRM), end).require()
    take_turn()
    if _figures(end.year) != (end.granted, end.paid):
        raise Refused(
            _("Seit dem Vorschlag haben sich Kredit oder Zahlungen geändert. Zurückziehen und neu vorschlagen.")
        )
    _move(end, states.YEAR_END, states.CONFIRM, actor, year=end.year, surplus=end.surplus)


def year_end_withdraw(*, end: YearEnd, actor: Actor) -> None:
    """The year is not closed."""
    _move(end, states.YEAR_END, states.WITHDRAW, actor, year=end.year)


def require_credit(run: Run) -> None:
    """At the release: the run may not pay more than is left of its scheme's credit of the year (KS 4.3.4).

    Where no credit is recorded nothing is refused. Releases pass one after the other, so no two take the same rest.
    """
    year = run.month.year
    standing, payments = credit_standing(year, scheme=run.scheme, besides=run), payments_in(run)
    if excess := standing.exceeded_by(payments):
        raise Refused(
            _(
                "Nicht freigegeben: Der Kredit %(year)s ist überschritten. Bewilligt sind %(granted)s, "
                "ausbezahlt %(paid)s, dieser Lauf zahlt %(payments)s: Es fehlen %(excess)s. Zuerst einen "
                "Nachtragskredit erfassen und bestätigen lassen."
            )
            % {
                "year": _named(year, run),
                "granted": Money(standing.granted or 0),
                "paid": Money(standing.paid),
                "payments": Money(payments),
                "excess": Money(excess),
            }
        )


def require_room_again(run: Run, amount: int) -> None:
    """Before what was given up (Rappen) is owed again: its credit still has it, and no surplus was booked with it."""
    year = run.month.year
    standing = credit_standing(year, scheme=run.scheme)
    end = YearEnd.objects.filter(year=year, scheme=run.scheme, state=ProposalState.CONFIRMED).first()
    if end is not None and standing.paid + amount > end.paid:
        raise Refused(
            _("Das Jahr %(year)s ist abgeschlossen: Was aufgegeben war, ist als Überschuss gebucht.") % {"year": year}
        )
    if excess := standing.exceeded_by(amount):
        raise Refused(
            _(
                "Der Kredit %(year)s reicht dafür nicht mehr: Es fehlen %(excess)s. Zuerst einen Nachtragskredit "
                "erfassen und bestätigen lassen."
            )
            % {"year": _named(year, run), "excess": Money(excess)}
        )


def _figures(year: int) -> tuple[int, int]:
    """What was granted and paid in a year that is over."""
    if not is_year_over(year):
        raise Refused(
            _("Das Jahr %(year)s ist noch nicht zu Ende: Beide Läufe (März und September) müssen freigegeben sein.")
            % {"year": year}
        )
    standing = credit_standing(year)
    if standing.granted is None:
        raise Refused(_("Für %(year)s ist kein Kredit bestätigt: Ohne ihn gibt es keinen Überschuss.") % {"year": year})
    if standing.undecided:
        raise Refused(
            _(
                "Im Jahr %(year)s ist über %(amount)s nicht entschieden, die zurückgekommen oder zurückgewiesen sind. "
                "Zuerst noch einmal bezahlen oder aufgeben: Davon hängt der Überschuss ab."
            )
            % {"year": year, "amount": Money(standing.undecided)}
        )
    if standing.paid > standing.granted:
        raise Refused(_("Der Kredit %(year)s ist überschritten: Es bleibt kein Überschuss.") % {"year": year})
    return standing.granted, standing.paid


def _named(year: int, run: Run) -> str:
    """The year, and of other schemes than start.integration their name."""
    return f"{year} «{run.title}»" if run.title else f"{year} (KS 4.3.4)"


def _of_scheme(one: OfCredit) -> dict[str, str]:
    """What the trail keeps besides where it is not start.integration's."""
    return {} if one.scheme == START_INTEGRATION else {"scheme": one.scheme}


def _require_decision(decision: str) -> None:
    if not decision.strip():
        raise Refused(_("Der Beschluss fehlt, zum Beispiel seine Nummer und wer ihn gefasst hat."))


def _require_open(year: int, scheme: str) -> None:
    if is_closed(year, scheme):
        raise Refused(_("Das Jahr %(year)s ist abgeschlossen. Sein Kredit ändert sich nicht mehr.") % {"year": year})


def _move(one: OfCredit, table: TransitionTable, name: str, actor: Actor, **details: object) -> None:
    transition(obj=one, key=str(one.pk), table=table, name=name, actor=actor, details=details)
