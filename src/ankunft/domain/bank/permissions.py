"""Who sees what the bank says, reads it in, and says what references do not tell."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import CANTONAL
from ankunft.foundation.access.policy import Rule
from ankunft.foundation.workflow.selectors import may_move

from . import states

SEE_BANK = "bank.statement.see"
IMPORT_STATEMENT = "bank.statement.import"

_LABELS = {
    states.MATCH: _("Bewegung einer Rechnung oder Zahlung zuordnen"),
    states.SET_ASIDE: _("Bewegung mit Begründung ablegen"),
    states.RESUME: _("Abgelegte Bewegung wieder aufnehmen"),
    states.UNDO: _("Zuordnung einer Bewegung zurücknehmen"),
}
_PROVISOS = {
    states.MATCH: _("Solange die Bewegung oder ein Rest davon nicht zugeordnet ist."),
    states.SET_ASIDE: _("Solange die Bewegung oder ein Rest davon nicht zugeordnet ist."),
    states.RESUME: _("Was abgelegt ist."),
    states.UNDO: _(
        "Nicht, wenn die Rechnung seither verrechnet oder über die zurückgekommene Zahlung entschieden ist."
    ),
}


def matching(name: str) -> str:
    """The action of whoever takes a movement along that transition."""
    return f"bank.entry.{name}"


_WORD_LABELS = {
    states.REJECT: _("Rückmeldung der Bank als Zurückweisung gelten lassen"),
    states.SET_ASIDE: _("Rückmeldung der Bank mit Begründung ablegen"),
    states.RESUME: _("Abgelegte Rückmeldung der Bank wieder aufnehmen"),
    states.UNDO: _("Zurückweisung der Bank zurücknehmen"),
}
_WORD_PROVISOS = {
    states.REJECT: _("Was zu klären ist, und nur solange die Zahlung weder ausgeführt noch zurückgekommen ist."),
    states.SET_ASIDE: _("Was zu klären ist."),
    states.RESUME: _("Was abgelegt ist."),
    states.UNDO: _("Nicht, wenn schon vorgeschlagen oder entschieden ist, was mit der Zahlung geschieht."),
}


def clearing(name: str) -> str:
    """The action of whoever takes what the bank says of a payment along that transition."""
    return f"bank.word.{name}"


def _word_rule_of(name: str) -> Rule:
    return Rule(
        clearing(name),
        _WORD_LABELS[name],
        refusal=_("Rückmeldungen der Bank klären die Finanzen."),
        everywhere=states.WORD[name].roles,
        condition=may_move(states.WORD, name),
        proviso=_WORD_PROVISOS[name],
        source="KS 4.5.2",
    )


def _rule_of(name: str) -> Rule:
    return Rule(
        matching(name),
        _LABELS[name],
        refusal=_("Bewegungen ordnen die Finanzen zu."),
        everywhere=states.ENTRY[name].roles,
        condition=may_move(states.ENTRY, name),
        proviso=_PROVISOS[name],
        source="KS 4.7",
    )


RULES = (
    Rule(
        SEE_BANK,
        _("Kontoauszüge und Bewegungen sehen"),
        refusal=_("Kontoauszüge sehen die Finanzen, die Koordinationsstelle und die Finanzkontrolle."),
        everywhere=CANTONAL,
        operator=True,
        source="KS 4.5.2, 4.7",
    ),
    Rule(
        IMPORT_STATEMENT,
        _("Kontoauszüge einlesen"),
        refusal=_("Kontoauszüge lesen die Finanzen ein."),
        everywhere=states.FINANCE,
        operator=True,
        source="KS 4.5.2, 4.7",
    ),
    *(_rule_of(name) for name in _LABELS),
    *(_word_rule_of(name) for name in _WORD_LABELS),
)
