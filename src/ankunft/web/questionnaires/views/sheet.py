"""The questionnaire of a municipality for a period: how far it is, what it says, and what can be done with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ankunft.domain.questionnaires import selectors
from ankunft.domain.questionnaires.paper import sheet_pdf
from ankunft.foundation.kernel import clock
from ankunft.web.questionnaires.filing import Filing, Opened, sheet_of
from ankunft.web.questionnaires.steps import steps_for, way_of
from ankunft.web.shell.files import attachment
from ankunft.web.shell.form_pages import form_view


@form_view
def sheet_page(request: HttpRequest, opened: Opened, **place: object) -> HttpResponse:
    """Everything of the questionnaire at a glance; sent, it begins it."""
    filing = opened(request.actor, **place)
    if request.method == "POST":
        filing.may_write.require()
        filing.begin()
        messages.success(
            request, _("Der Fragebogen ist begonnen. Ihre Antworten werden gespeichert, während Sie schreiben.")
        )
        return redirect(filing.url)
    return render(request, "questionnaires/sheet.html", _context(filing))


def _context(filing: Filing) -> dict[str, object]:
    sheet = filing.sheet
    said = filing.said({} if filing.is_editable else filing.previous())
    return {
        "filing": filing,
        "notice": filing.notice,
        "sheet": sheet,
        "pdf_url": filing.address("sheet-pdf"),
        "said": said,
        "open": sum(one.progress.open for one in said),
        "answered": sum(one.progress.answered for one in said),
        "asked": sum(one.progress.asked for one in said),
        "steps": steps_for(filing) if sheet else [],
        "way": way_of(filing),
        "history": selectors.history_of(sheet) if sheet else [],
        "reasons": [one for one in said if one.progress.row.returned_reason],
    }


@require_safe
def sheet_paper(request: HttpRequest, opened: Opened, **place: object) -> HttpResponse:
    """The questionnaire as PDF."""
    filing = opened(request.actor, **place)
    sheet_of(filing)
    assert filing.filled is not None
    content = sheet_pdf(filing.filled, made_at=clock.now())
    return attachment(content, filing.file_name, "application/pdf")
