"""How reports and programmes speak of their states, and of the steps that people take."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.funds import programme_states, report_states, services
from ankunft.domain.funds.models import ProgrammeState, ReportState
from ankunft.web.shell.step_pages import ReasonForm, StepWords

from .forms import RulingForm, SubmitProgrammeForm, SubmitReportForm

REPORT_KINDS: dict[str, str] = {
    ReportState.DRAFT: "neutral",
    ReportState.SIGNED_OFF: "info",
    ReportState.SUBMITTED: "ok",
    ReportState.DISCARDED: "neutral",
}
PROGRAMME_KINDS: dict[str, str] = {
    ProgrammeState.DRAFT: "neutral",
    ProgrammeState.SUBMITTED: "info",
    ProgrammeState.AGREED: "ok",
    ProgrammeState.SUPERSEDED: "neutral",
    ProgrammeState.CLOSED: "ok",
    ProgrammeState.WITHDRAWN: "neutral",
}

REPORT_STEPS = {
    one.slug: one
    for one in (
        StepWords(
            "uebermitteln",
            report_states.SUBMIT,
            _("Übermittlung festhalten …"),
            _("Übermittlung festhalten"),
            _("Senden Sie die unterzeichnete Datei, und halten Sie hier fest, wann und wie."),
            _("Die Übermittlung ist festgehalten."),
            services.report_submit,
            SubmitReportForm,
            primary=True,
        ),
        StepWords(
            "verwerfen",
            report_states.DISCARD,
            _("Verwerfen …"),
            _("Bericht verwerfen"),
            _("Der Bericht wird nicht unterzeichnet. Er bleibt mit Ihrer Begründung sichtbar."),
            _("Der Bericht ist verworfen."),
            services.report_discard,
            ReasonForm,
        ),
    )
}

PROGRAMME_STEPS = {
    one.slug: one
    for one in (
        StepWords(
            "einreichen",
            programme_states.SUBMIT,
            _("Eingabe festhalten …"),
            _("Programmeingabe festhalten"),
            _(
                "Geben Sie das Programm im Portal ELSI des SEM ein, und halten Sie es hier fest. Danach ändert sich an "
                "dieser Fassung nichts mehr."
            ),
            _("Die Programmeingabe ist festgehalten."),
            services.programme_submit,
            SubmitProgrammeForm,
            primary=True,
        ),
        StepWords(
            "vereinbaren",
            programme_states.AGREE,
            _("Vereinbarung festhalten …"),
            _("Programmvereinbarung festhalten"),
            _("Die Fassung gilt als vereinbart; eine frühere wird dadurch abgelöst."),
            _("Die Programmvereinbarung ist festgehalten."),
            services.programme_agree,
            RulingForm,
            primary=True,
        ),
        StepWords(
            "abschliessen",
            programme_states.CLOSE,
            _("Abschliessen …"),
            _("Integrationsprogramm abschliessen"),
            _("Die Programmperiode ist vorbei."),
            _("Das Programm ist abgeschlossen."),
            services.programme_close,
        ),
        StepWords(
            "zurueckziehen",
            programme_states.WITHDRAW,
            _("Zurückziehen …"),
            _("Fassung des Programms zurückziehen"),
            _("Die Fassung bleibt lesbar; die nächste beginnt mit ihrem Inhalt."),
            _("Die Fassung ist zurückgezogen."),
            services.programme_withdraw,
            ReasonForm,
        ),
    )
}
