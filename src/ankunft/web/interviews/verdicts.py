"""What a page says of whether an interview counts: how much, why (not), by which paragraph, and what mends it.

The rule knows no money; the amount is settlement's tariff of the day on which the interview was held.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from ankunft.domain.interviews.explain import CASE, INTERPRETING, Explanation
from ankunft.domain.interviews.models import Kind
from ankunft.domain.interviews.rules import Verdict
from ankunft.domain.settlement.inputs import tariff_series
from ankunft.domain.settlement.models import Contribution
from ankunft.domain.settlement.rules import Priced, price
from ankunft.web.shell.registry import links

CONTRIBUTIONS = {
    (Kind.FIRST_INFORMATION.value, CASE): Contribution.FIRST_INFORMATION_INTERVIEW,
    (Kind.FIRST_INFORMATION.value, INTERPRETING): Contribution.FIRST_INFORMATION_INTERPRETING,
    (Kind.INTEGRATION.value, CASE): Contribution.INTEGRATION_INTERVIEW,
    (Kind.INTEGRATION.value, INTERPRETING): Contribution.INTEGRATION_INTERPRETING,
}
SHOWN_WITH_TARIFFS = "4.3"
"""The paragraphs that stand on the page of the tariffs begin so; other ones lead nowhere."""


@dataclass(frozen=True, slots=True)
class Judged:
    """One notice: its colour, its title with the amount, why, the paragraph, and what mends it."""

    kind: str
    title: str
    sentence: str
    paragraph: str
    law_url: str
    mend: str
    mend_url: str


def judged(told: Iterable[Explanation], kind: str, held_on: date, mends: Mapping[Verdict, str]) -> list[Judged]:
    """What is said of an interview of that day; `mends` are the addresses at which what is missing can be supplied."""
    tariffs = tariff_series()
    notices = []
    for one in told:
        contribution = CONTRIBUTIONS[kind, one.subject]
        priced = price(tariffs[contribution], held_on, held_on) if contribution in tariffs else None
        amount = str(priced.rate).replace(" ", "\u00a0") if isinstance(priced, Priced) else ""
        notices.append(_notice(one, amount, mends.get(one.verdict, "")))
    return notices


def _notice(told: Explanation, amount: str, mend_url: str) -> Judged:
    name = _("Dolmetschpauschale") if told.subject == INTERPRETING else _("Fallpauschale")
    titles = {
        "ok": _("Zählt: %(what)s"),
        "warning": _("%(what)s zählt noch nicht"),
        "neutral": _("%(what)s zählt nicht"),
    }
    # What does not count is worth nothing: there the amount would only mislead.
    what = name if told.tone == "neutral" else f"{name} {amount}".strip()
    return Judged(
        kind=told.tone,
        title=titles[told.tone] % {"what": what},
        sentence=told.sentence,
        paragraph=f"KS {told.paragraph}",
        law_url=_law_url(told.paragraph),
        mend=told.mend if mend_url else "",
        mend_url=mend_url,
    )


def _law_url(paragraph: str) -> str:
    return links.url("law", f"KRS {paragraph}") or "" if paragraph.startswith(SHOWN_WITH_TARIFFS) else ""
