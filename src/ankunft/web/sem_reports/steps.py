"""A step as a person meets it: a button, a page that asks once saying what will happen, and what is done then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from ankunft.foundation.workflow.models import Stateful
from ankunft.web.shell.form_pages import Back, form_page

from .forms import ConfirmForm, RulingForm


@dataclass(frozen=True, slots=True)
class Step:
    """`name` is the transition; `slug` stands in the address."""

    slug: str
    name: str
    button: Promise
    title: Promise
    intro: Promise
    done: Promise
    take: Callable[..., object]
    form: type[forms.Form] = ConfirmForm
    primary: bool = False


def step_page(
    request: HttpRequest, step: Step, record: Stateful, *, taken_as: str, back: Back, subtitle: str
) -> HttpResponse:
    """Ask, or take the step on `record`, which the service of the step knows by the name `taken_as`."""
    form = step.form(request.POST or None, initial={"seen": record.version})

    def store() -> None:
        values: dict[str, Any] = dict(form.cleaned_data)
        # The step is taken on the version that was on the page: the move itself refuses any other.
        record.version = values.pop("seen")
        if isinstance(form, RulingForm):
            values = {"ruling": form.ruling()}
        step.take(**{taken_as: record}, actor=request.actor, **values)

    return form_page(
        request,
        form,
        store,
        back=back,
        done=str(step.done),
        title=step.title,
        subtitle=subtitle,
        intro=step.intro,
        button=step.title,
    )
