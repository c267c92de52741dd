"""A template that shows a variable which does not exist fails, instead of showing nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.template.base import FilterExpression, Variable, VariableDoesNotExist
from django.template.context import Context
from django.template.defaultfilters import default, default_if_none

TOLERANT = (default, default_if_none)


class UndefinedVariable(AssertionError):
    """A template names a variable that its context does not have."""


def forbid_undefined(patch: pytest.MonkeyPatch) -> None:
    """Fail on undefined variables.

    `{% if x %}`, `{% firstof x %}` and `{{ x|default:… }}` may ask for what is not there.
    """
    original = FilterExpression.resolve

    def resolve(self: FilterExpression, context: Context, ignore_failures: bool = False) -> Any:
        tolerant = bool(self.filters) and self.filters[0][0] in TOLERANT
        if isinstance(self.var, Variable) and not ignore_failures and not tolerant:
            try:
                self.var.resolve(context)
            except VariableDoesNotExist as missing:
                template = context.render_context.template
                place = getattr(template, "name", None) or getattr(getattr(template, "origin", None), "name", "?")
                raise UndefinedVariable(f"{place}: {{{{ {self.token} }}}} is not defined") from missing
        return original(self, context, ignore_failures or tolerant)

    patch.setattr(FilterExpression, "resolve", resolve)
