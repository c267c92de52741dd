"""What the operations look at: outbox, jobs, health, settings. Nothing of what they are about."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from ankunft.domain.administration import selectors, services
from ankunft.domain.administration.permissions import INSTALLATION, RUN_OPERATIONS, SEE_OPERATIONS
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.jobs.models import JobState
from ankunft.foundation.mail.models import MailState, OutgoingMail
from ankunft.foundation.mail.selectors import counts, is_private
from ankunft.foundation.mail.sending import server
from ankunft.foundation.mail.services import is_demonstration
from ankunft.web.shell.components import Chip

from ..effective import effective_settings
from ..health import signs
from ..words import JOB_TAGS, MAIL_KINDS, MAIL_TAGS
from . import ROWS, form_page, question, show

AGAIN, WITHHOLD = "erneut", "zurueckhalten"


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The mails by state, without their texts."""
    can(request.actor, SEE_OPERATIONS, INSTALLATION).require()
    state = request.GET.get("stand", "")
    mails = visible_to(request.actor, OutgoingMail)
    mails = mails.filter(state=state) if state in MailState.values else mails
    page = Paginator(mails, ROWS).get_page(request.GET.get("page"))
    demonstration = is_demonstration()
    rows = [
        {
            "mail": one,
            "to": _addressee(one),
            "kind": MAIL_KINDS.get(one.kind, one.kind),
            "tag": MAIL_TAGS[one.state],
            "may_again": one.state in (MailState.FAILED, MailState.WITHHELD) and not demonstration,
            "may_withhold": one.state == MailState.WAITING,
        }
        for one in page.object_list
    ]
    here, numbers = reverse("admin-outbox"), counts()
    chips = [Chip(_("Alle"), here, not state, sum(numbers.values()))]
    chips += [Chip(each.label, f"{here}?stand={each.value}", state == each, numbers[each]) for each in MailState]
    context = {
        "page": page,
        "rows": rows,
        "chips": chips,
        "has_server": server() is not None,
        "is_demonstration": demonstration,
    }
    return show(request, "outbox.html", context, at="admin-outbox")


@require_http_methods(["GET", "HEAD", "POST"])
def mail_act(request: HttpRequest, mail_id: int, act: str) -> HttpResponse:
    """Let a mail be sent again, or withhold it."""
    can(request.actor, RUN_OPERATIONS, INSTALLATION).require()
    one = get_object_or_404(visible_to(request.actor, OutgoingMail), pk=mail_id)
    if act not in {AGAIN, WITHHOLD}:
        raise Http404
    again = act == AGAIN
    do = services.send_again if again else services.withhold
    return form_page(
        request,
        question(request),
        lambda: do(mail_item=one, actor=request.actor),
        at="admin-outbox",
        back=(reverse("admin-outbox"), _("Postausgang")),
        done=_("Die Nachricht wird noch einmal gesendet.") if again else _("Die Nachricht ist zurückgehalten."),
        title=_("Noch einmal senden?") if again else _("Nachricht zurückhalten?"),
        subtitle=_addressee(one),
        button=_("Noch einmal senden") if again else _("Zurückhalten"),
    )


def _addressee(mail: OutgoingMail) -> str:
    """To whom a mail goes, as far as that concerns the operations: the newcomers of a municipality do not."""
    if is_private(mail):
        return _("Nachricht %(number)s an eine Person") % {"number": mail.pk}
    return mail.to or "–"


@require_safe
def jobs(request: HttpRequest) -> HttpResponse:
    """Everybody's jobs: kind, progress, who asked; not what they are about."""
    can(request.actor, SEE_OPERATIONS, INSTALLATION).require()
    state = request.GET.get("stand", "")
    found = selectors.job_lines(request.actor, state if state in JobState.values else "")
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    lines = [selectors.job_line(job) for job in page.object_list]
    here = reverse("admin-jobs")
    chips = [Chip(_("Alle"), here, not state)]
    chips += [Chip(each.label, f"{here}?stand={each.value}", state == each) for each in JobState]
    rows = [{"job": line, "tag": JOB_TAGS[line.state]} for line in lines]
    return show(request, "jobs.html", {"page": page, "rows": rows, "chips": chips}, at="admin-jobs")


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """How the installation is."""
    can(request.actor, SEE_OPERATIONS, INSTALLATION).require()
    return show(request, "health.html", {"signs": signs()}, at="admin-health")


@require_safe
def installation(request: HttpRequest) -> HttpResponse:
    """The effective settings in words, and what changes them."""
    can(request.actor, SEE_OPERATIONS, INSTALLATION).require()
    return show(request, "settings.html", {"settings": effective_settings()}, at="admin-settings")
