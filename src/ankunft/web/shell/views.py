"""The pages of the shell: "Mein Tag", search."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ankunft.foundation.kernel import clock

from . import registry
from .components import WorkItem
from .context import shell_of
from .kept import keep, kept
from .middleware import ORGANISATION
from .templatetags.ankunft import due_words

SEARCH_FROM = 2
SEARCHED = "searched"


def _work_item(due: registry.Due, *, first: bool) -> WorkItem:
    """The line of something due; the first button is the primary one where something is late."""
    return WorkItem(
        when=due_words(due.due_on),
        title=due.title,
        detail=due.detail,
        url=due.url,
        button=due.button,
        late=due.late,
        primary=first and due.late,
    )


@require_POST
def choose_organisation(request: HttpRequest) -> HttpResponse:
    """Act for one of one's organisations (`organisation`, its code) or, with an empty code, for all of them."""
    request.session[ORGANISATION] = request.POST.get("organisation", "")
    return redirect("my-day")


@require_safe
def my_day(request: HttpRequest) -> HttpResponse:
    """What is due, late first; beside it what the rooms have to tell."""
    items = [_work_item(due, first=index == 0) for index, due in enumerate(shell_of(request).due)]
    cards = registry.my_day.cards_for(request.actor)
    return render(request, "shell/my_day.html", {"items": items, "cards": cards, "today": clock.today()})


@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Everything the person may see that matches the words.

    The words may be a name: they are posted and kept with the session, encrypted, never in an address (decision 0051).
    """
    if request.method == "POST":
        keep(request, SEARCHED, {"q": request.POST.get("q", "")})
        return redirect("search")
    query = kept(request, SEARCHED).get("q", "")
    too_short = len(query) < SEARCH_FROM
    hits = [] if too_short else registry.search.hits_for(request.actor, query)
    return render(request, "shell/search.html", {"query": query, "hits": hits, "too_short": too_short})


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """`ok` while the application answers and reaches its database, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("no database", content_type="text/plain", status=503)
    return HttpResponse("ok", content_type="text/plain")
