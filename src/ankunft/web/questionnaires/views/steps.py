"""One step of a questionnaire: what will happen is said, then it is taken."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ankunft.domain.questionnaires.models import SheetState
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.web.questionnaires.context import declaration_for, sheet_of
from ankunft.web.questionnaires.steps import STEPS, fits
from ankunft.web.shell.form_pages import form_view


@form_view
def sheet_step(request: HttpRequest, bfs_number: int, year: int, step: str) -> HttpResponse:
    """Ask once more, then take the step on the version that the person saw."""
    declaration = declaration_for(request.actor, bfs_number, year)
    words = STEPS.get(step)
    if words is None:
        raise Http404
    sheet = sheet_of(declaration)
    if not fits(step, sheet):
        raise Refused(
            _("Das geht hier nicht (mehr): Der Stand ist «%(state)s».") % {"state": SheetState(sheet.state).label}
        )
    declaration.may(step).require()
    assert declaration.filled is not None
    posted = request.method == "POST"
    sections = declaration.filled.questionnaire.sections
    form = words.form(request.POST if posted else None, sheet=sheet, sections=sections)
    if posted and form.is_valid():
        try:
            words.take(sheet, request.actor, form)
        except Forbidden:
            raise
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, str(words.done))
            return redirect(declaration.url)
    context = {
        "declaration": declaration,
        "sheet": sheet,
        "form": form,
        "words": words,
        "said": declaration.said({}) if step in ("unterzeichnen", "annehmen", "zurueckgeben") else [],
    }
    return render(request, "questionnaires/step.html", context, status=422 if form.errors else 200)
