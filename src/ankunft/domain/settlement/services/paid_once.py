"""What a scheme pays once only is in one period of one released run, also where municipalities were merged."""

from __future__ import annotations

from datetime import date
from itertools import permutations

from django.db.models import Sum
from django.utils.translation import gettext as _

from ankunft.domain.schemes.readings import definitions
from ankunft.domain.schemes.rules import Use, is_one, period_of
from ankunft.domain.schemes.values import contribution_name
from ankunft.domain.territory import readings as territory
from ankunft.domain.territory.rules import successor_on
from ankunft.foundation.kernel.errors import Refused

from ..models import START_INTEGRATION, Line, Run
from ..states import RELEASED
from .holders import listed


def require_paid_once(run: Run) -> None:
    """Refused if another run settled in another period what the run, which is being released, pays once (0080)."""
    if run.scheme == START_INTEGRATION:
        return
    spans = definitions(run.scheme).spans()
    once = {contribution_name(run.scheme, one.code) for span in spans for one in span.value.contributions if one.once}
    if not once:
        return
    held = (
        Line.objects.filter(run__scheme=run.scheme, run__state=RELEASED, contribution__in=once)
        .order_by()
        .values_list("municipality_id", "contribution", "period")
        .annotate(held=Sum("quantity"))
        .filter(held__gt=0)
    )
    places, cycle = territory.places(), spans[0].value.cycle
    uses: dict[tuple[int, str], list[Use]] = {}
    for municipality, contribution, period, _held in held:
        heir = successor_on(places, municipality, date.max)
        uses.setdefault((heir, contribution), []).append(Use.of(period_of(cycle, period), municipality))
    own = set(run.lines.order_by().values_list("municipality_id", "contribution"))
    twice = {
        one.municipality
        for (_heir, contribution), theirs in uses.items()
        for one, other in permutations(theirs, 2)
        if (one.municipality, contribution) in own and is_one(places, one, other)
    }
    if twice:
        raise Refused(
            _(
                "Nicht freigegeben: Was es nur einmal gibt, hat seit der Berechnung ein anderer Lauf bezahlt an "
                "%(names)s. Den Lauf zurückgeben und neu berechnen."
            )
            % {"names": listed(territory.names_of(twice))}
        )
