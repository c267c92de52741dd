"""A figure of a plan, or money of a source, in words for the command line: `KIP2/1/iim.social/2024`, `B-12`."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.kernel.explained import Explained

from .explain_money import explained_money, is_money
from .models import FinancialPlan
from .selectors.explaining import figure_explained
from .selectors.plans import plan_table, version_of


def is_of_funds(reference: str) -> bool:
    """Whether that names money of a source, or a figure of a plan: its first part is the code of one."""
    if is_money(reference):
        return True
    code, slash, _rest = reference.strip().partition("/")
    return bool(slash) and FinancialPlan.objects.filter(code=code).exists()


def explain(reference: str) -> str:
    """The derivation as text: of money by its number, of a figure by plan, version, position and year.

    `opening` and `closing` stand for a position where the balance is meant. Refused if there is none.
    """
    if is_money(reference):
        return "\n".join(_text(explained_money(reference), 0))
    parts = reference.strip().split("/")
    numbers = [part for part in parts[1::2] if part.isascii() and part.isdecimal() and len(part) < 5]
    if len(parts) != 4 or len(numbers) != 2:
        raise _unknown(reference)
    version = version_of(parts[0], int(parts[1]), Actor.operator())
    explained = figure_explained(plan_table(version), parts[2], int(parts[3]))
    if explained is None:
        raise _unknown(reference)
    return "\n".join(_text(explained, 0))


def _text(one: Explained, depth: int) -> Iterator[str]:
    """A line for each part, with what it rests on below it."""
    indent = "  " * depth
    yield f"{indent}{one.label}" + (f": {one.amount}" if one.amount is not None else "")
    if one.reference:
        yield f"{indent}  {one.reference}"
    if one.note:
        yield f"{indent}  {one.note}"
    yield from (f"{indent}  [{source.key}]" for source in one.sources)
    for child in one.children:
        yield from _text(child, depth + 1)


def _unknown(reference: str) -> Refused:
    return Refused(
        _("Zu %(reference)s gibt es keinen Betrag eines Finanzplans. Beispiel: KIP2/1/iim.social/2024.")
        % {"reference": reference}
    )
