"""What a finding means in money."""

from __future__ import annotations

from ankunft.domain.reporting.models import CurrentReport, ReportedInterview
from ankunft.domain.settlement.inputs import tariff_series
from ankunft.foundation.access import wall

from .. import rules
from ..models import Sample, SampleItem


def owed_back(sample: Sample, item: SampleItem) -> int:
    """What was paid for the interview at the tariff of its day, if the finding says that it was not owed. Rappen."""
    if not rules.costs(item.finding):
        return 0
    return rules.owed_back(tariff_series(), sample.contribution, item.held_on, item.has_deployment)


def still_owed(sample: Sample, item: SampleItem) -> int:
    """The same, unless the version that counts now no longer has the interview. Rappen."""
    amount = owed_back(sample, item)
    return amount if amount and _is_reported(sample, item) else 0


def _is_reported(sample: Sample, item: SampleItem) -> bool:
    current = CurrentReport.objects.filter(municipality=item.municipality_id, period=item.period).first()
    flag = "is_case" if sample.contribution in rules.INTERPRETING else "is_deployment"
    with wall.also(municipality=[item.municipality_id]):
        return (
            current is not None
            and ReportedInterview.objects.filter(
                report=current.report_id, interview__reference=item.interview, **{flag: True}
            ).exists()
        )
