"""Who may see and do what in the settlement."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import APPROVER, CANTONAL, FINANCE_OFFICER, MUNICIPAL
from ankunft.foundation.access.policy import Rule
from ankunft.foundation.workflow.selectors import may_move
from ankunft.foundation.workflow.tables import Transition

from . import states
from .states import PAYER, RUN

SEE_RUNS = "settlement.run.see"
SEE_CONTRIBUTIONS = "settlement.contribution.see"
SEE_OWN_CONTRIBUTIONS = "settlement.statement.see"
SEE_TARIFFS = "settlement.tariff.see"
SEE_PAYMENTS = "settlement.payment.see"
MAKE_FILE = "settlement.payment_file.make"

_LABELS = {
    states.CALCULATE: _("Zahlungslauf berechnen"),
    states.CHECK: _("Zahlungslauf prüfen"),
    states.APPROVE: _("Zahlungslauf genehmigen"),
    states.RELEASE: _("Zahlungslauf freigeben"),
    states.SEND_BACK: _("Zahlungslauf mit Begründung zurückgeben"),
}
_PAYER_LABELS = {
    states.PROPOSE: _("Konto des Kantons vorschlagen"),
    states.CONFIRM: _("Konto des Kantons bestätigen"),
    states.WITHDRAW: _("Vorgeschlagenes Konto des Kantons zurückziehen"),
}
_PAYER_PROVISOS = {
    states.PROPOSE: _("Gebraucht wird es erst, wenn eine zweite Person es bestätigt hat."),
    states.CONFIRM: _("Wer ein Konto vorgeschlagen hat, bestätigt es nicht."),
    states.WITHDRAW: _("Ein bestätigtes Konto wird nicht zurückgezogen, sondern durch ein späteres ersetzt."),
}
_REFUSALS = {states.CALCULATE: _("Zahlungsläufe berechnen die Koordinationsstelle und die Finanzen.")}


def moving(name: str) -> str:
    """The action of whoever takes a run along that transition."""
    return f"settlement.run.{name}"


def paying(name: str) -> str:
    """The action of whoever takes an account of the canton along that transition."""
    return f"settlement.payer.{name}"


def _payer_rule(move: Transition) -> Rule:
    """The rule of a transition of the canton's own account."""
    return Rule(
        paying(move.name),
        _PAYER_LABELS[move.name],
        refusal=_("Das Konto des Kantons führen die Finanzen."),
        everywhere=move.roles,
        condition=may_move(PAYER, move.name),
        proviso=_PAYER_PROVISOS[move.name],
        source="KS 4.5.2",
    )


def _rule_of(move: Transition) -> Rule:
    """The rule of a transition: whose roles it has, and four eyes where it wants them."""
    four_eyes = _("Wer den Lauf berechnet oder geprüft hat, genehmigt ihn nicht und gibt ihn nicht frei.")
    return Rule(
        moving(move.name),
        _LABELS[move.name],
        refusal=_REFUSALS.get(move.name) or format_lazy(_("{doing} gehört nicht zu Ihrer Rolle."), doing=move.doing),
        everywhere=move.roles,
        operator=move.operator,
        condition=may_move(RUN, move.name, lambda run: run.reference),
        proviso=four_eyes if move.other_hands else "",
        source="KS 4.5.2",
    )


RULES = (
    Rule(
        SEE_RUNS,
        _("Zahlungsläufe sehen"),
        refusal=_("Zahlungsläufe sieht nur der Kanton. Ihre Beiträge finden Sie unter «Beiträge»."),
        everywhere=CANTONAL,
        operator=True,
        source="KS 4.5.2",
    ),
    *(_rule_of(move) for move in RUN),
    Rule(
        SEE_PAYMENTS,
        _("Zahlungen, Zahlungsdatei und Konto des Kantons sehen"),
        refusal=_("Zahlungen an die Bank sehen die Finanzen und die Finanzkontrolle."),
        everywhere=CANTONAL,
        operator=True,
        source="KS 4.5.2",
    ),
    Rule(
        MAKE_FILE,
        _("Zahlungsdatei und Rechnungen erstellen"),
        refusal=_("Zahlungsdatei und Rechnungen erstellen die Finanzen."),
        everywhere=frozenset({FINANCE_OFFICER, APPROVER}),
        operator=True,
        source="KS 4.5.2",
    ),
    *(_payer_rule(move) for move in PAYER),
    Rule(
        SEE_CONTRIBUTIONS,
        _("Beiträge einer Gemeinde sehen"),
        refusal=_("Beiträge sehen nur der Kanton und die Gemeinden."),
        everywhere=CANTONAL,
        responsible=MUNICIPAL,
        operator=True,
        proviso=_("Die Gemeinden sehen, was freigegeben ist."),
        source="KS 4.5.3",
    ),
    Rule(
        SEE_OWN_CONTRIBUTIONS,
        _("Abrechnung der eigenen Gemeinde sehen"),
        refusal=_("Diese Seite zeigt einer Gemeinde ihre eigenen Beiträge. Der Kanton sieht sie unter «Läufe»."),
        responsible=MUNICIPAL,
        source="KS 4.5.3",
    ),
    Rule(
        SEE_TARIFFS,
        _("Tarife sehen"),
        refusal=_("Bitte melden Sie sich an."),
        anyone=True,
        operator=True,
        source="KS 4.3",
    ),
)
