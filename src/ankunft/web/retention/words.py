"""What states, steps, classes and periods are called."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy, ngettext

from ankunft.foundation.retention import registry, states
from ankunft.foundation.retention.models import DeletionList, ItemState
from ankunft.foundation.retention.registry import Text

STATE_KINDS = {
    states.PROPOSED: "neutral",
    states.REVIEWED: "info",
    states.APPROVED: "info",
    states.RUNNING: "info",
    states.DONE: "ok",
    states.DROPPED: "neutral",
}
ITEM_KINDS = {
    ItemState.PLANNED: "neutral",
    ItemState.KEPT: "warning",
    ItemState.HELD: "warning",
    ItemState.SPARED: "info",
    ItemState.CARRIED_OUT: "ok",
}


@dataclass(frozen=True, slots=True)
class StepWords:
    """What the page that asks once says: the move, its words, and whether it needs a reason."""

    move: str
    title: Text
    text: Text
    button: Text
    done: Text
    needs_reason: bool = False


STEPS = {
    "pruefen": StepWords(
        states.REVIEW,
        gettext_lazy("Löschliste als geprüft weitergeben"),
        gettext_lazy("Sie bestätigen, dass Sie jeden vorgesehenen Datensatz angesehen haben. Danach entscheidet die "
                     "strategische Leitung."),
        gettext_lazy("Als geprüft weitergeben"),
        gettext_lazy("Die Liste wartet jetzt auf die Genehmigung."),
    ),
    "genehmigen": StepWords(
        states.APPROVE,
        gettext_lazy("Löschliste genehmigen"),
        gettext_lazy("Die vorgesehenen Datensätze werden gleich danach endgültig gelöscht oder anonymisiert. Das lässt "
                     "sich nicht rückgängig machen."),
        gettext_lazy("Genehmigen und ausführen"),
        gettext_lazy("Genehmigt. Die Ausführung läuft im Hintergrund."),
    ),
    "zurueckgeben": StepWords(
        states.SEND_BACK,
        gettext_lazy("Löschliste zurückgeben"),
        gettext_lazy("Die Liste wird noch einmal geprüft."),
        gettext_lazy("Zurückgeben"),
        gettext_lazy("Die Liste ist zurückgegeben."),
        needs_reason=True,
    ),
    "verwerfen": StepWords(
        states.DROP,
        gettext_lazy("Löschliste verwerfen"),
        gettext_lazy("Nichts von dieser Liste wird gelöscht. Was fällig ist, kann neu vorgeschlagen werden."),
        gettext_lazy("Verwerfen"),
        gettext_lazy("Die Liste ist verworfen."),
        needs_reason=True,
    ),
    "ausfuehren": StepWords(
        states.START,
        gettext_lazy("Ausführung wieder aufnehmen"),
        gettext_lazy("Die Ausführung geht dort weiter, wo sie stehen geblieben ist."),
        gettext_lazy("Weiter ausführen"),
        gettext_lazy("Die Ausführung läuft im Hintergrund."),
    ),
}  # fmt: skip


def period_words(months: int) -> str:
    """`10 Jahre`, `18 Monate`."""
    years, rest = divmod(months, 12)
    if rest or not years:
        return ngettext("%(count)s Monat", "%(count)s Monate", months) % {"count": months}
    return ngettext("%(count)s Jahr", "%(count)s Jahre", years) % {"count": years}


def class_label(code: str) -> Text:
    """What people call a class; its code where this version does not know it."""
    one = registry.get(code)
    return one.label if one else code


def step_words(step: str, listing: DeletionList) -> StepWords | None:
    """The words of a step by its address; None if there is no such step."""
    words = STEPS.get(step)
    if words and words.move == states.START and listing.state == states.RUNNING:
        return StepWords(states.FINISH, words.title, words.text, words.button, words.done)
    return words
