"""Invitations: the list, a new one, and what is done with one that is open."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ankunft.domain.administration import selectors, services
from ankunft.domain.administration.permissions import CHANGE_INVITATION, STAFF
from ankunft.foundation.access.models import Invitation
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel import clock

from ..forms import InvitationForm
from ..words import role_words
from . import ROWS, form_page, question, show

HERE = "admin-invitations"
AGAIN, WITHDRAW = "erneut", "zurueckziehen"


def _link_of(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("invitation-link", args=[token]))


@require_safe
def invitations(request: HttpRequest) -> HttpResponse:
    """The invitations to the organisations that the person administers, latest first."""
    can(request.actor, STAFF).require()
    page = Paginator(selectors.invitations(request.actor), ROWS).get_page(request.GET.get("page"))
    rows = [
        {"invitation": one, "role": role_words(one.role), "tag": _tag(one), "is_open": _is_open(one)}
        for one in page.object_list
    ]
    return show(request, "invitations.html", {"page": page, "rows": rows}, at=HERE)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_new(request: HttpRequest) -> HttpResponse:
    """Invite somebody."""
    can(request.actor, STAFF).require()
    form = InvitationForm(request.POST or None, actor=request.actor)
    return form_page(
        request,
        form,
        lambda: services.invite(
            actor=request.actor, link_of=lambda token: _link_of(request, token), **form.cleaned_data
        ),
        at=HERE,
        back=(reverse(HERE), _("Einladungen")),
        done=_("Die Einladung liegt im Postausgang."),
        title=_("Jemanden einladen"),
        intro=_(
            "Die Person erhält einen Link, der einmal und sieben Tage lang gilt. Damit setzt sie ihr Passwort selbst. "
            "Hat sie schon ein Konto, meldet sie sich an und nimmt die Rolle an."
        ),
        button=_("Einladen"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_act(request: HttpRequest, invitation_id: int, act: str) -> HttpResponse:
    """Send an open invitation again, or withdraw it."""
    can(request.actor, STAFF).require()
    one = get_object_or_404(visible_to(request.actor, Invitation), pk=invitation_id)
    if act not in {AGAIN, WITHDRAW}:
        raise Http404
    can(request.actor, CHANGE_INVITATION, one).require()
    again = act == AGAIN

    def store() -> None:
        if again:
            services.invite_again(invitation=one, actor=request.actor, link_of=lambda token: _link_of(request, token))
        else:
            services.invitation_withdraw(invitation=one, actor=request.actor)

    return form_page(
        request,
        question(request),
        store,
        at=HERE,
        back=(reverse(HERE), _("Einladungen")),
        done=_("Die Einladung liegt noch einmal im Postausgang.") if again else _("Die Einladung ist zurückgezogen."),
        title=_("Noch einmal senden?") if again else _("Einladung zurückziehen?"),
        subtitle=one.name,
        intro=_("Es gilt dann nur noch der neue Link, sieben Tage lang.")
        if again
        else _("Der Link gilt dann nicht mehr."),
        button=_("Noch einmal senden") if again else _("Zurückziehen"),
    )


def _is_open(one: Invitation) -> bool:
    return one.accepted_at is None and one.withdrawn_at is None


def _tag(one: Invitation) -> tuple[str, str]:
    """The state of an invitation in a word, and the kind of its tag."""
    if one.accepted_at:
        return _("angenommen"), "ok"
    if one.withdrawn_at:
        return _("zurückgezogen"), "neutral"
    return (_("abgelaufen"), "warning") if one.expires_at <= clock.now() else (_("offen"), "info")
