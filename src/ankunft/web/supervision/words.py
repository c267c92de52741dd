"""How supervision speaks of states and findings, and the steps of a sample."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ankunft.domain.supervision import states
from ankunft.domain.supervision.models import Finding, SampleState

STATE_KINDS: dict[str, str] = {
    SampleState.DRAWN: "neutral",
    SampleState.REQUESTED: "info",
    SampleState.INSPECTED: "info",
    SampleState.CLOSED: "ok",
    SampleState.DROPPED: "neutral",
}
FINDING_KINDS: dict[str, str] = {
    Finding.IN_ORDER: "ok",
    Finding.EVIDENCE_MISSING: "bad",
    Finding.DOES_NOT_COUNT: "bad",
}


@dataclass(frozen=True, slots=True)
class SampleStep:
    """A button on the page of a sample, and the page that asks once. `asks`: `reason`, `day` or nothing."""

    slug: str
    name: str
    button: Promise
    title: Promise
    intro: Promise
    done: Promise
    asks: str = ""
    primary: bool = True


SAMPLE_STEPS = {
    one.slug: one
    for one in (
        SampleStep(
            "verwerfen",
            states.DROP,
            _("Verwerfen …"),
            _("Stichprobe verwerfen"),
            _("Die Stichprobe wird nicht verwendet. Sie bleibt mit der Begründung sichtbar."),
            _("Die Stichprobe ist verworfen."),
            asks="reason",
            primary=False,
        ),
        SampleStep(
            "zurueckgeben",
            states.SEND_BACK,
            _("Zurückgeben …"),
            _("Prüfung zurückgeben"),
            _("Die Stichprobe wird weiter geprüft; Feststellungen können wieder geändert werden."),
            _("Die Prüfung ist zurückgegeben."),
            asks="reason",
            primary=False,
        ),
        SampleStep(
            "anfordern",
            states.REQUEST,
            _("Belege verlangen …"),
            _("Belege verlangen"),
            _("Jede Gemeinde liest auf «Mein Tag», für welche Gespräche sie den Beleg zeigen soll, und bis wann."),
            _("Die Belege sind verlangt."),
            asks="day",
        ),
        SampleStep(
            "geprueft",
            states.INSPECT,
            _("Prüfung beenden …"),
            _("Prüfung beenden"),
            _("Jedes Gespräch hat eine Feststellung. Danach schliesst eine Person ab, die nicht geprüft hat."),
            _("Die Prüfung ist beendet."),
        ),
        SampleStep(
            "abschliessen",
            states.CLOSE,
            _("Abschliessen …"),
            _("Stichprobe abschliessen"),
            _("Danach ändert sich an der Stichprobe nichts mehr, und die Belege öffnet nur noch die Revision."),
            _("Die Stichprobe ist abgeschlossen."),
        ),
    )
}
