"""How project grants speak of states, and the steps of a project as a person meets them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ankunft.domain.grants import services, states
from ankunft.domain.grants.models import InstalmentState, ProjectState
from ankunft.web.shell.step_pages import ReasonForm, StepWords

from .forms import GrantForm, NoteForm, RejectForm

STATE_KINDS: dict[str, str] = {
    ProjectState.DRAFT: "neutral",
    ProjectState.OFFERED: "info",
    ProjectState.SUBMITTED: "info",
    ProjectState.RETURNED: "warning",
    ProjectState.COMPLETE: "info",
    ProjectState.ASSESSED: "info",
    ProjectState.GRANTED: "ok",
    ProjectState.RUNNING: "ok",
    ProjectState.REPORTED: "info",
    ProjectState.CLOSED: "ok",
    ProjectState.REJECTED: "bad",
    ProjectState.ABANDONED: "neutral",
}
INSTALMENT_KINDS: dict[str, str] = {
    InstalmentState.PLANNED: "neutral",
    InstalmentState.PROPOSED: "info",
    InstalmentState.PAID: "ok",
    InstalmentState.LAPSED: "neutral",
}


PROJECT_STEPS = {
    one.slug: one
    for one in (
        StepWords(
            "zurueckziehen",
            states.ABANDON,
            _("Zurückziehen …"),
            _("Gesuch zurückziehen"),
            _(
                "Das Gesuch wird endgültig nicht weiter verfolgt. Es bleibt mit Ihrer Begründung sichtbar. Auf einen "
                "schon bewilligten Beitrag verzichten Sie damit."
            ),
            _("Das Gesuch ist zurückgezogen."),
            services.project_abandon,
            ReasonForm,
        ),
        StepWords(
            "zurueckholen",
            states.TAKE_BACK,
            _("Zurückholen …"),
            _("Gesuch zurückholen"),
            _(
                "Das Gesuch ist wieder in Arbeit und gilt als nicht eingereicht. Nach der Änderung ist neu zu "
                "unterzeichnen."
            ),
            _("Das Gesuch ist zurückgeholt und wieder in Arbeit."),
            services.project_take_back,
            ReasonForm,
        ),
        StepWords(
            "nachbessern",
            states.DECLINE,
            _("Nachbessern lassen …"),
            _("Gesuch nachbessern lassen"),
            _("Wer das Gesuch erfasst hat, liest Ihre Begründung, verbessert es und legt es Ihnen neu vor."),
            _("Das Gesuch ist zum Nachbessern zurückgegeben."),
            services.project_decline,
            ReasonForm,
        ),
        StepWords(
            "zurueckgeben",
            states.RETURN,
            _("Zurückgeben …"),
            _("Gesuch zurückgeben"),
            _("Die Gemeinde liest Ihre Begründung, ergänzt das Gesuch und reicht es neu unterzeichnet ein."),
            _("Das Gesuch ist zurückgegeben."),
            services.project_return,
            ReasonForm,
        ),
        StepWords(
            "uebergeben",
            states.OFFER,
            _("Unterzeichnen lassen …"),
            _("Gesuch unterzeichnen lassen"),
            _(
                "Das Gesuch geht an die strategische Leitung, die es prüft, unterzeichnet und damit einreicht. "
                "Solange sie nicht unterzeichnet hat, können Sie es noch ändern."
            ),
            _("Das Gesuch wartet auf die Unterschrift der strategischen Leitung."),
            services.project_offer,
            primary=True,
        ),
        StepWords(
            "unterzeichnen",
            states.SIGN,
            _("Unterzeichnen und einreichen …"),
            _("Gesuch unterzeichnen und einreichen"),
            _(
                "Mit Ihrer Unterschrift geht das Gesuch an die Koordinationsstelle Integration. Ihr Name und der "
                "Zeitpunkt stehen danach auf dem Gesuch."
            ),
            _("Das Gesuch ist unterzeichnet und eingereicht."),
            services.project_sign,
            primary=True,
        ),
        StepWords(
            "vollstaendig",
            states.FIND_COMPLETE,
            _("Vollständigkeit bestätigen …"),
            _("Vollständigkeit bestätigen"),
            _(
                "Danach ändert die Gemeinde am Gesuch nichts mehr. Zwei Personen der Koordinationsstelle beurteilen es "
                "unabhängig voneinander, eine weitere entscheidet."
            ),
            _("Das Gesuch ist vollständig und wird beurteilt."),
            services.project_find_complete,
            primary=True,
        ),
        StepWords(
            "ablehnen",
            states.REJECT,
            _("Ablehnen …"),
            _("Gesuch ablehnen"),
            _("Die Gemeinde liest Beschluss und Begründung. Es besteht kein Rechtsanspruch (KS 4.1.1)."),
            _("Das Gesuch ist abgelehnt."),
            services.project_reject,
            RejectForm,
        ),
        StepWords(
            "bewilligen",
            states.GRANT,
            _("Bewilligen …"),
            _("Projektbeitrag bewilligen"),
            _(
                "Der Betrag ist danach im Kredit für Projekte gebunden (KS 4.3.4). Die Gemeinde liest Beschluss, "
                "Begründung und Auflagen."
            ),
            _("Der Projektbeitrag ist bewilligt."),
            services.project_grant,
            GrantForm,
            primary=True,
        ),
    )
}

INSTALMENT_STEPS = {
    one.slug: one
    for one in (
        StepWords(
            "zurueckgeben",
            states.SEND_BACK,
            _("Zurückgeben …"),
            _("Rate zurückgeben"),
            _("Die Rate wird noch nicht bezahlt und kann neu vorgeschlagen werden."),
            _("Die Rate ist zurückgegeben."),
            services.instalment_send_back,
            ReasonForm,
        ),
        StepWords(
            "vorschlagen",
            states.PROPOSE,
            _("Zur Freigabe vorschlagen …"),
            _("Rate zur Freigabe vorschlagen"),
            _("Eine andere Person gibt die Rate frei. Halten Sie fest, womit eine Bedingung erfüllt ist."),
            _("Die Rate ist vorgeschlagen. Eine andere Person gibt sie frei."),
            services.instalment_propose,
            NoteForm,
            primary=True,
        ),
        StepWords(
            "freigeben",
            states.RELEASE,
            _("Freigeben …"),
            _("Rate freigeben"),
            _("Damit entsteht die Zahlungsdatei für die Bank. Freigegebenes ändert sich nicht mehr."),
            _("Die Rate ist freigegeben; die Zahlungsdatei ist erstellt."),
            services.instalment_release,
            primary=True,
        ),
    )
}
