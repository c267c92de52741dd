"""Who writes the integration programme, submits it, and records that it was agreed (KIP3 3.2, 3.3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import BODY_MEMBER, CANTONAL, IIZ_OFFICE
from ankunft.foundation.access.policy import Rule
from ankunft.foundation.workflow.selectors import may_move

from . import programme_states as states
from .models import ProgrammeVersion
from .programme_states import PROGRAMME

SEE = "funds.programme.see"
KEEP = "funds.programme.keep"
SOURCE = "KIP3 2.3, 3.2, 3.3"

FROM_THE_BEGINNING = CANTONAL | {IIZ_OFFICE}
"""Who reads a version while it is being written; the others once it is submitted."""

_KEEPERS = _("Das Integrationsprogramm führt die Koordinationsstelle Integration.")
_REFUSALS = {
    states.OFFICE: _KEEPERS,
    states.RECORDING: _(
        "Die Programmvereinbarung halten die Koordinationsstelle Integration, die Finanzen (genehmigen) oder die "
        "Geschäftsstelle IIZ fest."
    ),
}
_PROVISOS = {
    states.WRITE: _("Solange die Fassung nicht eingereicht ist; danach braucht es eine neue Fassung."),
    states.SUBMIT: _("Wenn jedes Ziel Massnahmen und jede Massnahme eine Finanzierung hat."),
    states.AGREE: _("Mit dem Beschluss des Regierungsrats; wer das Programm erfasst oder eingereicht hat, nicht."),
    states.SUPERSEDE: _("Mit der Vereinbarung über die nächste Fassung."),
    states.CLOSE: _("Nach dem letzten Jahr der Programmperiode."),
    states.WITHDRAW: _("Mit Begründung, solange die Vereinbarung nicht abgeschlossen ist."),
}


def moving(name: str) -> str:
    """The action of whoever takes a version of the programme along that transition."""
    return f"{PROGRAMME.object_type}.{name}"


def key_of(version: ProgrammeVersion) -> str:
    """Under which name the trail knows a version."""
    return version.reference


RULES = (
    Rule(
        SEE,
        _("Integrationsprogramme sehen"),
        refusal=_("Integrationsprogramme sehen die Stellen des Kantons und die Gremien der IIZ."),
        everywhere=FROM_THE_BEGINNING | {BODY_MEMBER},
        operator=True,
        proviso=_("Gremien: sobald sie eingereicht sind."),
        source=SOURCE,
    ),
    Rule(
        KEEP,
        _("Integrationsprogramme und ihre Fassungen anlegen"),
        refusal=_KEEPERS,
        everywhere=states.OFFICE,
        operator=True,
        source=SOURCE,
    ),
    *(
        Rule(
            moving(move.name),
            move.doing,
            refusal=_REFUSALS[move.roles],
            everywhere=move.roles,
            condition=may_move(PROGRAMME, move.name, key_of),
            proviso=_PROVISOS[move.name],
            source=SOURCE,
        )
        for move in PROGRAMME
    ),
)
