"""The steps of a report as a person meets them: what each is called, what will happen, and what happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from ankunft.domain.reporting import services
from ankunft.domain.reporting.models import HalfYearReport
from ankunft.foundation.kernel.actor import Actor
from ankunft.web.reporting.forms import ReasonForm, ReturnForm, StepForm


@dataclass(frozen=True, slots=True)
class StepWords:
    """One step; `link` leads to its page, and `take` is given the version, who takes it, and the form filled in."""

    link: str | Promise
    title: str | Promise
    text: str | Promise
    button: str | Promise
    done: str | Promise
    form: Callable[..., Any]
    take: Callable[[HalfYearReport, Actor, Any], object]


STEPS = {
    "uebergeben": StepWords(
        gettext_lazy("Unterzeichnen lassen …"),
        gettext_lazy("Unterzeichnen lassen"),
        gettext_lazy(
            "Der Bericht geht an die strategische Leitung, die ihn prüft, unterzeichnet und damit einreicht. "
            "Solange sie nicht unterzeichnet hat, können Sie ihn noch ändern."
        ),
        gettext_lazy("Zur Unterzeichnung geben"),
        gettext_lazy("Der Bericht wartet auf die Unterschrift der strategischen Leitung."),
        StepForm,
        lambda report, actor, form: services.report_offer(
            report=report, actor=actor, version=report.version, explanations=form.words()
        ),
    ),
    "unterzeichnen": StepWords(
        gettext_lazy("Unterzeichnen und einreichen …"),
        gettext_lazy("Bericht unterzeichnen und einreichen"),
        gettext_lazy(
            "Mit Ihrer Unterschrift geht der Bericht an die Koordinationsstelle Integration. Ihr Name und der "
            "Zeitpunkt stehen danach auf dem Bericht. Bis die Koordinationsstelle entschieden hat, kann die Gemeinde "
            "ihn zurückholen; wird etwas geändert, ist neu zu unterzeichnen."
        ),
        gettext_lazy("Unterzeichnen und einreichen"),
        gettext_lazy("Der Bericht ist unterzeichnet und eingereicht."),
        StepForm,
        lambda report, actor, form: services.report_sign(
            report=report, actor=actor, version=report.version, explanations=form.words()
        ),
    ),
    "nachbessern": StepWords(
        gettext_lazy("Nachbessern lassen …"),
        gettext_lazy("Bericht nachbessern lassen"),
        gettext_lazy("Wer den Bericht erfasst hat, sieht zu jedem Abschnitt, was fehlt, und legt ihn Ihnen neu vor."),
        gettext_lazy("Zum Nachbessern zurückgeben"),
        gettext_lazy("Der Bericht ist zum Nachbessern zurückgegeben."),
        ReturnForm,
        lambda report, actor, form: services.report_decline(
            report=report, reasons=form.reasons(), actor=actor, version=report.version
        ),
    ),
    "zurueckholen": StepWords(
        gettext_lazy("Zurückholen …"),
        gettext_lazy("Bericht zurückholen"),
        gettext_lazy(
            "Der Bericht ist wieder in Arbeit und gilt als nicht eingereicht. Die Unterschrift gilt nicht mehr: Nach "
            "der Änderung ist neu zu unterzeichnen."
        ),
        gettext_lazy("Zurückholen"),
        gettext_lazy("Der Bericht ist zurückgeholt und wieder in Arbeit."),
        ReasonForm,
        lambda report, actor, form: services.report_withdraw(
            report=report, reason=form.cleaned_data["reason"], actor=actor, version=report.version
        ),
    ),
    "einreichen": StepWords(
        gettext_lazy("Einreichen …"),
        gettext_lazy("Korrektur einreichen"),
        gettext_lazy(
            "Reichen Sie nur ein, was die Gemeinde auf Papier unterzeichnet hat. Annehmen muss die Korrektur eine "
            "andere Person der Koordinationsstelle."
        ),
        gettext_lazy("Einreichen"),
        gettext_lazy("Der Bericht ist eingereicht."),
        StepForm,
        lambda report, actor, form: services.report_submit(report=report, actor=actor, version=report.version),
    ),
    "annehmen": StepWords(
        gettext_lazy("Annehmen …"),
        gettext_lazy("Bericht annehmen"),
        gettext_lazy(
            "Angenommene Angaben gelten für die nächste Abrechnung und lassen sich nicht mehr ändern. "
            "Was sich später als falsch erweist, wird mit einer Korrektur berichtigt."
        ),
        gettext_lazy("Annehmen"),
        gettext_lazy("Der Bericht ist angenommen."),
        StepForm,
        lambda report, actor, form: services.report_accept(
            report=report, actor=actor, version=report.version, waivers=form.words()
        ),
    ),
    "zurueckgeben": StepWords(
        gettext_lazy("Zurückgeben …"),
        gettext_lazy("Bericht zurückgeben"),
        gettext_lazy(
            "Schreiben Sie zu jedem Abschnitt, was zu ändern ist. Die Gemeinde sieht es dort, verbessert den Bericht "
            "und reicht ihn neu unterzeichnet ein."
        ),
        gettext_lazy("Zurückgeben"),
        gettext_lazy("Der Bericht ist zurückgegeben."),
        ReturnForm,
        lambda report, actor, form: services.report_return(
            report=report, reasons=form.reasons(), actor=actor, version=report.version
        ),
    ),
    "korrigieren": StepWords(
        gettext_lazy("Korrektur erfassen …"),
        gettext_lazy("Korrektur erfassen"),
        gettext_lazy(
            "Es entsteht eine neue Fassung mit den bisherigen Angaben. Die angenommene Fassung gilt, bis die "
            "Korrektur eingereicht und angenommen ist; der Unterschied erscheint in der nächsten Abrechnung."
        ),
        gettext_lazy("Korrektur beginnen"),
        gettext_lazy("Die Korrektur ist begonnen. Ändern Sie nun die Angaben und reichen Sie sie ein."),
        ReasonForm,
        lambda report, actor, form: services.report_correct(
            report=report, reason=form.cleaned_data["reason"], actor=actor
        ),
    ),
    "verwerfen": StepWords(
        gettext_lazy("Korrektur verwerfen …"),
        gettext_lazy("Korrektur verwerfen"),
        gettext_lazy("Die begonnene Korrektur wird aufgegeben. Die angenommene Fassung gilt weiter."),
        gettext_lazy("Verwerfen"),
        gettext_lazy("Die Korrektur ist verworfen."),
        StepForm,
        lambda report, actor, form: services.report_discard(report=report, actor=actor, version=report.version),
    ),
}
MAIN = ("unterzeichnen", "annehmen")
"""The steps that are the one thing to do for whoever may take them."""
FROM_THE_FORM = ("uebergeben", "einreichen")
"""The steps to which the form leads, so that no button of their own is needed."""
