"""Who gives figures, who puts them together, who is asked, who decides (FP 1, 3.1–3.4)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import (
    BODY_MEMBER,
    CANTONAL,
    COORDINATION,
    IIZ_OFFICE,
    STRUCTURE_DELEGATE,
)
from ankunft.foundation.access.policy import Rule
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision
from ankunft.foundation.workflow.selectors import may_move

from . import states
from .models import AskedBody, PlanVersion, Position
from .states import VERSION

SEE = "funds.plan.see"
KEEP = "funds.plan.keep"
GIVE = "funds.input.give"
GIVE_FOR_OTHERS = "funds.input.give_for_others"
SEE_PAPERS = "funds.paper.see"
STATE = "funds.statement.give"
STATE_FOR = "funds.statement.give_for"
SEE_SOURCES = "funds.source.see"
SOURCE = "FP 3"

LEADERSHIP = "iiz-leitung"
"""The organisation whose members decide on the plan: the strategic lead of the IIZ (FP 3.3; JB 2)."""

READERS = CANTONAL | {IIZ_OFFICE, BODY_MEMBER, STRUCTURE_DELEGATE}
"""Who knows of the plans: whoever gives figures, puts them together, is asked, decides, pays or audits."""
FROM_INPUTS_ON = CANTONAL | {IIZ_OFFICE}
"""Who reads a version while it is being made; the others once it is in consultation."""

_REFUSALS = {
    states.OFFICE: _("Finanzpläne führt die Koordinationsstelle Integration zusammen."),
    states.IIZ: _("Die Gremien der IIZ lädt die Geschäftsstelle IIZ zur Stellungnahme ein."),
    states.DECIDING: _("Finanzpläne beschliesst die IIZ-Leitung."),
    frozenset(): _("Finanzpläne aus der Zeit vor Ankunft übernimmt der Betrieb auf der Befehlszeile."),
}
_PROVISOS = {
    states.CONSOLIDATE: _("Wenn jede Position eine Eingabe oder eine begründete Annahme hat."),
    states.REOPEN: _("Mit Begründung, solange die Fassung nicht beschlossen ist."),
    states.CONSULT: _("Mit der Frist, bis zu der Stellungnahmen erwartet werden."),
    states.CLOSE_CONSULTATION: _("Nach der Frist, oder wenn alle Gremien Stellung genommen haben."),
    states.ADOPT: _("Mit der Angabe des Beschlusses; wer konsolidiert oder konsultiert hat, beschliesst nicht."),
    states.TAKE_OVER: _("Mit der Angabe des Beschlusses."),
    states.SUPERSEDE: _("Mit dem Beschluss der nächsten Fassung."),
    states.WITHDRAW: _("Mit Begründung, solange die Fassung nicht beschlossen ist."),
}


def moving(name: str) -> str:
    """The action of whoever takes a version of a plan along that transition."""
    return f"{VERSION.object_type}.{name}"


def key_of(version: PlanVersion) -> str:
    """Under which name the trail knows a version."""
    return version.reference


def belongs(record: PlanVersion | Position | AskedBody) -> frozenset[str]:
    """A version belongs to those who decide on it, a position to its structure, a request to the body asked."""
    if isinstance(record, PlanVersion):
        return frozenset({LEADERSHIP})
    if isinstance(record, AskedBody):
        return frozenset({record.body.code}) if record.body else frozenset()
    return frozenset({record.structure.code}) if record.structure else frozenset()


def _with_structure(actor: Actor, position: Any) -> Decision:
    """Nobody gives figures in the name of nobody."""
    if position.structure_id is None:
        return Decision.no(str(_("Für diese Position ist keine Stelle bezeichnet: Zuerst ist eine zu bezeichnen.")))
    return Decision.yes()


RULES = (
    Rule(
        SEE,
        _("Finanzpläne sehen"),
        refusal=_("Finanzpläne sehen die Stellen des Kantons, die Regelstrukturen und die Gremien der IIZ."),
        everywhere=READERS,
        operator=True,
        proviso=_("Regelstrukturen und Gremien: ab der Stellungnahme, vorher nur die eigenen Positionen."),
        source=SOURCE,
    ),
    Rule(
        KEEP,
        _("Finanzpläne, ihre Positionen und Fassungen führen"),
        refusal=_REFUSALS[states.OFFICE],
        everywhere=states.OFFICE,
        operator=True,
        source="FP 3.2, 3.3",
    ),
    Rule(
        GIVE,
        _("Zahlen für eine Position eingeben"),
        refusal=_("Zahlen geben die Delegierten der Regelstruktur ein, welche die Position verantwortet."),
        foreign=_("Für diese Position ist eine andere Stelle verantwortlich."),
        own=frozenset({STRUCTURE_DELEGATE}),
        condition=_with_structure,
        proviso=_("Solange Eingaben offen sind; nach der Frist gelten sie als verspätet."),
        source="FP 3.4",
    ),
    Rule(
        GIVE_FOR_OTHERS,
        _("Zahlen im Namen einer Regelstruktur eingeben"),
        refusal=_("Im Namen einer Regelstruktur gibt die Koordinationsstelle Integration Zahlen ein."),
        everywhere=frozenset({COORDINATION}),
        proviso=_("Mit der Angabe, woher die Zahlen stammen."),
        source="FP 3.4",
    ),
    Rule(
        SEE_PAPERS,
        _("Beilagen zu Eingaben lesen"),
        refusal=_("Beilagen lesen die Stellen des Kantons, die Geschäftsstelle IIZ und wer sie eingereicht hat."),
        everywhere=FROM_INPUTS_ON,
        own=frozenset({STRUCTURE_DELEGATE}),
        proviso=_("Regelstrukturen: zu den eigenen Eingaben."),
        source="FP 3.4",
    ),
    Rule(
        STATE,
        _("Zu einem Finanzplan Stellung nehmen"),
        refusal=_("Stellung nehmen die Mitglieder der Gremien, die dazu eingeladen sind."),
        foreign=_("Eingeladen ist hier ein anderes Gremium."),
        own=frozenset({BODY_MEMBER}),
        proviso=_("Für das eigene Gremium, solange die Stellungnahmen offen sind."),
        source="FP 1",
    ),
    Rule(
        STATE_FOR,
        _("Stellungnahme eines Gremiums festhalten"),
        refusal=_("Stellungnahmen der Gremien hält die Geschäftsstelle IIZ fest."),
        everywhere=frozenset({IIZ_OFFICE}),
        proviso=_("Mit der Angabe, wo sie beschlossen wurde."),
        source="FP 1",
    ),
    Rule(
        SEE_SOURCES,
        _("Finanzierungsquellen sehen"),
        refusal=_("Finanzierungsquellen sehen die Stellen des Kantons, die Regelstrukturen und die Gremien der IIZ."),
        everywhere=READERS,
        operator=True,
        source="FP 2.3",
    ),
    *(
        Rule(
            moving(move.name),
            move.doing,
            refusal=_REFUSALS[move.roles],
            foreign=_REFUSALS[states.DECIDING] if move.roles == states.DECIDING else "",
            everywhere=frozenset() if move.roles == states.DECIDING else move.roles,
            own=move.roles if move.roles == states.DECIDING else frozenset(),
            operator=move.operator,
            condition=may_move(VERSION, move.name, key_of),
            proviso=_PROVISOS[move.name],
            source="FP 1, 3.3",
        )
        for move in VERSION
    ),
)
