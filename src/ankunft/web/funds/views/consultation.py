"""What the bodies of the IIZ say to a version."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ankunft.domain.funds import permissions, services
from ankunft.domain.funds.models import AskedBody, VersionState
from ankunft.domain.funds.selectors import working
from ankunft.foundation.access.policy import can, visible_to
from ankunft.foundation.kernel.errors import Refused
from ankunft.web.shell.form_pages import form_page, form_view

from ..forms import StatementForm
from ..presentation import headed
from ..words import STANCE_KINDS
from .found import named, version_of


@require_safe
def consultation(request: HttpRequest, plan: str, edition: int) -> HttpResponse:
    """Who was asked, who said what and when, of these figures and of earlier ones."""
    one = version_of(request, plan, edition)
    is_open = one.state == VersionState.CONSULTATION
    rows = [
        {
            "asked": row.asked,
            "said": row.asked.statements.all(),
            "statement": row.statement,
            "kind": STANCE_KINDS[row.statement.stance] if row.statement else "",
            "may_state": is_open and _may_state(request, row.asked),
        }
        for row in working.consultation_of(one)
    ]
    context = {
        **headed(one, request.actor),
        "rows": rows,
        "before": working.consultations_before(one),
        "is_open": is_open,
        "is_outdated": bool(rows) and not working.statements_count(one),
    }
    return render(request, "funds/consultation.html", context)


@form_view
def statement(request: HttpRequest, plan: str, edition: int, asked: int) -> HttpResponse:
    """Say what the own body makes of the version, or record what another one decided."""
    if not can(request.actor, permissions.STATE_FOR):
        can(request.actor, permissions.STATE).require()
    one = version_of(request, plan, edition)
    body = get_object_or_404(visible_to(request.actor, AskedBody).select_related("body"), pk=asked, version=one)
    is_own = bool(can(request.actor, permissions.STATE, body))
    if not is_own and not can(request.actor, permissions.STATE_FOR):
        can(request.actor, permissions.STATE, body).require()
    if one.state != VersionState.CONSULTATION:
        raise Refused(_("Zu dieser Fassung wird nicht mehr Stellung genommen."))
    form = StatementForm(request.POST or None)

    def store() -> str:
        give = services.statement_give if is_own else services.statement_give_for
        give(asked=body, said=form.said(), actor=request.actor)
        return reverse("plan-consultation", args=[plan, edition])

    return form_page(
        request,
        form,
        store,
        back=(reverse("plan-consultation", args=[plan, edition]), _("Stellungnahmen")),
        done=_("Die Stellungnahme ist festgehalten."),
        title=_("Stellungnahme: %(body)s") % {"body": body.name},
        subtitle=named(one),
        intro=_("Sie ändert sich nicht mehr; eine neue Stellungnahme tritt an ihre Stelle, und beide bleiben lesbar."),
        button=_("Stellungnahme abgeben"),
    )


def _may_state(request: HttpRequest, asked: AskedBody) -> bool:
    return bool(can(request.actor, permissions.STATE, asked) or can(request.actor, permissions.STATE_FOR))
