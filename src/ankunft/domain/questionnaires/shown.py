"""Answers as people read them: on the page, on paper, in a workbook."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ankunft.foundation.kernel.money import Money

from .definitions import as_options
from .rules import value_of
from .values import Flaw, Question, Type, Value


def answer_text(question: Question, value: Value) -> str:
    """A value in words: `ja`, the labels of what was chosen, `20 %`, `CHF 1'234.50`."""
    labels = {option.code: option.label for option in as_options(question)}
    if isinstance(value, bool):
        return _("Ja") if value else _("Nein")
    if isinstance(value, tuple):
        return ", ".join(labels[code] for code in value)
    match question.type:
        case Type.CHOICE:
            return labels[str(value)]
        case Type.AMOUNT:
            return str(Money(int(value)))
        case Type.PERCENTAGE:
            return f"{value} %"
        case Type.NUMBER:
            return f"{value:,}".replace(",", "'")
    return str(value)


def typed_text(question: Question, typed: tuple[str, ...]) -> str:
    """The same of what was typed; as it was typed where it is no answer, empty where there is none."""
    value = value_of(question, typed)
    if value is None:
        return ""
    return ", ".join(typed) if isinstance(value, Flaw) else answer_text(question, value)
