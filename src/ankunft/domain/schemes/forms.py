"""How it stands with the forms of schemes: which are asked for, who handed in, who owes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import attrgetter

from django.db.models import Min, QuerySet

from ankunft.domain.questionnaires import permissions as questionnaires
from ankunft.domain.questionnaires.models import HANDED_IN, AnswerSheet, SheetState
from ankunft.domain.questionnaires.values import OF_SCHEME
from ankunft.domain.reporting.owed import Owed
from ankunft.domain.reporting.rules import is_late
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.access.policy import reach, visible_to
from ankunft.foundation.kernel.actor import Actor

from .readings import all_definitions
from .rules import Period, due_on, periods_asked, reports_on
from .values import Scheme, form_kind


@dataclass(frozen=True, slots=True)
class Form:
    """The form of a scheme for a period, in the definition in force when the period begins."""

    scheme: Scheme
    period: Period

    @property
    def kind(self) -> str:
        """The kind of its sheets."""
        return form_kind(self.scheme.key)

    @property
    def title(self) -> str:
        """What people call it: `Schutzstatus S 2026-H1`."""
        return f"{self.scheme.name} {self.period}"

    @property
    def due_on(self) -> date:
        """The last day on which it is handed in in time."""
        return due_on(self.scheme, self.period)


@dataclass(frozen=True, slots=True)
class FormStanding:
    """How it stands with the form of one municipality.

    `state` is that of its latest version that was not discarded (empty: not begun). `is_there`: a version was handed
    in and not returned. `late`: its day is over, it is not there, and it is owed or begun.
    """

    form: Form
    municipality_id: int
    bfs_number: int
    name: str
    late: bool
    state: str = ""
    number: int = 0
    is_there: bool = False
    submitted_on: date | None = None

    @property
    def owed(self) -> bool:
        """Whether the municipality has to hand it in still."""
        return self.form.scheme.is_owed and not self.is_there

    @property
    def awaits_decision(self) -> bool:
        """Whether the coordination office has to accept or return it."""
        return self.state == SheetState.SUBMITTED


_Version = tuple[str, int, date | None]


def asked_forms(day: date) -> dict[str, list[Form]]:
    """The forms that are asked for on that day, by the key of the scheme, latest first. Two queries.

    What was before the first form that is known of a scheme was settled elsewhere: of a scheme without any, only the
    latest period is asked for.
    """
    known = AnswerSheet.objects.filter(kind__startswith=OF_SCHEME).exclude(state=SheetState.DISCARDED)
    first = dict(known.order_by().values_list("kind").annotate(first=Min("period")))
    found = {}
    for key, series in all_definitions().items():
        forms = [Form(scheme, period) for scheme, period in periods_asked(series, day)]
        since = first.get(form_kind(key))
        found[key] = [one for one in forms if since and str(one.period) >= since] or forms[:1]
    return found


def form_standings(actor: Actor, forms: Collection[Form], day: date) -> list[FormStanding]:
    """How it stands with these forms of every municipality that the actor sees, late ones first, then by name.

    Three queries, however many forms.
    """
    if not forms:
        return []
    places = reach(actor, questionnaires.SEE, Municipality).within(Municipality.objects.all())
    versions = _versions(actor, forms)
    found = [
        _standing(form, (key, bfs_number, name), versions.get((form.kind, str(form.period), key), []), day)
        for key, bfs_number, name, valid_from, valid_to in places.order_by("name", "bfs_number").values_list(
            "pk", "bfs_number", "name", "valid_from", "valid_to"
        )
        for form in forms
        if reports_on(valid_from, valid_to, form.period)
    ]
    return sorted(found, key=lambda one: not one.late)


def forms_missing(actor: Actor, day: date) -> list[FormStanding]:
    """Every form that is asked for and owed and not there, whose municipality the actor sees, oldest first."""
    forms = [form for asked in asked_forms(day).values() for form in asked if form.scheme.is_owed]
    missing = [one for one in form_standings(actor, forms, day) if one.owed]
    return sorted(missing, key=lambda one: (one.form.due_on, one.form.scheme.key, one.name))


def forms_owed(actor: Actor, day: date) -> list[Owed]:
    """The same as reminders need it."""
    return [owed_form(one) for one in forms_missing(actor, day)]


def owed_form(one: FormStanding) -> Owed:
    """A form that is not handed in."""
    return Owed(
        one.form.kind,
        one.municipality_id,
        one.bfs_number,
        one.name,
        str(one.form.period),
        one.form.due_on,
        waits_for_signature=one.state == SheetState.PRESENTED,
        label=one.form.scheme.name,
        source=str(one.form.scheme.reference),
    )


def open_forms(actor: Actor, *states: str) -> QuerySet[AnswerSheet]:
    """The sheets of schemes in these states that the actor sees, those of the oldest period first."""
    found = visible_to(actor, AnswerSheet).filter(kind__startswith=OF_SCHEME, state__in=states)
    return found.select_related("municipality").order_by("period", "municipality__name", "kind")


def _versions(actor: Actor, forms: Iterable[Form]) -> dict[tuple[str, str, int], list[_Version]]:
    """State, number and day of each version that was not discarded, in order, by kind, period and municipality."""
    rows = visible_to(actor, AnswerSheet).filter(
        kind__in={form.kind for form in forms}, period__in={str(form.period) for form in forms}
    )
    rows = rows.exclude(state=SheetState.DISCARDED).order_by("kind", "period", "municipality_id", "number")
    return {
        key: [(one.state, one.number, one.submitted_on) for one in theirs]
        for key, theirs in groupby(rows, key=attrgetter("kind", "period", "municipality_id"))
    }


def _standing(form: Form, place: tuple[int, int, str], versions: list[_Version], day: date) -> FormStanding:
    handed_in = [submitted_on for state, _number, submitted_on in versions if state in HANDED_IN]
    state, number, _day = versions[-1] if versions else ("", 0, None)
    expected = form.scheme.is_owed or bool(versions)
    return FormStanding(
        form,
        *place,
        late=expected and not handed_in and is_late(form.due_on, None, day),
        state=state,
        number=number,
        is_there=bool(handed_in),
        submitted_on=handed_in[-1] if handed_in else None,
    )
