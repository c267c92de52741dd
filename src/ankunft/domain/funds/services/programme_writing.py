"""Goals, measures and who pays them, while a version of the programme is in work."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.money import Money

from ..models import FundingSource, MeasureFunding, Position, ProgrammeGoal, ProgrammeMeasure, ProgrammeVersion
from ..programme_states import WRITE
from ..purposes import AREAS
from ..values import GoalEntry, MeasureEntry, Share
from .inputs import MOST
from .programme_moves import move

MOST_GOALS, MOST_MEASURES = 60, 40
"""More is no programme any more: of a version, and of a goal."""


@transaction.atomic
def goal_write(
    *, version: ProgrammeVersion, entry: GoalEntry, actor: Actor, goal: ProgrammeGoal | None = None
) -> ProgrammeGoal:
    """Add a goal, or change it. Refused without words, for an unknown area, and once the version is submitted."""
    if entry.area not in {area.number for area in AREAS}:
        raise Refused(_("Jedes Ziel gehört zu einem der sieben Förderbereiche."))
    if not entry.text.strip():
        raise Refused(_("Sagen Sie, was erreicht werden soll."))
    texts = {"area": entry.area, "text": entry.text.strip(), "indicator": entry.indicator.strip()}
    sentence = f"Ziel «{texts['text']}» {'geändert' if goal else 'aufgenommen'}."
    move(version, WRITE, actor, {"goal": texts["text"], "area": entry.area}, sentence=sentence)
    if goal is not None:
        _require_of(version, goal)
        ProgrammeGoal.objects.filter(pk=goal.pk).update(**texts)
        goal.refresh_from_db()
        return goal
    numbers = list(version.goals.values_list("number", flat=True))
    if len(numbers) >= MOST_GOALS:
        raise Refused(_("Ein Programm hat höchstens %(most)d Ziele: Fassen Sie zusammen.") % {"most": MOST_GOALS})
    return ProgrammeGoal.objects.create(version=version, number=max(numbers, default=0) + 1, **texts)


@transaction.atomic
def goal_remove(*, version: ProgrammeVersion, goal: ProgrammeGoal, actor: Actor) -> None:
    """Take a goal out of a version in work, with its measures."""
    _require_of(version, goal)
    move(version, WRITE, actor, {"removed": goal.text}, sentence=f"Ziel «{goal.text}» entfernt.")
    MeasureFunding.objects.filter(measure__goal=goal).delete()
    ProgrammeMeasure.objects.filter(goal=goal).delete()
    ProgrammeGoal.objects.filter(pk=goal.pk).delete()


@transaction.atomic
def measure_write(
    *,
    version: ProgrammeVersion,
    goal: ProgrammeGoal,
    entry: MeasureEntry,
    actor: Actor,
    measure: ProgrammeMeasure | None = None,
) -> ProgrammeMeasure:
    """Add a measure to a goal, or change it, with what each source bears of it each year.

    Refused without a name, for a measure of another goal, amounts that are none, years outside of the programme, a
    source that there is not or twice in a year, and a position that is that of another measure: its expenditure would
    count twice.
    """
    _require_of(version, goal)
    if measure is not None and measure.goal_id != goal.pk:
        raise Refused(_("Diese Massnahme gehört nicht zu diesem Ziel. Bitte neu laden."))
    if not entry.label.strip():
        raise Refused(_("Sagen Sie, wie die Massnahme heisst."))
    sources = _sources_of(version, entry.funding)
    texts = {
        "label": entry.label.strip(),
        "responsible": entry.responsible.strip(),
        "indicator": entry.indicator.strip(),
        "position": _position(version, entry.position, measure),
    }
    total = sum(share.amount for share in entry.funding)
    sentence = f"Massnahme «{texts['label']}» {'geändert' if measure else 'aufgenommen'}."
    move(version, WRITE, actor, {"measure": texts["label"], "amount": total}, sentence=sentence)
    if measure is None:
        numbers = list(goal.measures.values_list("number", flat=True))
        if len(numbers) >= MOST_MEASURES:
            raise Refused(_("Ein Ziel hat höchstens %(most)d Massnahmen.") % {"most": MOST_MEASURES})
        measure = ProgrammeMeasure.objects.create(goal=goal, number=max(numbers, default=0) + 1, **texts)
    else:
        ProgrammeMeasure.objects.filter(pk=measure.pk).update(**texts)
        measure.refresh_from_db()
    MeasureFunding.objects.filter(measure=measure).delete()
    MeasureFunding.objects.bulk_create(
        MeasureFunding(measure=measure, source=sources[share.source], year=share.year, amount=share.amount)
        for share in entry.funding
    )
    return measure


@transaction.atomic
def measure_remove(*, version: ProgrammeVersion, measure: ProgrammeMeasure, actor: Actor) -> None:
    """Take a measure out of a version in work."""
    _require_of(version, measure.goal)
    move(version, WRITE, actor, {"removed": measure.label}, sentence=f"Massnahme «{measure.label}» entfernt.")
    MeasureFunding.objects.filter(measure=measure).delete()
    ProgrammeMeasure.objects.filter(pk=measure.pk).delete()


def goals_copy(model: ProgrammeVersion, version: ProgrammeVersion) -> None:
    """Begin a version with what another one says: its goals, measures and funding."""
    for goal in model.goals.prefetch_related("measures__funding"):
        copied = ProgrammeGoal.objects.create(
            version=version, area=goal.area, number=goal.number, text=goal.text, indicator=goal.indicator
        )
        for measure in goal.measures.all():
            same = ProgrammeMeasure.objects.create(
                goal=copied,
                number=measure.number,
                label=measure.label,
                responsible=measure.responsible,
                indicator=measure.indicator,
                position_id=measure.position_id,
            )
            MeasureFunding.objects.bulk_create(
                MeasureFunding(measure=same, source_id=one.source_id, year=one.year, amount=one.amount)
                for one in measure.funding.all()
            )


def _require_of(version: ProgrammeVersion, goal: ProgrammeGoal) -> None:
    if goal.version_id != version.pk:
        raise Refused(_("Dieses Ziel gehört nicht zu dieser Fassung. Bitte neu laden."))


def _sources_of(version: ProgrammeVersion, funding: Sequence[Share]) -> dict[str, FundingSource]:
    years = version.programme.years
    places = [(share.source, share.year) for share in funding]
    if len(set(places)) != len(places):
        raise Refused(_("Eine Quelle steht für ein Jahr doppelt da: Bitte nur einen Betrag."))
    for share in funding:
        if share.year not in years:
            raise Refused(
                _("Das Programm umfasst %(first)d bis %(last)d: Für %(year)d ist kein Betrag möglich.")
                % {"first": years[0], "last": years[-1], "year": share.year}
            )
        if not 0 < share.amount <= MOST.rappen:
            raise Refused(_("Ein Betrag liegt über null und höchstens bei %(most)s.") % {"most": Money(MOST.rappen)})
    sources = {source.code: source for source in FundingSource.objects.filter(code__in={place[0] for place in places})}
    for code, _year in places:
        if code not in sources:
            raise Refused(_("Eine Finanzierungsquelle «%(code)s» gibt es nicht.") % {"code": code})
    return sources


def _position(version: ProgrammeVersion, key: int | None, measure: ProgrammeMeasure | None) -> Position | None:
    if key is None:
        return None
    position = Position.objects.filter(pk=key).first()
    if position is None:
        raise Refused(_("Diese Position gibt es nicht. Bitte neu laden."))
    if position.children.exists():
        raise Refused(_("«%(label)s» ist eine Summe: Gebucht wird auf die Positionen darunter.") % {"label": position})
    others = ProgrammeMeasure.objects.filter(goal__version=version, position=position)
    if measure is not None:
        others = others.exclude(pk=measure.pk)
    if other := others.first():
        raise Refused(
            _("Auf «%(position)s» wird schon die Massnahme «%(measure)s» gebucht: Sie zählte sonst doppelt.")
            % {"position": position.label, "measure": other.label}
        )
    return position
