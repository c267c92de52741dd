"""What changes the way of signing in demands that the person has just proved who it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from .middleware import lead_to, prove_address
from .sessions import is_freshly_proved

View = Callable[..., HttpResponse]


def freshly_proved(back: str = "") -> Callable[[View], View]:
    """Only within ten minutes of a proof; otherwise the person proves it and comes back.

    `back` names the page to come back to where the view itself has none (it only takes what is sent).
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if is_freshly_proved(request):
                return view(request, *args, **kwargs)
            return lead_to(request, prove_address(reverse(back) if back else request.path))

        return checked

    return decorate
