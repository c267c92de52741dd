"""A real browser on the live application. Without Chromium these tests are skipped, with one line that says so."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.support import browsers, people
from tests.support.clients import StrictClient

# Playwright keeps an event loop in this thread; Django would otherwise refuse the tests' own queries.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# Two browsers share the machine: what is awaited comes, but not always within the five seconds of Playwright.
expect.set_options(timeout=15_000)


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any],
) -> dict[str, Any]:
    """The machine's own Chromium: nothing is downloaded, and it talks to nobody but the live server."""
    chromium = browsers.chromium()
    if chromium is None:
        pytest.skip(browsers.NOT_FOUND)
    return {
        **browser_type_launch_args,
        "executable_path": str(chromium),
        "args": list(browsers.FLAGS),
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A desktop window of the width of the drawings, in Swiss German."""
    return {
        **browser_context_args,
        "viewport": browsers.DESKTOP,
        "locale": "de-CH",
        "timezone_id": "Europe/Zurich",
    }


@pytest.fixture(scope="session")
def base_url() -> None:
    """Pages are opened by their full address: the live server belongs to each test."""
    return


@pytest.fixture
def page_for(live_server: LiveServer, context: BrowserContext, page: Page) -> Callable[..., Page]:
    """`page_for("coordination")`: the browser window with that person signed in, on the start page."""

    def sign_in(role: str, at: str | None = None, *, since: date = people.ALWAYS) -> Page:
        client = StrictClient().sign_in(people.account_with(role, at, since=since))
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": session,
                    "url": live_server.url,
                }
            ]
        )
        page.goto(live_server.url)
        return page

    return sign_in


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder is marked e2e and has its own, really committed data."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.e2e)
            item.add_marker(pytest.mark.django_db(transaction=True))
