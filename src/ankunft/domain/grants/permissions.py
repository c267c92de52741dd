"""Who applies, who assesses, who decides, who pays (KS 4.3.4); who reports stands in `report_permissions`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from ankunft.domain.roles import CANTONAL, MUNICIPAL
from ankunft.foundation.access.policy import Rule
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.decision import Decision
from ankunft.foundation.workflow.selectors import may_move

from . import states
from .models import FinalReport, Instalment, InstalmentState, Project, ProjectState
from .states import INSTALMENT, PROJECT

SEE = "grants.project.see"
OPEN = "grants.project.open"
SEE_CREDIT = "grants.credit.see"
SEE_ASSESSMENTS = "grants.assessment.see"
SOURCE = "KS 4.3.4"

_NOT_SEEN = _("Projektgesuche sehen die Gemeinde und die Stellen des Kantons.")
_OFFICERS_ONLY = _("Projektgesuche erfassen die Integrationsbeauftragten der Gemeinde.")
_REFUSALS = {
    states.OFFICER: _OFFICERS_ONLY,
    states.LEAD: _("Projektgesuche unterzeichnet die strategische Leitung der Gemeinde oder ihrer Leitgemeinde."),
    states.OFFICER | states.LEAD: _("Ein Projektgesuch zieht die Gemeinde zurück, die es gestellt hat."),
    states.OFFICE: _("Projektgesuche prüft und beurteilt die Koordinationsstelle Integration."),
    states.DECIDING: _("Über Projektgesuche entscheidet, wer bei den Finanzen genehmigt."),
    states.OFFICER | states.LEAD | states.OFFICE: _(
        "Einen Bericht holt die Gemeinde zurück, oder die Koordinationsstelle Integration gibt ihn zurück."
    ),
}
_PAYING = _("Raten von Projektbeiträgen zahlen die Finanzen.")
_CLOSING = _("Projekte rechnet die Koordinationsstelle Integration ab.")
_FOREIGN = _("Für dieses Projekt ist eine andere Gemeinde zuständig.")
_PROVISOS = {
    states.WRITE: _("Solange das Gesuch nicht eingereicht ist."),
    states.OFFER: _("Wenn das Gesuch vollständig ist und jemand unterzeichnen kann."),
    states.DECLINE: _("Mit Begründung."),
    states.SIGN: _("Wer das Gesuch erfasst oder zur Unterzeichnung gegeben hat, unterzeichnet nicht."),
    states.TAKE_BACK: _("Mit Begründung, solange die Vollständigkeit nicht bestätigt ist."),
    states.ABANDON: _("Mit Begründung, bis die Vereinbarung abgeschlossen ist. Endgültig."),
    states.RETURN: _("Mit Begründung, solange die Vollständigkeit nicht bestätigt ist."),
    states.FIND_COMPLETE: _("Wer am Gesuch mitgewirkt hat, bestätigt nicht."),
    states.ASSESS: _("Zwei Personen unabhängig voneinander; wer am Gesuch mitgewirkt hat, beurteilt nicht."),
    states.ASSESS_LAST: _("Eine andere Person als bei der ersten Beurteilung."),
    states.GRANT: _(
        "Höchstens, was beantragt und im Kredit für Projekte frei ist; wer beurteilt hat, entscheidet nicht."
    ),
    states.REJECT: _("Mit Begründung; wer beurteilt hat, entscheidet nicht."),
    states.AGREE: _("Mit dem unterzeichneten Papier und dem Plan der Raten, deren Summe der bewilligte Betrag ist."),
    states.REPORT: _("Mit der Unterschrift unter dem Schlussbericht."),
    states.REOPEN: _("Mit dem Schlussbericht, den die Gemeinde zurückholt oder der Kanton zurückgibt."),
    states.CLOSE: _("Mit der Annahme des Schlussberichts; wer am Gesuch mitgewirkt hat, rechnet nicht ab."),
}
_INSTALMENT_PROVISOS = {
    states.PROPOSE: _("Mit der Angabe, womit eine Bedingung erfüllt ist; nicht, während der Schlussbericht vorliegt."),
    states.SEND_BACK: _("Mit Begründung."),
    states.RELEASE: _(
        "Wer die Rate vorgeschlagen hat, gibt sie nicht frei; nicht vor der Fälligkeit und nicht vor einer früheren "
        "Rate. Die Zahlungsdatei entsteht damit."
    ),
    states.LOWER: _("Auf das, was die Schlussabrechnung davon übrig lässt."),
    states.LAPSE: _("Wenn die Schlussabrechnung nichts davon übrig lässt."),
}
_WAITING = frozenset({states.PROPOSE, states.RELEASE})
"""What waits for the closing account once there is a report."""
_OF_THE_CANTON = states.OFFICE | states.DECIDING


def moving(name: str) -> str:
    """The action of whoever takes a project along that transition."""
    return f"{PROJECT.object_type}.{name}"


def paying(name: str) -> str:
    """The action of whoever takes an instalment along that transition."""
    return f"{INSTALMENT.object_type}.{name}"


def key_of(record: Project | Instalment | FinalReport) -> str:
    """Under which name the trail knows a project, an instalment or a report."""
    return record.reference


def _may_pay(name: str) -> Callable[[Actor, Any], Decision]:
    """The move, unless a report says meanwhile how much is needed, or it is not yet the turn of the instalment."""
    may = may_move(INSTALMENT, name, key_of)

    def decide(actor: Actor, instalment: Instalment) -> Decision:
        decision = may(actor, instalment)
        if decision and name in _WAITING and instalment.project.state == ProjectState.REPORTED:
            return Decision.no(
                str(_("Der Schlussbericht liegt vor: Zuerst wird abgerechnet, dann bezahlt, was noch offen ist."))
            )
        return _may_leave(instalment) if decision and name == states.RELEASE else decision

    return decide


def _may_leave(instalment: Instalment) -> Decision:
    """Whether it is due, and every earlier one is settled: as the agreement says."""
    if clock.today() < instalment.due_on:
        return Decision.no(
            _("Die Rate ist erst am %(day)s fällig: Vorher wird sie nicht freigegeben.")
            % {"day": f"{instalment.due_on:%d.%m.%Y}"}
        )
    earlier = Instalment.objects.filter(project=instalment.project_id, number__lt=instalment.number)
    open_ones = earlier.exclude(state__in=(InstalmentState.PAID, InstalmentState.LAPSED)).select_related("project")
    if first := open_ones.order_by("number").first():
        return Decision.no(
            _("Raten werden in ihrer Reihenfolge bezahlt: Zuerst ist %(earlier)s freizugeben.")
            % {"earlier": first.reference}
        )
    return Decision.yes()


RULES = (
    Rule(
        SEE,
        _("Projektgesuche sehen"),
        refusal=_NOT_SEEN,
        foreign=_FOREIGN,
        everywhere=CANTONAL,
        responsible=MUNICIPAL,
        operator=True,
        proviso=_("Der Kanton, sobald sie eingereicht sind."),
        source=SOURCE,
    ),
    Rule(
        OPEN,
        _("Projektgesuch beginnen"),
        refusal=_OFFICERS_ONLY,
        foreign=_FOREIGN,
        responsible=states.OFFICER,
        source=SOURCE,
    ),
    Rule(
        SEE_CREDIT,
        _("Kredit für Projekte sehen"),
        refusal=_("Den Kredit für Projekte sehen die Stellen des Kantons."),
        everywhere=CANTONAL,
        operator=True,
        source=SOURCE,
    ),
    Rule(
        SEE_ASSESSMENTS,
        _("Beurteilungen von Projektgesuchen sehen"),
        refusal=_("Beurteilungen sind eine Sache des Kantons; die Gemeinde erhält den Entscheid mit Begründung."),
        everywhere=CANTONAL,
        operator=True,
        proviso=_("Die eigene; die andere erst, wenn beide abgegeben sind."),
        source=SOURCE,
    ),
    *(
        Rule(
            moving(move.name),
            move.doing,
            refusal=_REFUSALS[move.roles],
            foreign="" if move.roles <= _OF_THE_CANTON else _FOREIGN,
            everywhere=move.roles & _OF_THE_CANTON,
            responsible=move.roles - _OF_THE_CANTON,
            condition=may_move(PROJECT, move.name, key_of),
            proviso=_PROVISOS[move.name],
            source=SOURCE,
        )
        for move in PROJECT
    ),
    *(
        Rule(
            paying(move.name),
            move.doing,
            refusal=_CLOSING if move.roles == states.OFFICE else _PAYING,
            everywhere=move.roles,
            condition=_may_pay(move.name),
            proviso=_INSTALMENT_PROVISOS[move.name],
            source=SOURCE,
        )
        for move in INSTALMENT
    ),
)
