"""How a sample is drawn, so that anybody can repeat it, and what a finding takes with it (KS 6, 4.3.1): pure rules."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from ankunft.domain.interviews import rules as interviews
from ankunft.domain.interviews.rules import FIRST_INFORMATION, INTEGRATION, Verdict
from ankunft.domain.settlement.rules import Priced, TariffEntry, price
from ankunft.foundation.kernel.dated import Dated

FIRST_INTERVIEW, FIRST_INTERPRETING = "first_information_interview", "first_information_interpreting"
LATER_INTERVIEW, LATER_INTERPRETING = "integration_interview", "integration_interpreting"
KINDS = {
    FIRST_INTERVIEW: FIRST_INFORMATION,
    FIRST_INTERPRETING: FIRST_INFORMATION,
    LATER_INTERVIEW: INTEGRATION,
    LATER_INTERPRETING: INTEGRATION,
}
"""The contributions that are paid for single interviews, and of which kind these are (KS 4.3.1)."""
INTERPRETING = {FIRST_INTERVIEW: FIRST_INTERPRETING, LATER_INTERVIEW: LATER_INTERPRETING}
"""What is paid besides where the interview was interpreted."""
LATE_AFTER = timedelta(days=60)


class Stratum(StrEnum):
    """Of which part of the population is drawn."""

    ALL = "all"
    ON_PAPER = "on_paper"
    LATE = "late"
    BY_LEAD = "by_lead"


class Finding(StrEnum):
    """What was found of an interview."""

    IN_ORDER = "in_order"
    EVIDENCE_MISSING = "evidence_missing"
    DOES_NOT_COUNT = "does_not_count"


class Candidate(NamedTuple):
    """A reported interview, as far as drawing asks for it; `municipality` is the id of a record."""

    reference: str
    municipality: int
    held_on: date
    recorded_on: date
    by_lead: bool
    on_paper: bool
    has_deployment: bool


def belongs(candidate: Candidate, stratum: str) -> bool:
    """Whether the interview is of that part of the population."""
    return {
        Stratum.ALL: True,
        Stratum.ON_PAPER: candidate.on_paper,
        Stratum.LATE: candidate.recorded_on - candidate.held_on > LATE_AFTER,
        Stratum.BY_LEAD: candidate.by_lead,
    }[Stratum(stratum)]


def rank(seed: str, reference: str) -> str:
    """Where a reference stands in the draw: SHA-256 of seed, line feed and reference, in hexadecimal."""
    return hashlib.sha256(f"{seed}\n{reference}".encode()).hexdigest()


def draw(references: Iterable[str], count: int, seed: str) -> list[str]:
    """So many of these, in the order of their rank; all of them where there are not more.

    Nothing but seed and references decides: whoever has both can repeat it with any tool that knows SHA-256. A larger
    draw with the same seed begins with the smaller one, and who is not drawn does not change who is.
    """
    return sorted(set(references), key=lambda reference: (rank(seed, reference), reference))[: max(count, 0)]


def digest(references: Iterable[str]) -> str:
    """The fingerprint of a population: SHA-256 of its references, sorted, one a line."""
    return hashlib.sha256("\n".join(sorted(set(references))).encode()).hexdigest()


def grounds(contribution: str) -> tuple[Verdict, ...]:
    """Why something of that contribution may turn out not to count, as the rules of interviews say it."""
    if contribution not in INTERPRETING:
        return (Verdict.NOT_BY_PARTNER, Verdict.NO_ORDER, Verdict.NO_INTERPRETER)
    common = (Verdict.OUTSOURCED, Verdict.STATUS_S, Verdict.SWISS)
    if KINDS[contribution] == INTEGRATION:
        return (*common, Verdict.NOT_BY_RESPONSIBLE, Verdict.NO_NEED)
    return (*common, Verdict.NOT_FROM_ABROAD, Verdict.NOT_MAIN_RESIDENCE, Verdict.SECOND)


def paragraph(finding: str, ground: str, kind: str) -> str:
    """The paragraph of KRS-GEF-2017/01 behind a finding; of what is in order none."""
    if finding == Finding.IN_ORDER:
        return ""
    verdict = Verdict.NO_EVIDENCE if finding == Finding.EVIDENCE_MISSING else Verdict(ground)
    return interviews.paragraph(verdict, kind)


def costs(finding: str) -> bool:
    """Whether a finding means that the contribution was not owed (KS 4.7)."""
    return finding in (Finding.EVIDENCE_MISSING, Finding.DOES_NOT_COUNT)


def falling(contribution: str, has_deployment: bool) -> tuple[str, ...]:
    """What is not owed where this contribution is not: interpreting is paid only for what counts (KS 4.3.1)."""
    besides = INTERPRETING.get(contribution) if has_deployment else None
    return (contribution, besides) if besides else (contribution,)


def owed_back(tariffs: Mapping[str, Dated[TariffEntry]], contribution: str, held_on: date, has_deployment: bool) -> int:
    """What was paid too much for an interview of that day, at the tariff of the day (KS 4.3.2, 4.7). Rappen."""
    prices = (price(tariffs[one], held_on, held_on) for one in falling(contribution, has_deployment) if one in tariffs)
    return sum(one.rate.rappen for one in prices if isinstance(one, Priced))
