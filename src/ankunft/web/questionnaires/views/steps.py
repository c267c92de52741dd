"""One step of a questionnaire: what will happen is said, then it is taken."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from ankunft.domain.questionnaires.models import SheetState
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from ankunft.web.questionnaires.filing import Opened, sheet_of
from ankunft.web.questionnaires.steps import fits
from ankunft.web.shell.form_pages import form_view


@form_view
def sheet_step(request: HttpRequest, opened: Opened, step: str, **place: object) -> HttpResponse:
    """Ask once more, then take the step on the version that the person saw."""
    filing = opened(request.actor, **place)
    words = filing.steps.get(step)
    if words is None:
        raise Http404
    sheet = sheet_of(filing)
    if not fits(step, sheet):
        raise Refused(
            _("Das geht hier nicht (mehr): Der Stand ist «%(state)s».") % {"state": SheetState(sheet.state).label}
        )
    filing.may(step).require()
    assert filing.filled is not None
    posted = request.method == "POST"
    sections = filing.filled.questionnaire.sections
    form = words.form(request.POST if posted else None, sheet=sheet, sections=sections)
    if posted and form.is_valid():
        try:
            words.take(filing, form)
        except Forbidden:
            raise
        except Refused as refused:
            form.add_error(None, refused.reason)
        else:
            messages.success(request, str(words.done))
            return redirect(filing.url)
    context = {
        "filing": filing,
        "sheet": sheet,
        "form": form,
        "words": words,
        "said": filing.said({}) if step in ("unterzeichnen", "annehmen", "zurueckgeben") else [],
    }
    return render(request, "questionnaires/step.html", context, status=422 if form.errors else 200)
