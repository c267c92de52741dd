"""The credit for projects: where every franc came from, and where it went (KS 4.3.4)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ankunft.domain.grants import permissions, selectors
from ankunft.domain.grants.models import ClosingAccount, Project
from ankunft.domain.settlement.ruling_states import RECLAIM
from ankunft.foundation.access.policy import can


@require_safe
def credit(request: HttpRequest) -> HttpResponse:
    """What closed years brought in, what decisions took, what is free."""
    can(request.actor, permissions.SEE_CREDIT).require()
    context = {
        "standing": selectors.credit_standing(),
        "incomes": selectors.incomes(),
        "rows": [_row(one) for one in selectors.granted_for(request.actor)],
    }
    return render(request, "grants/credit.html", context)


def _row(one: Project) -> dict[str, Any]:
    """A granted project, and in words how it stands with what is asked back of it."""
    account: ClosingAccount | None = getattr(one, "closing", None)
    reclaim = account.reclaim if account else None
    state = RECLAIM.labels[reclaim.state] if reclaim else ""
    return {"one": one, "account": account, "reclaim": reclaim, "reclaim_state": state}
