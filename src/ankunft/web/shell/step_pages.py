"""A step of a workflow as a person meets it: a button, a page that asks once saying what will happen, what is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ankunft.foundation.workflow.models import Stateful

from .form_pages import Back, form_page


class ConfirmForm(forms.Form):
    """A step on the record as the person saw it."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def values(self) -> dict[str, Any]:
        """What was entered, as the service of the step takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


class ReasonForm(ConfirmForm):
    """Why."""

    reason = forms.CharField(
        label=_("Begründung"),
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Bitte ausfüllen.")},
    )


@dataclass(frozen=True, slots=True)
class StepWords:
    """What a step is called and says. `name` is the transition, `take` its service; `slug` stands in the address."""

    slug: str
    name: str
    button: Promise
    title: Promise
    intro: Promise
    done: Promise
    take: Callable[..., object]
    form: type[ConfirmForm] = ConfirmForm
    primary: bool = False


def step_page(
    request: HttpRequest, words: StepWords, record: Stateful, *, taken_as: str, back: Back, subtitle: str
) -> HttpResponse:
    """Ask, or take the step on `record`, which the service of the step knows by the name `taken_as`."""
    form = words.form(request.POST or None, initial={"seen": record.version})

    def store() -> None:
        # The step is taken on the version that was on the page: the move itself refuses any other.
        record.version = form.cleaned_data["seen"]
        words.take(**{taken_as: record}, actor=request.actor, **form.values())

    return form_page(
        request,
        form,
        store,
        back=back,
        done=str(words.done),
        title=words.title,
        subtitle=subtitle,
        intro=words.intro,
        button=words.title,
    )
