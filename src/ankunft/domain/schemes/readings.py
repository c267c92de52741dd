"""What calculations and services read of schemes, as plain values."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from itertools import groupby
from operator import attrgetter, itemgetter

from django.utils.translation import gettext as _

from ankunft.domain.questionnaires.models import OPEN_STATES, AnswerSheet, SheetState
from ankunft.domain.questionnaires.selectors import Filled, filled
from ankunft.domain.questionnaires.values import Type
from ankunft.domain.territory import readings as territory
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.legal import LegalReference
from ankunft.foundation.workflow.proposals import ProposalState

from .content import scheme_of
from .models import Scheme as SchemeRecord
from .models import SchemeDefinition, SchemeTariff
from .rules import Period, period_of
from .values import DatedTariff, Residents, Scheme, Sheet, Tariff, form_kind


def scheme_signs() -> dict[str, str]:
    """The sign in names of runs, by the key of each confirmed scheme."""
    return dict(SchemeRecord.objects.values_list("key", "sign"))


def definitions(key: str) -> Dated[Scheme]:
    """The confirmed definitions of a scheme; none where there is no such scheme."""
    rows = SchemeDefinition.objects.filter(key=key, state=ProposalState.CONFIRMED)
    return Dated((valid_from, scheme_of(data)) for valid_from, data in rows.values_list("valid_from", "definition"))


def all_definitions() -> dict[str, Dated[Scheme]]:
    """The confirmed definitions of every scheme, by its key: one query."""
    rows = SchemeDefinition.objects.filter(state=ProposalState.CONFIRMED).order_by("key", "valid_from")
    values = rows.values_list("key", "valid_from", "definition")
    return {
        key: Dated((valid_from, scheme_of(data)) for _, valid_from, data in entries)
        for key, entries in groupby(values, key=itemgetter(0))
    }


def definition_of(series: Dated[Scheme], key: str, period: str) -> tuple[Scheme, Period]:
    """The definition in force when the period begins, and the period. Refused where the scheme has no such period."""
    spans = series.spans()
    if not spans:
        raise Refused(_("Das Programm «%(key)s» gibt es nicht, oder es ist nicht bestätigt.") % {"key": key})
    try:
        found = period_of(spans[-1].value.cycle, period)
    except ValueError:
        raise Refused(
            _("«%(period)s» ist keine Periode von «%(name)s».") % {"period": period, "name": spans[-1].value.name}
        ) from None
    scheme = series.at(found.start)
    if scheme is None:
        raise Refused(
            _("«%(name)s» gibt es erst ab dem %(day)s.")
            % {"name": spans[0].value.name, "day": f"{spans[0].start:%d.%m.%Y}"}
        )
    return scheme, found


def tariffs(key: str) -> dict[str, Dated[DatedTariff]]:
    """The confirmed tariffs of the scheme's contributions as dated series, by the name of the contribution."""
    rows = SchemeTariff.objects.filter(contribution__startswith=f"{key}.", state=ProposalState.CONFIRMED)
    return {
        name: Dated((one.valid_from, _dated(one)) for one in entries)
        for name, entries in groupby(rows.order_by("contribution", "valid_from"), key=attrgetter("contribution"))
    }


def accepted_sheets(key: str) -> list[Sheet]:
    """What municipalities said: of every municipality and period the latest accepted form."""
    rows = AnswerSheet.objects.filter(kind=form_kind(key), state=SheetState.ACCEPTED)
    latest = {
        (sheet.municipality_id, sheet.period): sheet
        for sheet in rows.select_related("wording").prefetch_related("sections").order_by("number")
    }
    return [Sheet(*place, sheet.number, _said(filled(sheet))) for place, sheet in sorted(latest.items())]


def open_states(key: str, periods: Collection[str]) -> dict[tuple[int, str], str]:
    """The state of the form that is in work, by municipality id and period."""
    rows = AnswerSheet.objects.filter(kind=form_kind(key), period__in=periods, state__in=OPEN_STATES).order_by()
    return {(place, period): state for place, period, state in rows.values_list("municipality_id", "period", "state")}


def residents(days: Collection[date]) -> dict[date, dict[int, Residents]]:
    """Residents on these days by municipality id, each from the series chosen for that day."""
    found: dict[date, dict[int, Residents]] = {}
    for day, municipality, count, series, _number in territory.chosen_population(days, "residents"):
        found.setdefault(day, {})[municipality] = Residents(count, series)
    return found


def _dated(one: SchemeTariff) -> DatedTariff:
    tariff = Tariff((bound, rate) for bound, rate in one.rows)
    return DatedTariff(one.valid_from, tariff, LegalReference(one.act, one.paragraph, one.valid_from))


def _said(one: Filled) -> dict[str, int | bool]:
    """The answers that become fields: numbers, and yes or no."""
    return {
        question.feeds: answer
        for question in one.questionnaire.questions
        if question.feeds and question.type in (Type.NUMBER, Type.YES_NO)
        for answer in (one.reading.answers.get(question.code),)
        if isinstance(answer, int)
    }
