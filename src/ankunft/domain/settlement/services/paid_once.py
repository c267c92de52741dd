"""What a scheme pays once only is in one period of one released run."""

from __future__ import annotations

from django.db.models import Sum
from django.utils.translation import gettext as _

from ankunft.domain.schemes.readings import definitions
from ankunft.domain.schemes.values import contribution_name
from ankunft.domain.territory import readings as territory
from ankunft.foundation.kernel.errors import Refused

from ..models import START_INTEGRATION, Line, Run
from ..states import RELEASED
from .holders import listed


def require_paid_once(run: Run) -> None:
    """Refused if another run settled in another period what the run, which is being released, pays once (0080)."""
    if run.scheme == START_INTEGRATION:
        return
    once = {
        contribution_name(run.scheme, one.code)
        for span in definitions(run.scheme).spans()
        for one in span.value.contributions
        if one.once
    }
    held = (
        Line.objects.filter(run__scheme=run.scheme, run__state=RELEASED, contribution__in=once)
        .order_by()
        .values_list("municipality_id", "contribution", "period")
        .annotate(held=Sum("quantity"))
        .filter(held__gt=0)
    )
    periods: dict[tuple[int, str], int] = {}
    for municipality, contribution, _period, _held in held:
        periods[municipality, contribution] = periods.get((municipality, contribution), 0) + 1
    own = set(run.lines.order_by().values_list("municipality_id", "contribution"))
    twice = {key[0] for key, count in periods.items() if count > 1 and key in own}
    if twice:
        raise Refused(
            _(
                "Nicht freigegeben: Was es nur einmal gibt, hat seit der Berechnung ein anderer Lauf bezahlt an "
                "%(names)s. Den Lauf zurückgeben und neu berechnen."
            )
            % {"names": listed(territory.names_of(twice))}
        )
