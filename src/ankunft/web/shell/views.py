"""The pages of the shell: sign-in, "Mein Tag", search."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ankunft.foundation.kernel import clock

from . import registry
from .components import WorkItem
from .context import shell_of
from .forms import SignInForm
from .middleware import ORGANISATION
from .templatetags.ankunft import due_words

SEARCH_FROM = 2


def _own_address(request: HttpRequest) -> str:
    """Where to go after signing in: the page asked for, if it is one of ours."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked
    return resolve_url(settings.LOGIN_REDIRECT_URL)


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with address and password."""
    if request.user.is_authenticated:
        return redirect(_own_address(request))
    form = SignInForm(request, request.POST or None)
    if request.method == "POST" and form.is_valid():
        login(request, form.account)
        return redirect(_own_address(request))
    context = {"form": form, "next": _own_address(request)}
    return render(request, "shell/sign_in.html", context, status=422 if form.errors else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out."""
    logout(request)
    return redirect(settings.LOGOUT_REDIRECT_URL)


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


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Everything the person may see that matches the words."""
    query = request.GET.get("q", "").strip()
    too_short = len(query) < SEARCH_FROM
    hits = [] if too_short else registry.search.hits_for(request.actor, query)
    return render(request, "shell/search.html", {"query": query, "hits": hits, "too_short": too_short})


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """`ok` while the application answers and reaches its database, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("no database", content_type="text/plain", status=503)
    return HttpResponse("ok", content_type="text/plain")
