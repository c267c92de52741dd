"""The form of a scheme as a questionnaire: where it is shown, what it is called, when it is due, what begins it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.questionnaires import permissions
from ankunft.domain.questionnaires.services import sheet_accept
from ankunft.domain.schemes.forms import Form
from ankunft.domain.schemes.readings import definition_of, definitions
from ankunft.domain.schemes.rules import reports_on
from ankunft.domain.schemes.services import scheme_sheet_begin, scheme_sheet_correct, scheme_sheet_submit
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import can, reach
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import HalfYear
from ankunft.web.questionnaires.filing import Filing, sheet_of
from ankunft.web.questionnaires.steps import STEPS


class SchemeFiling(Filing):
    """The form of a scheme, of a municipality for a period."""

    route = "scheme"
    returned = gettext_lazy("Die Koordinationsstelle Integration hat das Formular zurückgegeben.")
    steps = {
        **STEPS,
        "verwerfen": replace(
            STEPS["verwerfen"],
            title=gettext_lazy("Fassung verwerfen"),
            text=gettext_lazy(
                "Was begonnen ist, wird aufgegeben. Eine angenommene Fassung gilt weiter; gibt es keine, lässt sich "
                "das Formular neu beginnen."
            ),
            done=gettext_lazy("Die Fassung ist verworfen."),
        ),
    }

    def __init__(self, actor: Actor, municipality: Municipality, form: Form) -> None:
        super().__init__(actor, municipality, form.kind, str(form.period))
        self.form = form

    @property
    def place(self) -> dict[str, object]:
        return {"key": self.form.scheme.key, "bfs_number": self.municipality.bfs_number, "period": self.period}

    @property
    def title(self) -> str:
        return self.form.title

    @property
    def due_on(self) -> date:
        return self.form.due_on

    @property
    def source(self) -> str:
        return str(self.form.scheme.reference)

    @property
    def earlier(self) -> str:
        return str(self.form.period.previous())

    @property
    def before(self) -> str:
        return _("Halbjahr davor") if isinstance(self.form.period, HalfYear) else _("Vorjahr")

    @property
    def back(self) -> tuple[str, str]:
        return forms_address(self.form), _("Formulare")

    @property
    def is_expected(self) -> bool:
        """What nobody owes is late only for whoever has begun it."""
        return self.form.scheme.is_owed or self.sheet is not None

    @property
    def is_outdated(self) -> bool:
        """Whether a definition that was confirmed since asks something else."""
        return self.filled is not None and self.filled.questionnaire.sections != self.form.scheme.form.sections

    @property
    def notice(self) -> str:
        if self.is_outdated:
            return _(
                "Das Programm fragt inzwischen etwas anderes als diese Fassung. Ist sie noch in Arbeit, verwerfen Sie "
                "sie und beginnen neu; ist sie angenommen, beginnen Sie eine Korrektur."
            )
        return "" if self.form.scheme.is_owed else _("Dieses Formular reicht nur ein, wer den Beitrag will.")

    @property
    def about_form(self) -> str:
        """What the definition says of its form, as it was when the sheet was begun."""
        return self.filled.questionnaire.note if self.filled else self.form.scheme.form.note

    @property
    def file_name(self) -> str:
        return f"{self.form.scheme.key}-{self.municipality.bfs_number}-{self.period}.pdf"

    def begin(self) -> object:
        return scheme_sheet_begin(
            key=self.form.scheme.key, municipality=self.municipality, period=self.period, actor=self.actor
        )

    def submit(self, version: int) -> object:
        """Not before it is asked for."""
        return scheme_sheet_submit(sheet=sheet_of(self), version=version, actor=self.actor)

    def correct(self, reason: str) -> object:
        """In the wording of the definition as it is by now."""
        return scheme_sheet_correct(sheet=sheet_of(self), reason=reason, actor=self.actor)

    def accept(self, version: int) -> object:
        """The accepted sheet is itself what runs rest on (decision 0080)."""
        return sheet_accept(sheet=sheet_of(self), version=version, actor=self.actor)


def filing_for(actor: Actor, *, key: str, bfs_number: int, period: str) -> SchemeFiling:
    """The form of a confirmed scheme, if the actor sees it and the municipality hands it in; else 404."""
    can(actor, permissions.SEE).require()
    places = reach(actor, permissions.SEE, Municipality).within(Municipality.objects.all())
    municipality = get_object_or_404(places, bfs_number=bfs_number)
    try:
        form = Form(*definition_of(definitions(key), key, period))
    except Refused:
        raise Http404 from None
    is_near = form.period.year <= clock.today().year + 1
    if not is_near or not reports_on(municipality.valid_from, municipality.valid_to, form.period):
        raise Http404
    return SchemeFiling(actor, municipality, form)


def forms_address(form: Form, state: str = "") -> str:
    """The list of all municipalities with that form, those in that state (`FILTERS` of the list)."""
    wanted = f"&stand={state}" if state else ""
    return f"{reverse('scheme-forms')}?programm={form.scheme.key}&periode={form.period}{wanted}"
