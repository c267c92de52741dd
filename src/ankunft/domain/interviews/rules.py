"""Whether an interview counts for a contribution, and which paragraph decides: one rule for page and settlement."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

FIRST_INFORMATION, INTEGRATION = "first_information", "integration"
PARTNER = "partner"
STATUS_S = "09"
"""Permit S, protection of persons in need of it (eCH-0006 category 09)."""

CASE_SINCE = {FIRST_INFORMATION: date(2017, 1, 1), INTEGRATION: date(2022, 1, 1)}
"""From when on an interview is subsidised (KS 4.3.1)."""
INTERPRETING_SINCE = {FIRST_INFORMATION: date(2017, 1, 1), INTEGRATION: date(2022, 1, 1)}
"""From when on interpreting is subsidised (KS 4.3.1); its tariff of 2017 is in no document, which settlement says."""

ACT = "KRS-GEF-2017/01"


class Verdict(StrEnum):
    """What is said of an interview. Those of `MENDABLE` can still come to count."""

    COUNTS = "counts"
    NOT_YET_SUBSIDISED = "not_yet_subsidised"
    OUTSOURCED = "outsourced"
    NOT_BY_RESPONSIBLE = "not_by_responsible"
    NO_NEED = "no_need"
    SWISS = "swiss"
    NOT_FROM_ABROAD = "not_from_abroad"
    NOT_MAIN_RESIDENCE = "not_main_residence"
    STATUS_S = "status_s"
    SECOND = "second"
    NO_EVIDENCE = "no_evidence"
    NO_INTERPRETER = "no_interpreter"
    NOT_BY_PARTNER = "not_by_partner"
    NO_ORDER = "no_order"
    CASE_DOES_NOT_COUNT = "case_does_not_count"


MENDABLE = frozenset({Verdict.NO_EVIDENCE, Verdict.NO_ORDER, Verdict.NO_NEED})

PARAGRAPHS: dict[Verdict, str] = {
    Verdict.COUNTS: "4.3.2",
    Verdict.NOT_YET_SUBSIDISED: "4.3.1",
    Verdict.OUTSOURCED: "3.4.5",
    Verdict.NOT_BY_RESPONSIBLE: "4.3.1",
    Verdict.NO_NEED: "4.3.1",
    Verdict.SWISS: "3.2 Ziffer 2",
    Verdict.NOT_FROM_ABROAD: "3.2 Ziffer 2",
    Verdict.NOT_MAIN_RESIDENCE: "3.2 Ziffer 2",
    Verdict.STATUS_S: "2",
    Verdict.SECOND: "4.3.2",
    Verdict.NO_EVIDENCE: "6",
    Verdict.NO_INTERPRETER: "4.3.1",
    Verdict.NOT_BY_PARTNER: "4.3.1",
    Verdict.NO_ORDER: "4.3.1",
    Verdict.CASE_DOES_NOT_COUNT: "4.3.1",
}
_OF_INTEGRATION = {Verdict.SWISS: "3.1", Verdict.NO_EVIDENCE: "4.3.1"}
"""Where an integration interview has a paragraph of its own: the law it carries out, and its second condition."""


def paragraph(verdict: Verdict, kind: str) -> str:
    """The paragraph of KRS-GEF-2017/01 that decides so for that kind of interview."""
    return _OF_INTEGRATION.get(verdict, PARAGRAPHS[verdict]) if kind == INTEGRATION else PARAGRAPHS[verdict]


@dataclass(frozen=True, slots=True)
class Taking:
    """One person who took part, as far as it matters: Swiss, from abroad, living here, and the permit on the day."""

    is_swiss: bool = False
    from_abroad: bool = True
    main_residence: bool = True
    permit: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an interview that was held (or, on the page, that would be held like this).

    `already_counted`: for every arrival that it concerns (or family that arrived together) another first-information
    interview counts, as `counting` says. `has_evidence`: a signed confirmation is there. `has_need`: the reason of an
    integration interview is recorded.
    """

    kind: str
    held_on: date
    taking_part: tuple[Taking, ...] = ()
    outsourced: bool = False
    led_by_responsible: bool = True
    has_need: bool = True
    already_counted: bool = False
    has_evidence: bool = False
    interpreting: str = "none"
    interpreting_order: str = ""


def case_verdict(facts: Facts) -> Verdict:
    """Whether the case rate is due (KS 4.3.1, 4.3.2); what can never be mended is said before what can."""
    if facts.held_on < CASE_SINCE[facts.kind]:
        return Verdict.NOT_YET_SUBSIDISED
    if facts.outsourced:
        return Verdict.OUTSOURCED
    if facts.kind == INTEGRATION and not facts.led_by_responsible:
        return Verdict.NOT_BY_RESPONSIBLE
    if (excluded := _excluded(facts.kind, facts.taking_part)) is not None:
        return excluded
    if facts.kind == FIRST_INFORMATION and facts.already_counted:
        return Verdict.SECOND
    if facts.kind == INTEGRATION and not facts.has_need:
        return Verdict.NO_NEED
    return Verdict.COUNTS if facts.has_evidence else Verdict.NO_EVIDENCE


def interpreting_verdict(facts: Facts, case: Verdict) -> Verdict:
    """Whether the interpreting rate is due: ordered from the contract partner, for what counts (KS 4.3.1)."""
    if facts.interpreting == "none":
        return Verdict.NO_INTERPRETER
    if facts.interpreting != PARTNER:
        return Verdict.NOT_BY_PARTNER
    if facts.held_on < INTERPRETING_SINCE[facts.kind]:
        return Verdict.NOT_YET_SUBSIDISED
    if case != Verdict.COUNTS:
        return case if case in MENDABLE else Verdict.CASE_DOES_NOT_COUNT
    return Verdict.COUNTS if facts.interpreting_order.strip() else Verdict.NO_ORDER


@dataclass(frozen=True, slots=True)
class Candidate:
    """A first-information interview among those for the same people.

    `arrivals` are the arrivals that it concerns, a family that arrived together being one of them; `qualifies` is
    whether it would count if it were the only one.
    """

    key: int
    held_on: date
    arrivals: frozenset[Hashable]
    qualifies: bool


def counting(candidates: Iterable[Candidate]) -> tuple[set[int], set[int]]:
    """Of first-information interviews those that count, and those that are second: an arrival counts once (KS 4.3.2).

    In the order in which they were held, each that qualifies counts if it concerns an arrival for which none counts
    yet; one that concerns no known arrival counts by itself. Second is whatever concerns only arrivals for which
    another one counts, whether it qualifies or not: what it lacks need not be supplied any more.
    """
    ordered = sorted(candidates, key=lambda one: (one.held_on, one.key))
    covered: set[Hashable] = set()
    count: set[int] = set()
    for one in ordered:
        if one.qualifies and (not one.arrivals or one.arrivals - covered):
            count.add(one.key)
            covered |= one.arrivals
    return count, {one.key for one in ordered if one.key not in count and one.arrivals and one.arrivals <= covered}


def _excluded(kind: str, taking_part: Iterable[Taking]) -> Verdict | None:
    """Why nobody who took part is somebody for whom it is paid; None if there is at least one.

    A family counts as soon as one of its members does. First information is for those newly arrived from abroad with a
    foreign nationality (KS 3.2 no. 2); persons with status S have a programme of their own (KS 2).
    """
    reasons = [_of(kind, one) for one in taking_part]
    if not reasons or None in reasons:
        return None
    order = (Verdict.STATUS_S, Verdict.NOT_MAIN_RESIDENCE, Verdict.NOT_FROM_ABROAD, Verdict.SWISS)
    return next(reason for reason in order if reason in reasons)


def _of(kind: str, one: Taking) -> Verdict | None:
    if one.is_swiss:
        return Verdict.SWISS
    if one.permit == STATUS_S:
        return Verdict.STATUS_S
    if kind == FIRST_INFORMATION and not one.from_abroad:
        return Verdict.NOT_FROM_ABROAD
    if kind == FIRST_INFORMATION and not one.main_residence:
        return Verdict.NOT_MAIN_RESIDENCE
    return None
