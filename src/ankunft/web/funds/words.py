"""How plans speak of states, and the steps of a version as a person meets them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.funds import services, states
from ankunft.domain.funds.models import Stance, VersionState
from ankunft.web.shell.step_pages import ReasonForm, StepWords

from .forms import AdoptForm, ConsultForm, ReopenForm

STATE_KINDS: dict[str, str] = {
    VersionState.INPUTS: "info",
    VersionState.CONSOLIDATED: "info",
    VersionState.CONSULTATION: "info",
    VersionState.CONSULTED: "info",
    VersionState.ADOPTED: "ok",
    VersionState.SUPERSEDED: "neutral",
    VersionState.WITHDRAWN: "neutral",
}
STANCE_KINDS: dict[str, str] = {Stance.RECOMMEND: "ok", Stance.REMARKS: "warning", Stance.REJECT: "bad"}


VERSION_STEPS = {
    one.slug: one
    for one in (
        StepWords(
            "zurueckziehen",
            states.WITHDRAW,
            _("Zurückziehen …"),
            _("Fassung zurückziehen"),
            _(
                "Die Fassung wird endgültig nicht weiter verfolgt. Was eingegeben wurde, bleibt mit Ihrer Begründung "
                "lesbar; die geltende Fassung gilt weiter."
            ),
            _("Die Fassung ist zurückgezogen."),
            services.version_withdraw,
            ReasonForm,
        ),
        StepWords(
            "oeffnen",
            states.REOPEN,
            _("Eingaben wieder öffnen …"),
            _("Eingaben wieder öffnen"),
            _(
                "Die Regelstrukturen können wieder Zahlen eingeben. Danach ist neu zu konsolidieren, und die Gremien "
                "werden neu um Stellungnahme gebeten."
            ),
            _("Die Eingaben sind wieder offen."),
            services.version_reopen,
            ReopenForm,
        ),
        StepWords(
            "konsolidieren",
            states.CONSOLIDATE,
            _("Konsolidieren …"),
            _("Eingaben konsolidieren"),
            _(
                "Aus der neusten Eingabe jeder Position, oder aus dem, was Sie begründet anders planen, entsteht der "
                "Plan. Danach nimmt die Fassung keine Eingaben mehr entgegen. Wer konsolidiert, beschliesst nicht."
            ),
            _("Der Finanzplan ist konsolidiert. Als Nächstes lädt die Geschäftsstelle IIZ zur Stellungnahme ein."),
            services.version_consolidate,
            primary=True,
        ),
        StepWords(
            "einladen",
            states.CONSULT,
            _("Stellungnahmen einholen …"),
            _("Stellungnahmen einholen"),
            _(
                "Die Gremien sehen die Fassung ab jetzt und nehmen bis zur Frist Stellung, auf dem Zirkularweg oder an "
                "einer Sitzung (RRB 2023/2057, Ziffer 1). Wer einlädt, beschliesst nicht."
            ),
            _("Die Gremien sind zur Stellungnahme eingeladen."),
            services.version_consult,
            ConsultForm,
            primary=True,
        ),
        StepWords(
            "abschliessen",
            states.CLOSE_CONSULTATION,
            _("Konsultation abschliessen …"),
            _("Konsultation abschliessen"),
            _(
                "Danach nimmt niemand mehr Stellung, und die IIZ-Leitung kann beschliessen. Möglich ist das, sobald "
                "alle eingeladenen Gremien Stellung genommen haben oder die Frist vorbei ist."
            ),
            _("Die Konsultation ist abgeschlossen. Als Nächstes beschliesst die IIZ-Leitung."),
            services.version_close_consultation,
            primary=True,
        ),
        StepWords(
            "beschliessen",
            states.ADOPT,
            _("Beschluss festhalten …"),
            _("Beschluss festhalten"),
            _(
                "Die Fassung gilt ab jetzt und ändert sich nie mehr; die bisher geltende wird abgelöst. Was später "
                "anders ist, kommt in die nächste Fassung (RRB 2023/2057, Ziffern 3.1 und 3.3)."
            ),
            _("Der Finanzplan ist beschlossen."),
            services.version_adopt,
            AdoptForm,
            primary=True,
        ),
    )
}
