"""Whether a municipality is entitled for a period: every condition of the scheme's rule judged, with its sentence.

The sentences are stored with amounts and withholdings, and therefore fixed German text.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from ankunft.domain.schemes.values import Condition, Facts, Scheme, Test


class Verdict(NamedTuple):
    """A condition, whether it is met, and what is so in words. `is_unknown`: nobody counted or asked."""

    condition: Condition
    is_met: bool
    sentence: str
    is_unknown: bool = False


def judge(scheme: Scheme, facts: Facts) -> list[Verdict]:
    """Every condition, in the order of the rule; a municipality is entitled where all are met."""
    return [_JUDGES[Test(one.test)](scheme, one, facts) for one in scheme.conditions]


def is_open_to_anybody(scheme: Scheme, day: date) -> bool:
    """Whether a municipality can be entitled for a period that begins on that day: by the conditions on days alone."""
    first = (one.day for one in scheme.conditions if one.test == Test.FROM and one.day)
    last = (one.day for one in scheme.conditions if one.test == Test.UNTIL and one.day)
    return all(since <= day for since in first) and all(day <= until for until in last)


def _organised(_scheme: Scheme, condition: Condition, facts: Facts) -> Verdict:
    if facts.unorganised:
        return Verdict(condition, False, facts.unorganised)
    return Verdict(condition, True, "Die Integrationsförderung ist organisiert")


def _in_association(_scheme: Scheme, condition: Condition, facts: Facts) -> Verdict:
    if facts.in_association:
        return Verdict(condition, True, f"Am {_swiss(facts.day)} in einem Verbund mit einer Leitgemeinde")
    return Verdict(
        condition, False, f"Die Gemeinde gehört am {_swiss(facts.day)} keinem Verbund mit einer Leitgemeinde an."
    )


def _at_least(_scheme: Scheme, condition: Condition, facts: Facts) -> Verdict:
    return _residents(condition, facts, lambda count, limit: count >= limit, "mindestens")


def _at_most(_scheme: Scheme, condition: Condition, facts: Facts) -> Verdict:
    return _residents(condition, facts, lambda count, limit: count <= limit, "höchstens")


def _residents(condition: Condition, facts: Facts, is_met: Callable[[int, int], bool], which: str) -> Verdict:
    limit = condition.limit or 0
    if facts.residents is None:
        sentence = f"Für den {_swiss(facts.counted_on)} ist keine Bevölkerungszahl erfasst."
        return Verdict(condition, False, sentence, is_unknown=True)
    counted = f"{_grouped(facts.residents)} Einwohnerinnen und Einwohner am {_swiss(facts.counted_on)}"
    if is_met(facts.residents, limit):
        return Verdict(condition, True, f"{counted}, verlangt sind {which} {_grouped(limit)}")
    return Verdict(condition, False, f"Verlangt sind {which} {_grouped(limit)}, gezählt {counted}.")


def _from(_scheme: Scheme, condition: Condition, facts: Facts) -> Verdict:
    assert condition.day is not None
    if facts.day >= condition.day:
        return Verdict(condition, True, f"Die Periode beginnt nicht vor dem {_swiss(condition.day)}")
    return Verdict(condition, False, f"Beiträge gibt es für Perioden ab dem {_swiss(condition.day)}.")


def _until(_scheme: Scheme, condition: Condition, facts: Facts) -> Verdict:
    assert condition.day is not None
    if facts.day <= condition.day:
        return Verdict(condition, True, f"Die Periode beginnt nicht nach dem {_swiss(condition.day)}")
    return Verdict(condition, False, f"Beiträge gab es für Perioden bis zum {_swiss(condition.day)}.")


def _declared(scheme: Scheme, condition: Condition, facts: Facts) -> Verdict:
    question = scheme.form.fed_by(condition.field)
    label = question.label if question else condition.field
    if facts.said.get(condition.field) is True:
        return Verdict(condition, True, f"Im Formular mit Ja beantwortet: «{label}»")
    if condition.field not in facts.said:
        return Verdict(condition, False, f"Diese Fassung des Formulars fragt nicht danach: «{label}»", is_unknown=True)
    return Verdict(condition, False, f"Im Formular nicht mit Ja beantwortet: «{label}»")


_JUDGES: dict[Test, Callable[[Scheme, Condition, Facts], Verdict]] = {
    Test.ORGANISED: _organised,
    Test.IN_ASSOCIATION: _in_association,
    Test.RESIDENTS_AT_LEAST: _at_least,
    Test.RESIDENTS_AT_MOST: _at_most,
    Test.FROM: _from,
    Test.UNTIL: _until,
    Test.DECLARED: _declared,
}


def _swiss(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def _grouped(count: int) -> str:
    return f"{count:,}".replace(",", "'")
