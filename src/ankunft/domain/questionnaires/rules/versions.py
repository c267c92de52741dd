"""Which version of a form a period is reported on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from ankunft.domain.questionnaires.values import OF_SCHEME, Kind, Questionnaire
from ankunft.foundation.kernel.dated import Dated
from ankunft.foundation.kernel.periods import HalfYear, Year


def begins(kind: str, period: str) -> date:
    """The first day of a period as written (`2026`, or `2026-H1` for the half-year form); ValueError for another.

    Which of the two the form of a scheme has, its definition says.
    """
    by_half_years = "-" in period if kind.startswith(OF_SCHEME) else kind == Kind.HALF_YEAR
    return HalfYear.parse(period).start if by_half_years else Year.parse(period).start


def version_for(versions: Iterable[Questionnaire], kind: str, period: str) -> Questionnaire | None:
    """The version in force on the first day of the period; None before the first one.

    The change log of KS dates forms by the day since which they are in force (01.07.2018, 01.01.2022, 01.01.2024:
    always the first day of a half-year), and a new contribution is asked about for the time since it exists:
    integration interviews are subsidised since 01.01.2022, so the report on 2021-H2, which is written in January
    2022, does not ask for them (KS 4.3.1).
    """
    own = (version for version in versions if version.kind == kind)
    return Dated((version.valid_from, version) for version in own).at(begins(kind, period))
