"""What money was used for: bookings on positions, and booked back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from ankunft.domain.funds import services
from ankunft.domain.funds.models import Booking
from ankunft.domain.funds.money_permissions import BOOK, SEE_MONEY
from ankunft.domain.funds.money_words import FLAGS
from ankunft.domain.funds.selectors.costs import cost_not_taken
from ankunft.domain.funds.selectors.money import bookings_for
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.selectors import history
from ankunft.foundation.kernel import clock
from ankunft.web.shell.form_pages import form_page, form_view
from ankunft.web.shell.list_pages import list_page

from ..booking_forms import BookingForm, ReasonForm
from ..listing import BOOKINGS
from ..listing import found as fitting
from ..places import BOOKINGS as PLACE
from ..places import money_places

_INTRO = gettext_lazy(
    "Gebucht wird auf eine Position des Plans und aus einer Quelle, die sie tragen darf. Auszahlungsläufe und "
    "Projektbeiträge werden übernommen und nicht von Hand gebucht."
)
_INTRO_OF_PAID = gettext_lazy(
    "Diese Auszahlung liess sich nicht übernehmen. %(reason)s Buchen Sie sie auf die Position und aus der Quelle, die "
    "sie tragen; am Beleg erkennt die Übernahme, dass sie erledigt ist."
)


@form_view
def bookings(request: HttpRequest) -> HttpResponse:
    """Every booking, narrowed by position, source, year and kind; as Excel too."""
    can(request.actor, SEE_MONEY).require()
    return list_page(
        request,
        BOOKINGS,
        bookings_for(request.actor),
        found=fitting,
        template="money/bookings.html",
        places=money_places(PLACE),
        may_book=bool(can(request.actor, BOOK)),
    )


@form_view
def booking_new(request: HttpRequest) -> HttpResponse:
    """Book expenditure on a position; also what could not be taken over, as it was paid."""
    can(request.actor, BOOK).require()
    paid = cost_not_taken(request.GET.get("uebernahme", ""), request.actor)
    form = BookingForm(
        request.POST or None,
        actor=request.actor,
        paid=paid.incurred if paid else None,
        initial={"booked_on": clock.today()},
    )

    def store() -> str:
        data = form.cleaned_data
        stored = services.booking_record(
            position=data["position"], source=data["source"], cost=form.cost(), actor=request.actor
        )
        return reverse("booking", args=[stored.pk])

    return form_page(
        request,
        form,
        store,
        back=(reverse("bookings"), _("Buchungen")),
        done=_("Die Aufwendung ist gebucht."),
        title=_("Aufwendung buchen"),
        intro=_INTRO_OF_PAID % {"reason": paid.reason} if paid else _INTRO,
        button=_("Buchen"),
    )


@require_safe
def booking(request: HttpRequest, booking: int) -> HttpResponse:
    """One booking with what belongs to it."""
    one = _booking(request, booking)
    back = getattr(one, "reversed_by", None)
    context = {
        "booking": one,
        "taken": -one.amount,
        "back": back,
        "flags": [FLAGS[flag] for flag in one.flags if flag in FLAGS],
        "may_reverse": bool(can(request.actor, BOOK)) and back is None and one.reverses_id is None,
        "history": history("funds.booking", one.number)[:50],
    }
    return render(request, "money/booking.html", context)


@form_view
def booking_reverse(request: HttpRequest, booking: int) -> HttpResponse:
    """Book it back as a whole."""
    can(request.actor, BOOK).require()
    one = _booking(request, booking)
    form = ReasonForm(request.POST or None)

    def store() -> None:
        services.booking_reverse(booking=one, reason=form.cleaned_data["reason"], actor=request.actor)

    return form_page(
        request,
        form,
        store,
        back=(reverse("booking", args=[one.pk]), one.number),
        done=_("Die Buchung ist zurückgebucht. Was richtig ist, buchen Sie neu."),
        title=_("Zurückbuchen"),
        subtitle=f"{one.number} · {one.text}",
        intro=_(
            "Die Buchung bleibt stehen, und eine zweite hebt sie am selben Tag auf. Was richtig ist, wird danach neu "
            "gebucht, mit einem eigenen Beleg."
        ),
        button=_("Zurückbuchen"),
    )


def _booking(request: HttpRequest, booking: int) -> Booking:
    can(request.actor, SEE_MONEY).require()
    return get_object_or_404(bookings_for(request.actor), pk=booking)
