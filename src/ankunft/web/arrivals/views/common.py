"""What the pages of this room have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from ankunft.domain.arrivals import permissions
from ankunft.domain.arrivals.models import Person
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel.errors import Refused


def person_for(request: HttpRequest, reference: str, action: str = permissions.SEE) -> Person:
    """The person, if this actor may take the action on it; 404 where they do not see it at all."""
    can(request.actor, action).require()
    person = get_object_or_404(visible_to(request.actor, Person), reference=reference)
    can(request.actor, action, person).require()
    return person


def form_page(
    request: HttpRequest,
    form: forms.Form,
    store: Callable[[], object],
    *,
    back: tuple[str, str],
    done: str,
    **context: Any,
) -> HttpResponse:
    """Show the form; or store what was entered and go back. What the service refuses is said in the form.

    `back` is the address where one came from and goes to, and what it is called; `store` may return another address.
    """
    if request.method == "POST" and form.is_valid():
        try:
            target = store()
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, done)
            return redirect(target if isinstance(target, str) else back[0])
    context |= {"form": form, "back_url": back[0], "back_label": back[1]}
    return render(request, "arrivals/form.html", context, status=422 if form.errors else 200)
