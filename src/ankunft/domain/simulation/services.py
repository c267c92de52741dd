"""Asking what would be: scenarios are calculated when they are saved, and again when somebody wants to."""

from __future__ import annotations

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ankunft.domain.settlement.inputs import gather
from ankunft.domain.settlement.rules import population_date
from ankunft.domain.settlement.values import Count
from ankunft.domain.territory.readings import chosen_population
from ankunft.domain.territory.selectors import counts_of, stands
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.bulk import insert_rows, without_collector
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.periods import Year

from .assuming import assumed, of_the_month_alone, owed, payment_months
from .models import Scenario, ScenarioAmount
from .permissions import CHANGE, MAKE
from .selectors import years
from .values import Changes

OBJECT = "simulation.scenario"


@transaction.atomic
def scenario_make(*, name: str, question: str, year: int, changes: Changes, actor: Actor) -> Scenario:
    """Keep a question and what comes out of it. Refused if nothing is assumed, or for a year that nobody can ask of."""
    can(actor, MAKE).require()
    _require_possible(year, changes)
    assert actor.account_id is not None, "the operator holds none of the roles that may"
    scenario = Scenario.objects.create(
        name=name,
        question=question,
        year=year,
        changes=changes.as_dict(),
        owner_id=actor.account_id,
        calculated_at=clock.now(),
    )
    _calculate(scenario)
    _note(scenario, actor, "make", gettext_lazy("Szenario angelegt."), after=_told(scenario))
    return scenario


@transaction.atomic
def scenario_change(*, scenario: Scenario, name: str, question: str, year: int, changes: Changes, actor: Actor) -> None:
    """Ask otherwise, and calculate anew. Refused as `scenario_make`, and if somebody else changed it meanwhile."""
    can(actor, CHANGE, scenario).require()
    _require_possible(year, changes)
    before = _told(scenario)
    values = {"name": name, "question": question, "year": year, "changes": changes.as_dict()}
    _update(scenario, values)
    _calculate(scenario)
    _note(scenario, actor, "change", gettext_lazy("Szenario geändert."), before=before, after=_told(scenario))


@transaction.atomic
def scenario_calculate(*, scenario: Scenario, actor: Actor) -> None:
    """The same question to what is known now."""
    can(actor, CHANGE, scenario).require()
    _require_possible(scenario.year, scenario.assumes)
    _update(scenario, {})
    _calculate(scenario)
    _note(scenario, actor, "calculate", gettext_lazy("Szenario neu gerechnet."))


@transaction.atomic
def scenario_share(*, scenario: Scenario, shared: bool, actor: Actor) -> None:
    """Let the canton see it, or not any more."""
    can(actor, CHANGE, scenario).require()
    if scenario.is_shared == shared:
        return
    Scenario.objects.filter(pk=scenario.pk).update(is_shared=shared)
    scenario.is_shared = shared
    summary = gettext_lazy("Szenario geteilt.") if shared else gettext_lazy("Szenario nicht mehr geteilt.")
    _note(scenario, actor, "share" if shared else "withdraw", summary)


@transaction.atomic
def scenario_delete(*, scenario: Scenario, actor: Actor) -> None:
    """It is gone; no franc ever rested on it."""
    can(actor, CHANGE, scenario).require()
    _note(scenario, actor, "delete", gettext_lazy("Szenario gelöscht."), before=_told(scenario))
    scenario.delete()


def _require_possible(year: int, changes: Changes) -> None:
    if not changes:
        raise Refused(_("Nehmen Sie etwas anders an als heute: einen Ansatz, die Berechtigung oder die Bevölkerung."))
    if year not in years():
        raise Refused(_("Für das Jahr %(year)d wird nicht gerechnet.") % {"year": year})
    if both := changes.entitled & changes.not_entitled:
        raise Refused(
            _("Dieselbe Gemeinde kann nicht berechtigt und nicht berechtigt sein: %(numbers)s.")
            % {"numbers": ", ".join(map(str, sorted(both)))}
        )
    if changes.stand and changes.stand not in {stand.key for stand in stands()}:
        raise Refused(_("Diesen Stand der Bevölkerung gibt es nicht."))


def _update(scenario: Scenario, values: dict[str, object]) -> None:
    """Change it as the person saw it."""
    values = {**values, "calculated_at": clock.now(), "version": scenario.version + 1}
    if not Scenario.objects.filter(pk=scenario.pk, version=scenario.version).update(**values):
        raise Refused(_("Das Szenario wurde inzwischen geändert. Laden Sie die Seite neu."))
    for name, value in values.items():
        setattr(scenario, name, value)


def _calculate(scenario: Scenario) -> None:
    """Both sides of the question, for every municipality that gets something on one of them."""
    changes = scenario.assumes
    counted = _counted(scenario.year, changes)
    with without_collector():
        months = [of_the_month_alone(gather(month)) for month in payment_months(scenario.year)]
        known = owed(months)
        other = owed(assumed(inputs, changes, counted) for inputs in months)
        rows = [
            (scenario.pk, municipality, contribution, known.get(key, 0), other.get(key, 0))
            for key in sorted({*known, *other})
            for municipality, contribution in [key]
        ]
    ScenarioAmount.objects.filter(scenario=scenario).delete()
    insert_rows(ScenarioAmount, ("scenario", "municipality", "contribution", "known", "assumed"), rows)


def _counted(year: int, changes: Changes) -> dict[int, Count] | None:
    """The population that the scenario counts; None where it is the one that the inputs hold."""
    if changes.stand:
        stand = next(one for one in stands() if one.key == changes.stand)
        return {key: Count(count.foreign_residents, stand.name, 1) for key, count in counts_of(stand).items()}
    if changes.everybody_declared:
        # The inputs hold the figures of years for which anybody declared itself.
        chosen = chosen_population([population_date(Year(year))])
        return {key: Count(residents, series, number) for _day, key, residents, series, number in chosen}
    return None


def _told(scenario: Scenario) -> dict[str, object]:
    return {"name": scenario.name, "year": scenario.year, **scenario.changes}


def _note(
    scenario: Scenario,
    actor: Actor,
    action: str,
    summary: str | Promise,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    record(actor, Entry(f"{OBJECT}.{action}", OBJECT, str(scenario.pk), summary, before, after))
