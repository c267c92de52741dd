"""Error pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was sent without (or with an outdated) token: say what to do."""
    return render(request, "shell/error.html", {"title": "Formular abgelaufen"}, status=403)
