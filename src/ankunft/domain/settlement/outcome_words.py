"""How a payment stands with the bank, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ankunft.foundation.documents.iso20022.return_reasons import reason_words
from ankunft.foundation.kernel.money import Money

from .outcome_rules import Standing
from .selectors.outcomes import Outcome, is_rejected


def standing_words(outcome: Outcome) -> str:
    """How a payment stands, with the day or the payment that belongs to it."""
    if is_rejected(outcome):
        return _rejection_words(outcome)
    if outcome.standing is Standing.EXECUTED and outcome.execution:
        return _("ausgeführt am %(day)s") % {"day": f"{outcome.execution.booked_on:%d.%m.%Y}"}
    if outcome.standing is Standing.REPLACED and outcome.replaced_by:
        return _("zurückgekommen, ersetzt durch %(reference)s") % {"reference": outcome.replaced_by.reference}
    words = {
        Standing.PLANNED: _("vorgesehen"),
        Standing.ORDERED: _("der Bank aufgetragen"),
        Standing.RETURNED: _("zurückgekommen, zu entscheiden"),
        Standing.PROPOSED: _("zurückgekommen, Vorschlag wartet"),
        Standing.GIVEN_UP: _("zurückgekommen, aufgegeben"),
    }
    return words[outcome.standing]


def _rejection_words(outcome: Outcome) -> str:
    """What the bank rejected never left the account: it did not come back."""
    if outcome.standing is Standing.REPLACED and outcome.replaced_by:
        return _("zurückgewiesen, ersetzt durch %(reference)s") % {"reference": outcome.replaced_by.reference}
    words = {
        Standing.RETURNED: _("zurückgewiesen, zu entscheiden"),
        Standing.PROPOSED: _("zurückgewiesen, Vorschlag wartet"),
        Standing.GIVEN_UP: _("zurückgewiesen, aufgegeben"),
    }
    return words[outcome.standing]


def told(outcome: Outcome) -> list[str]:
    """Everything that the bank said of a payment and that was decided about it, a sentence each."""
    sentences = []
    if outcome.execution:
        sentences.append(_("Von der Bank ausgeführt am %(day)s.") % {"day": f"{outcome.execution.booked_on:%d.%m.%Y}"})
    if (back := outcome.returned) and back.is_rejection:
        rejected = {"day": f"{back.returned_on:%d.%m.%Y}", "reason": reason_words(back.code) or back.text or "–"}
        sentences.append(_("Von der Bank zurückgewiesen am %(day)s: %(reason)s.") % rejected)
    elif back:
        words = {"day": f"{back.returned_on:%d.%m.%Y}", "amount": Money(back.amount), "reason": reason_words(back.code)}
        sentences.append(
            _("Zurückgekommen am %(day)s: %(amount)s (%(reason)s).") % words
            if back.code
            else _("Zurückgekommen am %(day)s: %(amount)s.") % words
        )
    if outcome.standing is Standing.REPLACED and outcome.replaced_by:
        sentences.append(_("Noch einmal bezahlt durch %(reference)s.") % {"reference": outcome.replaced_by.reference})
    if outcome.standing is Standing.GIVEN_UP and outcome.decision:
        sentences.append(_("Aufgegeben, zählt nicht als ausbezahlt: %(reason)s") % {"reason": outcome.decision.reason})
    return sentences
