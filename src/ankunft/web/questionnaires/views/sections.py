"""One section of a questionnaire: its questions with help and the answer of before, kept while one types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ankunft.domain.questionnaires import selectors, services
from ankunft.domain.questionnaires.rules import read
from ankunft.domain.questionnaires.selectors import Filled, SectionProgress
from ankunft.domain.questionnaires.services import ChangedMeanwhile
from ankunft.domain.questionnaires.shown import typed_text
from ankunft.domain.questionnaires.values import Question, Section, Typed
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused
from ankunft.web.questionnaires.filing import Filing, Opened, following, section_of, sheet_of
from ankunft.web.questionnaires.forms import ASKED, SEEN, SectionForm, section_form, typed_in
from ankunft.web.shell.form_pages import form_view
from ankunft.web.shell.typed import whole_number

CHECK = "pruefen"
UNPROCESSABLE, CONFLICT = 422, 409


@dataclass(frozen=True, slots=True)
class Row:
    """A question on the page; without a field it is not asked, and its place is kept for when it is.

    `meanwhile`: what somebody else wrote there since this page was opened.
    """

    question: Question
    field: BoundField | None
    previous: str = ""
    meanwhile: str = ""


@form_view
def section_page(request: HttpRequest, opened: Opened, section: str, **place: object) -> HttpResponse:
    """The questions of a section; sent, they are kept, and one goes on to the next one unless something is wrong."""
    filing = opened(request.actor, **place)
    sheet = sheet_of(filing)
    chosen = section_of(filing, section)
    filing.may_write.require()
    if request.method != "POST":
        if not filing.is_editable:
            return redirect(f"{filing.url}#{chosen.code}")
        assert filing.filled is not None
        form = section_form(filing.filled, chosen, filing.filled.typed, with_missing=CHECK in request.GET)
        return _page(request, filing, chosen, form, status=200)
    before = filing.filled
    assert before is not None
    typed = typed_in(request.POST, chosen)
    try:
        services.sheet_save(sheet=sheet, section=chosen.code, typed=typed, seen=_seen(request), actor=request.actor)
    except ChangedMeanwhile as changed:
        return _conflict(request, filing, chosen, typed, changed)
    return _onwards(request, filing, chosen, before)


@require_POST
def section_autosave(request: HttpRequest, opened: Opened, section: str, **place: object) -> HttpResponse:
    """Keep what is typed so far; answer with what changes on the page: the questions asked, what is still open."""
    filing = opened(request.actor, **place)
    sheet = sheet_of(filing)
    chosen = section_of(filing, section)
    filing.may_write.require()
    try:
        row = services.sheet_save(
            sheet=sheet,
            section=chosen.code,
            typed=typed_in(request.POST, chosen),
            seen=_seen(request),
            actor=request.actor,
        )
    except Refused as refused:
        return render(request, "questionnaires/parts/refused.html", {"reason": refused.reason}, status=CONFLICT)
    saved = selectors.filled(sheet)
    form = section_form(saved, chosen, saved.typed, with_missing=False)
    shown = set(request.POST.getlist(ASKED))
    context = {
        "row": row,
        "filing": filing,
        "section": chosen,
        "sections": filing.places(saved),
        "progress": _progress(saved, chosen),
        "saved_at": clock.now(),
        "changed": [
            one
            for one in _rows(chosen, form, filing.previous())
            if (one.field is not None) != (one.question.code in shown)
        ],
    }
    return render(request, "questionnaires/parts/saved.html", context)


def _onwards(request: HttpRequest, filing: Filing, section: Section, before: Filled) -> HttpResponse:
    """After saving: to the next section; back here where something is wrong, or where new questions came up."""
    assert filing.sheet is not None
    saved = selectors.filled(filing.sheet)
    own = {question.code for question in section.questions}
    new = (saved.reading.asked - before.reading.asked) & own
    here = filing.address("section", section=section.code)
    if new:
        messages.info(request, _("Gespeichert. Nach diesen Antworten kommen weitere Fragen dazu."))
        return redirect(f"{here}#frage-{next(one.code for one in section.questions if one.code in new)}")
    if own & set(saved.reading.flaws):
        form = section_form(saved, section, saved.typed, with_missing=True)
        filing.filled = saved
        return _page(request, filing, section, form, status=UNPROCESSABLE)
    messages.success(request, _("Gespeichert: %(section)s.") % {"section": section.title})
    onwards = following(saved.questionnaire.sections, section)
    return redirect(filing.address("section", section=onwards.code) if onwards else filing.url)


def _conflict(
    request: HttpRequest, filing: Filing, section: Section, typed: Typed, changed: ChangedMeanwhile
) -> HttpResponse:
    """What the person typed stays in the fields; beside it stands what somebody else wrote there meanwhile."""
    assert filing.filled is not None
    one = filing.filled
    mine = {**one.typed, **typed}
    reading = read(one.questionnaire, mine)
    form = section_form(
        Filled(one.sheet, one.questionnaire, one.rows, mine, reading), section, mine, with_missing=False
    )
    meanwhile = {
        question.code: typed_text(question, tuple(changed.stored.get(question.code, ()))) or _("nichts")
        for question in section.questions
        if question.code in typed and list(typed[question.code]) != list(changed.stored.get(question.code, ()))
    }
    return _page(
        request,
        filing,
        section,
        form,
        status=CONFLICT,
        meanwhile=meanwhile,
        conflict=changed.reason,
        seen=changed.version,
    )


def _page(
    request: HttpRequest,
    filing: Filing,
    section: Section,
    form: SectionForm,
    *,
    status: int,
    meanwhile: Mapping[str, str] | None = None,
    **context: Any,
) -> HttpResponse:
    assert filing.filled is not None
    progress = _progress(filing.filled, section)
    words = {
        "filing": filing,
        "section": section,
        "form": form,
        "rows": _rows(section, form, filing.previous(), meanwhile or {}),
        "progress": progress,
        "row": progress.row,
        "seen": progress.row.version,
        "sections": filing.places(filing.filled),
        "following": following(filing.filled.questionnaire.sections, section),
        "autosave": filing.address("autosave", section=section.code),
        **context,
    }
    return render(request, "questionnaires/section.html", words, status=status)


def _rows(
    section: Section, form: SectionForm, previous: Mapping[str, str], meanwhile: Mapping[str, str] | None = None
) -> list[Row]:
    said = meanwhile or {}
    return [
        Row(
            question,
            form[question.code] if question.code in form.fields else None,
            previous.get(question.code, ""),
            said.get(question.code, ""),
        )
        for question in section.questions
    ]


def _progress(one: Filled, section: Section) -> SectionProgress:
    return next(progress for progress in selectors.progress_of(one) if progress.section.code == section.code)


def _seen(request: HttpRequest) -> int:
    """The version of the section that the person saw; one that there never is where that cannot be told."""
    seen = whole_number(request.POST.get(SEEN, ""))
    return -1 if seen is None else seen
