"""What sources get: tranches of the federation, means that were granted, balances carried over (Art. 58 AIG)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.explained import Explained
from ankunft.foundation.kernel.money import Money
from ankunft.foundation.kernel.periods import HalfYear

from ..models import FundingSource, RateKind, SourceKind, Tranche, TrancheKind
from ..money_permissions import RECORD_TRANCHE
from ..money_readings import accounts, rates, terms_on
from ..money_words import TRANCHE_FAULTS
from ..rules.sources import Counted, tranche
from .inputs import MOST
from .terms import require_near
from .turns import money_turns


class NewTranche(NamedTuple):
    """What came in (Rappen), when, and by which paper.

    A tranche of a lump sum names its half-year and, where the federation says so, the persons for whom it was paid and
    the person-months that programme S had paid for them.
    """

    kind: str
    received_on: date
    amount: int
    document: str
    half_year: str = ""
    persons: int | None = None
    months: int = 0
    comment: str = ""
    is_demo: bool = False


@transaction.atomic
def tranche_record(*, source: FundingSource, new: NewTranche, actor: Actor) -> Tranche:
    """Record what a source got. What was to be expected is calculated and kept with it, where persons are told.

    Refused below zero, without a paper, before it has come in (what is granted may come later), twice for a half-year,
    after the refund, and where persons cannot be calculated with. An amount other than expected needs a comment.
    """
    can(actor, RECORD_TRANCHE).require()
    money_turns(sources=[source.pk])
    _require_sound(source, new)
    expected = _expected(source, new)
    if expected is not None and expected.amount != Money(new.amount) and not new.comment.strip():
        raise Refused(
            _("Zu erwarten wären %(expected)s: Bitte in der Bemerkung sagen, warum %(amount)s eingegangen sind.")
            % {"expected": expected.amount, "amount": Money(new.amount)}
        )
    stored = Tranche.objects.create(
        source=source,
        kind=new.kind,
        half_year=new.half_year,
        received_on=new.received_on,
        amount=new.amount,
        persons=new.persons,
        months=None if new.persons is None else new.months,
        expected=None if expected is None or expected.amount is None else expected.amount.rappen,
        explanation={} if expected is None else expected.as_data(),
        document=new.document.strip(),
        comment=new.comment.strip(),
        recorded_at=clock.now(),
        recorded_by=actor.label,
        is_demo=new.is_demo,
    )
    _note(actor, stored, "funds.tranche.recorded", "Tranche einer Finanzierungsquelle erfasst.")
    return stored


@transaction.atomic
def tranche_correct(*, tranche: Tranche, amount: int, document: str, comment: str, actor: Actor) -> Tranche:
    """Add `amount` (Rappen, below zero to take back) to what was recorded, with a paper and the reason."""
    can(actor, RECORD_TRANCHE).require()
    money_turns(sources=[tranche.source_id])
    if not comment.strip() or not document.strip():
        raise Refused(_("Eine Berichtigung braucht einen Beleg und eine Begründung."))
    if amount == 0 or abs(amount) > MOST.rappen:
        raise Refused(_("Eine Berichtigung ist ein Betrag über oder unter null."))
    if tranche.corrects_id is not None:
        raise Refused(_("Berichtigt wird die ursprüngliche Tranche, nicht ihre Berichtigung."))
    _require_new_document(tranche.source, document)
    if amount < 0 and -amount > _left_of(tranche):
        raise Refused(_("Zurückgenommen wird höchstens, was von der Tranche noch erfasst ist."))
    stored = Tranche.objects.create(
        source=tranche.source,
        kind=tranche.kind if tranche.kind != TrancheKind.CARRIED else TrancheKind.GRANTED,
        half_year=tranche.half_year,
        received_on=tranche.received_on,
        amount=amount,
        document=document.strip(),
        comment=comment.strip(),
        corrects=tranche,
        recorded_at=clock.now(),
        recorded_by=actor.label,
        is_demo=tranche.is_demo,
    )
    _note(actor, stored, "funds.tranche.corrected", "Tranche einer Finanzierungsquelle berichtigt.")
    return stored


def _left_of(tranche: Tranche) -> int:
    return tranche.amount + sum(tranche.corrections.values_list("amount", flat=True))


def _require_sound(source: FundingSource, new: NewTranche) -> None:
    if new.kind not in TrancheKind.values:
        raise Refused(_("Eine Tranche ist ein Saldovortrag, eine Zahlung des Bundes oder bewilligt."))
    if not 0 < new.amount <= MOST.rappen:
        raise Refused(_("Eine Tranche ist ein Betrag über null, höchstens %(most)s.") % {"most": MOST})
    if not new.document.strip():
        raise Refused(_("Sagen Sie, welcher Beleg die Tranche ausweist."))
    require_near(new.received_on)
    if new.kind != TrancheKind.GRANTED and new.received_on > clock.today():
        raise Refused(_("Der Tag des Eingangs liegt in der Zukunft: Im Voraus erfasst wird nur, was bewilligt ist."))
    _require_new_document(source, new.document)
    if new.half_year and source.tranches.filter(half_year=_half_year(new.half_year), corrects=None).exists():
        raise Refused(
            _("%(source)s hat für %(half_year)s schon eine Tranche: Berichtigungen beziehen sich auf sie.")
            % {"source": source.label, "half_year": new.half_year}
        )
    if new.kind == TrancheKind.CARRIED:
        _require_first(source)
    terms = terms_on(source, new.received_on)
    if terms is not None and terms.refund_due is not None and new.received_on > terms.refund_due:
        raise Refused(
            _("%(source)s ist am %(day)s zurückzuerstatten: Danach geht nichts mehr ein.")
            % {"source": source.label, "day": f"{terms.refund_due:%d.%m.%Y}"}
        )


def _require_first(source: FundingSource) -> None:
    """A balance is carried over once, and not where a plan tells it."""
    if source.tranches.exists():
        raise Refused(_("Ein Saldovortrag steht am Anfang: Diese Quelle hat schon Tranchen."))
    if accounts()[source.pk].since is not None:
        raise Refused(_("Den Anfangssaldo dieser Quelle nennt ihr Finanzplan."))


def _require_new_document(source: FundingSource, document: str) -> None:
    if source.tranches.filter(document=document.strip()).exists():
        raise Refused(_("Der Beleg «%(document)s» ist bei dieser Quelle schon erfasst.") % {"document": document})


def _expected(source: FundingSource, new: NewTranche) -> Explained | None:
    """What the federation was to pay, where it says for how many persons (Art. 58 Abs. 2, 2bis AIG; Art. 15 VIntA)."""
    if new.persons is None:
        return None
    if source.kind != SourceKind.LUMP_SUM or not new.half_year:
        raise Refused(_("Personen hat nur die Tranche einer Integrationspauschale, mit ihrem Halbjahr."))
    counted = Counted(HalfYear.parse(new.half_year), new.persons, new.months)
    found = tranche(counted, rates(RateKind.LUMP_SUM), rates(RateKind.PROGRAMME_S))
    if not isinstance(found, Explained):
        raise Refused(str(TRANCHE_FAULTS[found]))
    return found


def _half_year(text: str) -> str:
    try:
        return str(HalfYear.parse(text))
    except ValueError:
        raise Refused(_("Ein Halbjahr schreibt sich so: 2024-H1.")) from None


def _note(actor: Actor, stored: Tranche, action: str, sentence: str) -> None:
    after = {
        "source": stored.source.code,
        "kind": stored.kind,
        "half_year": stored.half_year,
        "received_on": str(stored.received_on),
        "amount": stored.amount,
        "expected": stored.expected,
        "document": stored.document,
        "corrects": stored.corrects.reference if stored.corrects else "",
    }
    record(actor, Entry(action, "funds.tranche", stored.reference, sentence, after=after, reason=stored.comment))
