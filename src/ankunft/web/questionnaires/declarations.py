"""The self-declaration as a questionnaire: where it is shown, what it is called, when it is due, what accepts it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.questionnaires import permissions
from ankunft.domain.questionnaires.values import Kind
from ankunft.domain.reporting import selectors as reporting
from ankunft.domain.reporting import services
from ankunft.domain.reporting.rules import FIRST_YEAR, declaration_due_on, must_declare
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.periods import Year

from .filing import Filing, sheet_of
from .steps import STEPS


class Declaration(Filing):
    """The self-declaration of a municipality for a year."""

    route = "declaration"
    returned = gettext_lazy("Die Koordinationsstelle Integration hat die Selbstdeklaration zurückgegeben.")
    steps = {
        **STEPS,
        "einreichen": replace(
            STEPS["einreichen"],
            text=gettext_lazy(
                "Der Fragebogen geht an die Koordinationsstelle Integration. Der Tag, an dem Sie ihn einreichen, zählt "
                "für die Frist, sobald sie ihn angenommen hat (KS 5.2)."
            ),
            done=gettext_lazy("Die Selbstdeklaration ist eingereicht."),
        ),
        "annehmen": replace(
            STEPS["annehmen"],
            title=gettext_lazy("Selbstdeklaration annehmen"),
            text=gettext_lazy(
                "Mit der Annahme ist die Selbstdeklaration für die Abrechnung da: Der Sockelbeitrag beruht darauf (KS "
                "4.2, 4.5.2). Angenommene Antworten lassen sich nicht mehr ändern, nur mit einer Korrektur ersetzen."
            ),
            done=gettext_lazy("Die Selbstdeklaration ist angenommen."),
        ),
        "zurueckgeben": replace(
            STEPS["zurueckgeben"],
            title=gettext_lazy("Selbstdeklaration zurückgeben"),
            done=gettext_lazy("Die Selbstdeklaration ist zurückgegeben."),
        ),
    }

    def __init__(self, actor: Actor, municipality: Municipality, year: Year) -> None:
        super().__init__(actor, municipality, Kind.DECLARATION, str(year))
        self.year = year

    @property
    def place(self) -> dict[str, object]:
        return {"bfs_number": self.municipality.bfs_number, "year": self.year.year}

    @property
    def title(self) -> str:
        return _("Selbstdeklaration %(year)s") % {"year": self.year}

    @property
    def due_on(self) -> date:
        return declaration_due_on(self.year)

    @property
    def source(self) -> str:
        return "KS 5.2"

    @property
    def earlier(self) -> str:
        return str(self.year.previous())

    @property
    def before(self) -> str:
        return _("Vorjahr")

    @property
    def back(self) -> tuple[str, str]:
        return f"{reverse('declarations')}?jahr={self.year}", _("Selbstdeklarationen %(year)s") % {"year": self.year}

    @property
    def is_expected(self) -> bool:
        return True

    @property
    def notice(self) -> str:
        """Whose declaration counts for this one (KS 4.2)."""
        lead = reporting.lead_of(self.municipality, self.year)
        if lead is None:
            return ""
        names = {"name": self.municipality.name, "lead": lead.name}
        return _("Für %(name)s zählt die Selbstdeklaration der Leitgemeinde %(lead)s (KS 4.2).") % names

    @property
    def about_form(self) -> str:
        return _(
            "Das amtliche Formular liegt nicht vor: Der Wortlaut der Fragen ist vorläufig und wird durch den des "
            "Kantons ersetzt."
        )

    @property
    def file_name(self) -> str:
        return f"selbstdeklaration-{self.municipality.bfs_number}-{self.year}.pdf"

    def begin(self) -> object:
        return services.declaration_begin(municipality=self.municipality, year=self.year, actor=self.actor)

    def accept(self, version: int) -> object:
        """The acceptance records the self-declaration on which the base contribution rests."""
        return services.declaration_accept(sheet=sheet_of(self), version=version, actor=self.actor)


def declaration_for(actor: Actor, *, bfs_number: int, year: int) -> Declaration:
    """The self-declaration, if the actor sees it and there is one to be made; else 404."""
    can(actor, permissions.SEE).require()
    municipality = get_object_or_404(reporting.municipalities_of(actor), bfs_number=bfs_number)
    if not FIRST_YEAR.year <= year <= clock.today().year + 1:
        raise Http404
    chosen = Year(year)
    if not must_declare(municipality.valid_from, municipality.valid_to, chosen):
        raise Http404
    return Declaration(actor, municipality, chosen)
