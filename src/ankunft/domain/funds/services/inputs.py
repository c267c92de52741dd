"""The figures that the structures give, each time a new record (FP 3.4)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain.grants.services.papers import paper_keep, paper_read
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money

from ..models import InputAmount, InputPaper, PlanVersion, Position, PositionInput
from ..permissions import GIVE, GIVE_FOR_OTHERS
from ..rules.ranges import Given as Range
from ..rules.ranges import given_fault
from ..values import Given, NewPaper, YearAmount
from .moves import require_inputs, turn_of

MOST = Money.francs(1_000_000_000)
"""More than any canton spends: beyond lies a slip of the finger."""


@transaction.atomic
def input_give(
    *, version: PlanVersion, position: Position, given: Given, actor: Actor, paper: NewPaper | None = None
) -> PositionInput:
    """Give the figures of a position of one's own structure; after the last day they are marked as late.

    Refused once the version takes no inputs, for a position of others, one that is a sum, and for figures that cannot
    be: outside of the plan's years, twice for a year, below zero, not within their range, or unknown without a word.
    """
    can(actor, GIVE, position).require()
    return store(version, position, given, actor, paper)


@transaction.atomic
def input_give_for(
    *, version: PlanVersion, position: Position, given: Given, actor: Actor, paper: NewPaper | None = None
) -> PositionInput:
    """The coordination office enters what a structure told it: the comment says from where. Refused as `input_give`."""
    can(actor, GIVE_FOR_OTHERS).require()
    if not given.comment.strip():
        raise Refused(_("Sagen Sie in der Bemerkung, von wem und woher die Zahlen stammen."))
    return store(version, position, given, actor, paper)


def input_paper_open(*, paper: InputPaper, actor: Actor) -> bytes:
    """The paper in clear, as it came in. Refused if it is not what was kept."""
    if not visible_to(actor, InputPaper).filter(pk=paper.pk).exists():
        raise Forbidden(_("Beilagen sehen, wer die Zahlen eingegeben hat und wer den Finanzplan führt oder prüft."))
    return paper_read(paper, _("Die Datei ist nicht mehr die, die abgelegt wurde: Die Prüfsumme stimmt nicht."))


def store(
    version: PlanVersion, position: Position, given: Given, actor: Actor, paper: NewPaper | None = None
) -> PositionInput:
    """Append an input to what was given before; the caller has asked whether the actor may."""
    turn_of(version)
    require_inputs(version)
    _require_of_plan(version, position)
    require_possible(version, given)
    last = (
        PositionInput.objects.filter(version=version, position=position)
        .order_by("-number")
        .values_list("number", flat=True)
        .first()
    )
    is_late = version.inputs_due is not None and clock.today() > version.inputs_due
    stored = PositionInput.objects.create(
        version=version,
        position=position,
        number=(last or 0) + 1,
        is_quantified=given.is_quantified,
        comment=given.comment.strip(),
        structure=position.structure,
        account_id=actor.account_id,
        given_by=actor.label,
        given_at=clock.now(),
        is_late=is_late,
    )
    InputAmount.objects.bulk_create(
        InputAmount(input=stored, year=one.year, amount=one.amount, low=one.low, high=one.high) for one in given.amounts
    )
    kept = None if paper is None else _keep(stored, paper)
    after = {
        "position": position.code,
        "number": stored.number,
        "amounts": {str(one.year): one.amount for one in given.amounts},
        "quantified": given.is_quantified,
        "late": is_late,
        **({"paper": kept.sha256} if kept else {}),
    }
    sentence = f"Zahlen für «{position.label}» eingegeben."
    record(actor, Entry("funds.input.given", "funds.version", version.reference, sentence, after=after))
    return stored


def _keep(stored: PositionInput, paper: NewPaper) -> InputPaper:
    """The paper, encrypted. Refused for what is too large, or no PDF, JPEG or PNG."""
    kept = paper_keep(
        paper.content, _("Eine Beilage ist ein PDF oder ein Bild (JPEG, PNG) von höchstens %(limit)s MB.")
    )
    label = paper.label.strip() or "Beilage"
    return InputPaper.objects.create(input=stored, label=label, added_at=stored.given_at, **kept._asdict())


def require_possible(version: PlanVersion, given: Given) -> None:
    """Refused with what is wrong with the figures."""
    plan = version.plan
    years = [one.year for one in given.amounts]
    if not given.is_quantified and given.amounts:
        raise Refused(_("Entweder ist der Betrag noch nicht bekannt, oder es stehen Beträge da: nicht beides."))
    if not given.is_quantified and not given.comment.strip():
        raise Refused(_("Sagen Sie in der Bemerkung, warum der Betrag noch nicht bekannt ist."))
    if outside := sorted(set(years) - set(plan.years)):
        raise Refused(
            _("Der Finanzplan umfasst %(first)d bis %(last)d: Für %(years)s sind keine Zahlen möglich.")
            % {"first": plan.first_year, "last": plan.last_year, "years": ", ".join(map(str, outside))}
        )
    if len(set(years)) != len(years):
        raise Refused(_("Ein Jahr steht doppelt da: Bitte je Jahr nur einen Betrag."))
    for one in given.amounts:
        if not 0 <= one.amount <= MOST.rappen:
            raise Refused(
                _("%(year)d: Aufwendungen werden ohne Vorzeichen eingegeben, von null bis %(most)s.")
                % {"year": one.year, "most": MOST}
            )
        if _range_is_wrong(one):
            raise Refused(
                _("%(year)d: Die Bandbreite braucht beide Grenzen, und der Betrag liegt dazwischen.")
                % {"year": one.year}
            )


def _range_is_wrong(one: YearAmount) -> bool:
    """Whether a range lacks one of its ends, or is none around the amount."""
    if one.low is None or one.high is None:
        return not (one.low is None and one.high is None)
    return one.high > MOST.rappen or given_fault(Range(one.low, one.amount, one.high))


def _require_of_plan(version: PlanVersion, position: Position) -> None:
    if position.plan_id != version.plan_id:
        raise Refused(_("Diese Position gehört zu einem anderen Finanzplan."))
    if Position.objects.filter(parent=position).exists():
        raise Refused(
            _("«%(label)s» ist die Summe der Positionen darunter: Zahlen werden dort eingegeben.")
            % {"label": position.label}
        )
