"""The sections of the half-year form (KS Anhang 2), by which a report is given back."""

from __future__ import annotations

from ankunft.domain.questionnaires.definitions import sections_of, versions_of
from ankunft.domain.questionnaires.values import Kind

FIRST_INFORMATION = "first_information"
"""The section with the first-information interviews and their interpreters, in every version of the form."""


def sections(period: str) -> dict[str, str]:
    """The sections of the form of a half-year with their titles, in order.

    A section that the form did not have yet is named as today's form names it: its figures are asked for nonetheless.
    """
    titles = {one.code: one.title for one in sections_of(Kind.HALF_YEAR, period)}
    return {one.code: titles.get(one.code, one.title) for one in versions_of(Kind.HALF_YEAR)[-1].sections}


def section_of(field: str) -> str:
    """The section in which a figure or the remarks of the report stand; StopIteration for what is in none."""
    latest = versions_of(Kind.HALF_YEAR)[-1].sections
    return next(one.code for one in latest if any(question.feeds == field for question in one.questions))
