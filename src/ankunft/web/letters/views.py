"""Letters of an occasion, one letter, what became of them, and in whose name they are written."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from ankunft.domain.letters import permissions, selectors, services
from ankunft.domain.letters.models import Delivery, Letter, Letterhead
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.errors import Refused
from ankunft.web.shell.files import attachment
from ankunft.web.shell.form_pages import form_page, form_view

from .forms import AnewForm, LetterheadForm
from .letter_jobs import letters_ask
from .reminder_jobs import reminders_ask
from .words import counted, occasion_words, sent

ROWS = 25
LETTER_ROWS = 150


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """For what there are letters, or could be: released runs, their years, decided reclaims."""
    can(request.actor, permissions.SEE_ALL).require()
    rows = [
        (one.reference, occasion_words(one.reference, one.title), one.letters)
        for one in selectors.occasions(request.actor)
    ]
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    return render(
        request, "letters/overview.html", {"page": page, "letterhead": selectors.letterhead_on(clock.today())}
    )


@require_safe
def own(request: HttpRequest) -> HttpResponse:
    """The letters to the person's own municipalities."""
    can(request.actor, permissions.SEE_OWN).require()
    page = Paginator(selectors.own_letters(request.actor), ROWS).get_page(request.GET.get("page"))
    return render(request, "letters/own.html", {"page": page})


@require_safe
def occasion(request: HttpRequest, occasion: str) -> HttpResponse:
    """The letters of a run, a year or a reclaim, and what became of each."""
    can(request.actor, permissions.SEE_ALL).require()
    letters = selectors.letters_of(request.actor, occasion).prefetch_related("deliveries__mail")
    page = Paginator(letters, LETTER_ROWS).get_page(request.GET.get("page"))
    rows = [(one, [sent(delivery) for delivery in one.deliveries.all()]) for one in page.object_list]
    context = {
        "occasion": occasion,
        "title": occasion_words(occasion, selectors.title_of(request.actor, occasion)),
        "page": page,
        "rows": rows,
        "counts": counted(one for _letter, deliveries in rows for one in deliveries),
        "unsent": sum(not deliveries for _letter, deliveries in rows),
        "paper": selectors.to_print(occasion).exists(),
        "letterhead": selectors.letterhead_on(clock.today()),
        "may_make": bool(can(request.actor, permissions.MAKE)),
        "may_send": bool(can(request.actor, permissions.SEND)),
    }
    return render(request, "letters/occasion.html", context)


@require_POST
def letters_start(request: HttpRequest, occasion: str) -> HttpResponse:
    """Have all letters made in the background, and sent where `send` asks for it."""
    job = letters_ask(occasion=occasion, send=request.POST.get("send") == "ja", actor=request.actor)
    return redirect("job", job.pk)


@require_POST
def invoices_remind(request: HttpRequest) -> HttpResponse:
    """Have everybody reminded who has to be, in the background."""
    return redirect("job", reminders_ask(actor=request.actor).pk)


@require_safe
def letters_zip(request: HttpRequest, occasion: str) -> HttpResponse:
    """What goes on paper and was not printed yet, as one file."""
    can(request.actor, permissions.SEE_ALL).require()
    waiting = Letter.objects.filter(pk__in=selectors.to_print(occasion).values("letter")).order_by("reference")
    letters = list(waiting)
    if not letters:
        raise Refused(_("Es ist nichts zu drucken."))
    return attachment(selectors.zip_of(letters), f"briefe-{occasion}.zip", "application/zip")


@require_POST
def letters_printed(request: HttpRequest, occasion: str) -> HttpResponse:
    """Note that what goes on paper is printed."""
    count = services.deliveries_print(occasion=occasion, actor=request.actor)
    told = ngettext("%(count)s Sendung als gedruckt vermerkt.", "%(count)s Sendungen als gedruckt vermerkt.", count)
    messages.success(request, told % {"count": count})
    return redirect("letters-of", occasion)


@require_safe
def letter_page(request: HttpRequest, letter: str) -> HttpResponse:
    """One letter as it was made, to whom it went, and its history."""
    found = _letter(request, letter)
    newest = Letter.objects.filter(kind=found.kind, occasion=found.occasion, municipality=found.municipality_id)
    overview_too = bool(can(request.actor, permissions.SEE_ALL))
    deliveries = Delivery.objects.filter(letter=found).select_related("mail") if overview_too else ()
    later = newest.filter(number__gt=found.number).order_by("-number").values_list("reference", flat=True).first()
    context = {
        "letter": found,
        "data": _shown(json.loads(found.data)),
        "deliveries": [sent(delivery) for delivery in deliveries],
        "later": later,
        "overview": overview_too,
        "occasion": _occasion_of(found),
        "may_send": overview_too and not later and bool(can(request.actor, permissions.SEND)),
        "may_replace": overview_too and not later and bool(can(request.actor, permissions.MAKE)),
        "history": history("letters.letter", found.reference)[:50] if overview_too else (),
    }
    return render(request, "letters/letter.html", context)


@require_safe
def letter_pdf(request: HttpRequest, letter: str) -> HttpResponse:
    """The letter as PDF, byte for byte as it was made."""
    found = _letter(request, letter)
    return attachment(selectors.content_of(found), selectors.file_name(found), selectors.PDF)


@require_POST
def letter_send(request: HttpRequest, letter: str) -> HttpResponse:
    """Send one letter to whoever has not got it yet."""
    can(request.actor, permissions.SEE_ALL).require()
    found = _letter(request, letter)
    if services.letter_send(letter=found, actor=request.actor):
        messages.success(request, _("Der Brief ist zum Versand gegeben."))
    else:
        messages.info(request, _("Der Brief ist schon an alle gegangen."))
    return redirect("letter", letter)


@form_view
def letter_anew(request: HttpRequest, letter: str) -> HttpResponse:
    """Another letter in place of this one, with a reason."""
    can(request.actor, permissions.MAKE).require()
    found = _letter(request, letter)
    form = AnewForm(request.POST or None)

    def store() -> str:
        made = services.letter_anew(letter=found, reason=form.cleaned_data["reason"], actor=request.actor)
        return reverse("letter", args=[made.reference])

    return form_page(
        request,
        form,
        store,
        back=(reverse("letter", args=[letter]), letter),
        done=_("Der neue Brief ist erstellt. Er ist noch nicht versendet."),
        title=_("Brief ersetzen"),
        intro=_("Der Brief %(reference)s bleibt, wie er ist, und wird nicht mehr versendet.") % {"reference": letter},
        button=_("Neuen Brief erstellen"),
    )


@require_POST
def delivery_again(request: HttpRequest, delivery: int) -> HttpResponse:
    """Send once more what did not arrive."""
    can(request.actor, permissions.SEE_ALL).require()
    found = get_object_or_404(visible_to(request.actor, Delivery).select_related("letter", "mail"), pk=delivery)
    services.delivery_again(delivery=found, actor=request.actor)
    messages.success(request, _("Der Brief ist noch einmal zum Versand gegeben."))
    return redirect("letters-of", _occasion_of(found.letter))


@require_safe
def letterheads(request: HttpRequest) -> HttpResponse:
    """In whose name letters are written since when."""
    can(request.actor, permissions.SEE_ALL).require()
    context = {
        "rows": visible_to(request.actor, Letterhead),
        "may_set": bool(can(request.actor, permissions.SET_LETTERHEAD)),
    }
    return render(request, "letters/letterheads.html", context)


@form_view
def letterhead_new(request: HttpRequest) -> HttpResponse:
    """Another letterhead from a day on; the form begins with the one of today."""
    can(request.actor, permissions.SET_LETTERHEAD).require()
    current = selectors.letterhead_on(clock.today())
    initial = {name: getattr(current, name) for name in LetterheadForm.base_fields} if current else {}
    form = LetterheadForm(request.POST or None, initial={**initial, "valid_from": clock.today()})

    def store() -> None:
        parts = dict(form.cleaned_data)
        services.letterhead_set(valid_from=parts.pop("valid_from"), parts=parts, actor=request.actor)

    return form_page(
        request,
        form,
        store,
        back=(reverse("letterheads"), _("Absender")),
        done=_("Der Absender ist erfasst."),
        title=_("Absender erfassen"),
        intro=_("So werden Briefe ab diesem Tag geschrieben. Briefe, die es schon gibt, bleiben, wie sie sind."),
        button=_("Speichern"),
    )


def _letter(request: HttpRequest, reference: str) -> Letter:
    can(request.actor, permissions.SEE).require()
    return get_object_or_404(
        visible_to(request.actor, Letter).select_related("municipality", "run"), reference=reference
    )


def _shown(data: dict[str, Any]) -> dict[str, Any]:
    """The data of a letter, each cell of a table with what its column is."""
    for block in data["blocks"]:
        if block["kind"] == "table":
            block["shown"] = [
                [{"text": text, **column} for text, column in zip(row, block["columns"], strict=True)]
                for row in block["rows"]
            ]
    return data


def _occasion_of(letter: Letter) -> str:
    return letter.run.reference if letter.run else letter.occasion
