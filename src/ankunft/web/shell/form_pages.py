"""A page with one form: shown, sent, stored. What was typed stays, and what the service refuses is said in the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from ankunft.foundation.kernel.errors import Refused

form_view = require_http_methods(["GET", "HEAD", "POST"])
"""For a view that shows a form, or a list that can be searched, and takes what is sent."""
Back = tuple[str, str]
"""The address of the page from which the form was opened and to which it leads, and what that page is called."""


def form_page(
    request: HttpRequest,
    form: forms.Form,
    store: Callable[[], object],
    *,
    back: Back,
    done: str = "",
    template: str = "shell/form_page.html",
    noted: Callable[[], object] | None = None,
    **context: Any,
) -> HttpResponse:
    """Show the form; or store what was entered, say `done`, and go back.

    `store` may return the address of another page to go to, or an answer of its own (a file). The template of the
    shell shows `title`, `subtitle`, `intro` and `button`; another one is given the same. `noted` enters in the read log
    whom the page shows, each time that it is shown: also where what was sent has faults.
    """
    if request.method == "POST" and form.is_valid():
        try:
            stored = store()
        except Refused as refusal:
            form.add_error(None, refusal.reason)
        else:
            if isinstance(stored, HttpResponse):
                return stored
            messages.success(request, done)
            return redirect(stored if isinstance(stored, str) else back[0])
    if noted is not None:
        noted()
    words = {"title": "", "subtitle": "", "intro": "", "button": "", **context}
    words |= {"form": form, "back_url": back[0], "back_label": back[1]}
    return render(request, template, words, status=422 if form.errors else 200)
