"""The states of a deletion list and the moves between them. Which roles make them is said by the product."""

from django.utils.translation import gettext_lazy as _

from ankunft.foundation.workflow.tables import Transition, TransitionTable

from .registry import Staff

PROPOSED, REVIEWED, APPROVED, RUNNING, DONE, DROPPED = (
    "proposed",
    "reviewed",
    "approved",
    "running",
    "done",
    "dropped",
)
REVIEW, APPROVE, SEND_BACK, DROP, START, FINISH = "review", "approve", "send_back", "drop", "start", "finish"

OBJECT_TYPE = "retention.list"
LABELS = {
    PROPOSED: _("vorgeschlagen"),
    REVIEWED: _("geprüft"),
    APPROVED: _("genehmigt"),
    RUNNING: _("wird ausgeführt"),
    DONE: _("ausgeführt"),
    DROPPED: _("verworfen"),
}
CLOSED = (DONE, DROPPED)


def list_table(staff: Staff) -> TransitionTable:
    """The moves, made by the roles of `staff`. Whoever reviewed a list, ever, does not approve it."""
    return TransitionTable(
        OBJECT_TYPE,
        LABELS,
        [
            Transition(
                REVIEW,
                sources=frozenset({PROPOSED}),
                target=REVIEWED,
                doing=_("Prüfen"),
                sentence=_("Löschliste geprüft."),
                roles=staff.reviewers,
            ),
            Transition(
                APPROVE,
                sources=frozenset({REVIEWED}),
                target=APPROVED,
                doing=_("Genehmigen"),
                sentence=_("Löschliste genehmigt."),
                roles=staff.approvers,
                other_hands=frozenset({REVIEW}),
            ),
            Transition(
                SEND_BACK,
                sources=frozenset({REVIEWED, APPROVED}),
                target=PROPOSED,
                doing=_("Zurückgeben"),
                sentence=_("Löschliste zurückgegeben."),
                roles=staff.approvers,
                needs_reason=True,
            ),
            Transition(
                DROP,
                sources=frozenset({PROPOSED, REVIEWED, APPROVED}),
                target=DROPPED,
                doing=_("Verwerfen"),
                sentence=_("Löschliste verworfen."),
                roles=staff.reviewers | staff.approvers,
                needs_reason=True,
            ),
            Transition(
                START,
                sources=frozenset({APPROVED}),
                target=RUNNING,
                doing=_("Ausführen"),
                sentence=_("Ausführung der Löschliste begonnen."),
                roles=staff.approvers,
            ),
            Transition(
                FINISH,
                sources=frozenset({RUNNING}),
                target=DONE,
                doing=_("Abschliessen"),
                sentence=_("Löschliste ausgeführt."),
                roles=staff.approvers,
            ),
        ],
    )
