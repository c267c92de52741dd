"""A template that shows a variable which does not exist fails, instead of showing nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import engines
from django.template.base import FilterExpression
from django.template.context import Context
from django.template.defaultfilters import default, default_if_none

TOLERANT = (default, default_if_none)


class UndefinedVariable(AssertionError):
    """A template names a variable that its context does not have."""


class _Invalid:
    """Stands where Django takes its text for an undefined variable: asked for it, it fails."""

    def __contains__(self, part: object) -> bool:
        return True

    def __mod__(self, variable: object) -> str:
        raise UndefinedVariable(f"{{{{ {variable} }}}} is not defined")


def forbid_undefined(patch: pytest.MonkeyPatch) -> None:
    """Fail on undefined variables where they are shown.

    `{% if x %}`, `{% for y in x %}`, `{% firstof x %}` and `{{ x|default:… }}` may ask for what is not there.
    """
    resolve = FilterExpression.resolve

    def resolve_tolerantly(self: FilterExpression, context: Context, ignore_failures: bool = False) -> Any:
        tolerant = bool(self.filters) and self.filters[0][0] in TOLERANT
        return resolve(self, context, ignore_failures or tolerant)

    patch.setattr(engines["django"].engine, "string_if_invalid", _Invalid())
    patch.setattr(FilterExpression, "resolve", resolve_tolerantly)
