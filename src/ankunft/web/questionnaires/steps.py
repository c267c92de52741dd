"""The steps of a sheet as a person meets them: what they are called, what will happen, and who may take them now.

A form that has words of its own for a step replaces those of `STEPS` (`Filing.steps`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.questionnaires import selectors, services
from ankunft.domain.questionnaires.models import AnswerSheet, SheetState
from ankunft.web.shell.components import Step

from .filing import Filing, sheet_of
from .forms import ReasonForm, ReturnForm, StepForm


@dataclass(frozen=True, slots=True)
class StepWords:
    """A step: its words, its form, from which states it goes, and what takes it."""

    title: str | Promise
    text: str | Promise
    button: str | Promise
    done: str | Promise
    sources: frozenset[str]
    form: type[StepForm]
    take: Callable[[Filing, Any], object]
    is_primary: bool = False


_EDITABLE = frozenset({SheetState.DRAFT, SheetState.RETURNED})

STEPS = {
    "vorlegen": StepWords(
        gettext_lazy("Zur Unterzeichnung vorlegen"),
        gettext_lazy(
            "Die strategische Leitung sieht den Fragebogen auf «Mein Tag» und unterzeichnet ihn. Bis dahin lässt er "
            "sich nicht mehr ändern; zurücknehmen können Sie ihn jederzeit."
        ),
        gettext_lazy("Vorlegen"),
        gettext_lazy("Der Fragebogen liegt bei der strategischen Leitung."),
        _EDITABLE,
        StepForm,
        lambda filing, form: services.sheet_present(**_seen(filing, form)),
        is_primary=True,
    ),
    "unterzeichnen": StepWords(
        gettext_lazy("Unterzeichnen"),
        gettext_lazy(
            "Mit Ihrer Unterschrift stehen Sie als strategische Leitung für die Antworten ein. Danach wird der "
            "Fragebogen beim Kanton eingereicht."
        ),
        gettext_lazy("Unterzeichnen"),
        gettext_lazy("Der Fragebogen ist unterzeichnet und kann eingereicht werden."),
        frozenset({SheetState.PRESENTED}),
        StepForm,
        lambda filing, form: services.sheet_sign_off(**_seen(filing, form)),
        is_primary=True,
    ),
    "einreichen": StepWords(
        gettext_lazy("Einreichen"),
        gettext_lazy(
            "Der Fragebogen geht an die Koordinationsstelle Integration. Der Tag, an dem Sie ihn einreichen, zählt "
            "für die Frist, sobald sie ihn angenommen hat."
        ),
        gettext_lazy("Einreichen"),
        gettext_lazy("Der Fragebogen ist eingereicht."),
        frozenset({SheetState.SIGNED_OFF}),
        StepForm,
        lambda filing, form: filing.submit(form.version()),
        is_primary=True,
    ),
    "zuruecknehmen": StepWords(
        gettext_lazy("Zur Überarbeitung zurücknehmen"),
        gettext_lazy("Der Fragebogen wird wieder bearbeitbar und muss danach noch einmal unterzeichnet werden."),
        gettext_lazy("Zurücknehmen"),
        gettext_lazy("Der Fragebogen ist wieder in Arbeit."),
        frozenset({SheetState.PRESENTED, SheetState.SIGNED_OFF}),
        ReasonForm,
        lambda filing, form: services.sheet_take_back(**_seen(filing, form), reason=form.cleaned_data["reason"]),
    ),
    "annehmen": StepWords(
        gettext_lazy("Fragebogen annehmen"),
        gettext_lazy(
            "Mit der Annahme ist der Fragebogen für die Abrechnung da: Die Beiträge beruhen darauf. Angenommene "
            "Antworten lassen sich nicht mehr ändern, nur mit einer Korrektur ersetzen."
        ),
        gettext_lazy("Annehmen"),
        gettext_lazy("Der Fragebogen ist angenommen."),
        frozenset({SheetState.SUBMITTED}),
        StepForm,
        lambda filing, form: filing.accept(form.version()),
        is_primary=True,
    ),
    "zurueckgeben": StepWords(
        gettext_lazy("Fragebogen zurückgeben"),
        gettext_lazy("Die Gemeinde sieht beim Abschnitt, was zu ergänzen ist. Leer bleibt, was in Ordnung ist."),
        gettext_lazy("Zurückgeben"),
        gettext_lazy("Der Fragebogen ist zurückgegeben."),
        frozenset({SheetState.SUBMITTED}),
        ReturnForm,
        lambda filing, form: services.sheet_return(**_seen(filing, form), reasons=form.reasons()),
    ),
    "korrigieren": StepWords(
        gettext_lazy("Korrektur beginnen"),
        gettext_lazy(
            "Es entsteht eine neue Fassung mit den bisherigen Antworten. Die angenommene Fassung gilt, bis die "
            "Korrektur unterzeichnet, eingereicht und angenommen ist."
        ),
        gettext_lazy("Korrektur beginnen"),
        gettext_lazy("Die Korrektur ist begonnen."),
        frozenset({SheetState.ACCEPTED}),
        ReasonForm,
        lambda filing, form: filing.correct(form.cleaned_data["reason"]),
    ),
    "verwerfen": StepWords(
        gettext_lazy("Korrektur verwerfen"),
        gettext_lazy("Die begonnene Korrektur wird aufgegeben. Die angenommene Fassung gilt weiter."),
        gettext_lazy("Verwerfen"),
        gettext_lazy("Die Korrektur ist verworfen."),
        _EDITABLE,
        StepForm,
        lambda filing, form: services.sheet_discard(**_seen(filing, form)),
    ),
}


class Offered(NamedTuple):
    """A step that the person may take now."""

    title: str | Promise
    url: str
    is_primary: bool


def steps_for(filing: Filing) -> list[Offered]:
    """The steps that fit the state and that the person may take."""
    sheet = sheet_of(filing)
    return [
        Offered(
            words.title,
            filing.address("sheet-step", step=step),
            words.is_primary and (step != "vorlegen" or filing.is_complete),
        )
        for step, words in filing.steps.items()
        if fits(step, sheet) and filing.may(step)
    ]


def fits(step: str, sheet: AnswerSheet) -> bool:
    """Whether that step goes from where the sheet stands; not everything that is in work can be discarded."""
    return sheet.state in STEPS[step].sources and (step != "verwerfen" or selectors.can_be_discarded(sheet))


def way_of(filing: Filing) -> list[Step]:
    """The four stations of a questionnaire, and where it is."""
    state = filing.sheet.state if filing.sheet else ""
    reached = {
        "": 0,
        SheetState.DRAFT: 0,
        SheetState.RETURNED: 0,
        SheetState.PRESENTED: 1,
        SheetState.SIGNED_OFF: 2,
        SheetState.SUBMITTED: 3,
        SheetState.ACCEPTED: 4,
    }[state]
    labels = (
        (_("Ausfüllen"), _("Integrationsbeauftragte/r")),
        (_("Unterzeichnen"), _("Strategische Leitung")),
        (_("Einreichen"), _("Gemeinde, bis %(day)s") % {"day": f"{filing.due_on:%d.%m.%Y}"}),
        (_("Annehmen"), _("Koordinationsstelle Integration")),
    )
    return [
        Step(label, detail, "done" if place < reached else "current" if place == reached else "todo")
        for place, (label, detail) in enumerate(labels)
    ]


def _seen(filing: Filing, form: StepForm) -> dict[str, Any]:
    """The sheet in the version that the person saw, and who takes the step."""
    return {"sheet": sheet_of(filing), "version": form.version(), "actor": filing.actor}
