"""The page that asks once before a step is taken, saying what will happen; then the step is taken."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from ankunft.foundation.workflow.models import Stateful
from ankunft.web.shell.form_pages import Back, form_page

from .words import ProjectStep


def step_page(
    request: HttpRequest, words: ProjectStep, record: Stateful, *, taken_as: str, back: Back, subtitle: str
) -> HttpResponse:
    """Ask, or take the step on `record`, which the service of the step knows by the name `taken_as`."""
    form = words.form(request.POST or None, initial={"seen": record.version})

    def store() -> None:
        values: dict[str, Any] = dict(form.cleaned_data)
        # The step is taken on the version that was on the page: the move itself refuses any other.
        record.version = values.pop("seen")
        words.take(**{taken_as: record}, actor=request.actor, **values)

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
