"""How the report about a project speaks of its states, and its steps as a person meets them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.grants import report_states, services, states
from ankunft.domain.grants.models import ReportState
from ankunft.web.shell.step_pages import ReasonForm, StepWords

REPORT_KINDS: dict[str, str] = {
    ReportState.DRAFT: "neutral",
    ReportState.OFFERED: "info",
    ReportState.SUBMITTED: "info",
    ReportState.RETURNED: "warning",
    ReportState.ACCEPTED: "ok",
}

REPORT_STEPS = {
    one.slug: one
    for one in (
        StepWords(
            "nachbessern",
            states.DECLINE,
            _("Nachbessern lassen …"),
            _("Schlussbericht nachbessern lassen"),
            _("Wer den Bericht erfasst hat, liest Ihre Begründung, verbessert ihn und legt ihn Ihnen neu vor."),
            _("Der Schlussbericht ist zum Nachbessern zurückgegeben."),
            services.report_decline,
            ReasonForm,
        ),
        StepWords(
            "zurueckholen",
            states.TAKE_BACK,
            _("Zurückholen …"),
            _("Schlussbericht zurückholen"),
            _(
                "Der Bericht ist wieder in Arbeit und gilt als nicht eingereicht. Nach der Änderung ist neu zu "
                "unterzeichnen."
            ),
            _("Der Schlussbericht ist zurückgeholt und wieder in Arbeit."),
            services.report_take_back,
            ReasonForm,
        ),
        StepWords(
            "zurueckgeben",
            states.RETURN,
            _("Zurückgeben …"),
            _("Schlussbericht zurückgeben"),
            _(
                "Die Gemeinde liest Ihre Begründung, ergänzt Bericht oder Nachweise und reicht neu unterzeichnet ein. "
                "So berichtigt sie auch Kosten, die Sie nicht anerkennen."
            ),
            _("Der Schlussbericht ist zurückgegeben."),
            services.report_return,
            ReasonForm,
        ),
        StepWords(
            "uebergeben",
            states.OFFER,
            _("Unterzeichnen lassen …"),
            _("Schlussbericht unterzeichnen lassen"),
            _(
                "Der Bericht geht an die strategische Leitung, die ihn prüft, unterzeichnet und damit einreicht. "
                "Solange sie nicht unterzeichnet hat, können Sie ihn noch ändern."
            ),
            _("Der Schlussbericht wartet auf die Unterschrift der strategischen Leitung."),
            services.report_offer,
            primary=True,
        ),
        StepWords(
            "unterzeichnen",
            states.SIGN,
            _("Unterzeichnen und einreichen …"),
            _("Schlussbericht unterzeichnen und einreichen"),
            _(
                "Mit Ihrer Unterschrift geht der Bericht an die Koordinationsstelle Integration. Bis das Projekt "
                "abgerechnet ist, wird keine Rate bezahlt."
            ),
            _("Der Schlussbericht ist unterzeichnet und eingereicht."),
            services.report_sign,
            primary=True,
        ),
        StepWords(
            "annehmen",
            report_states.ACCEPT,
            _("Annehmen und abrechnen …"),
            _("Schlussbericht annehmen und Projekt abrechnen"),
            _(
                "Das Projekt ist danach abgerechnet, wie es die Schlussabrechnung zeigt: Offene Raten werden gekürzt "
                "oder entfallen; was zu viel bezahlt ist, wird zur Rückforderung vorgeschlagen, und eine zweite Person "
                "entscheidet. Das ändert sich nicht mehr."
            ),
            _("Der Schlussbericht ist angenommen und das Projekt abgerechnet."),
            services.project_close,
            primary=True,
        ),
    )
}
