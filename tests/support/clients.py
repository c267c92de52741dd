"""The test client of the suite: it holds every answer to the rules that hold for all pages."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from django.http import HttpResponseBase
from django.test import Client

from ankunft.foundation.access.models import Account
from ankunft.web.access.sessions import marks
from tests.support.pages import check_page
from tests.support.reading import read_only

SAFE = {"GET", "HEAD", "OPTIONS"}


class StrictClient(Client):
    """Fails where a GET writes, and where an HTML answer breaks a rule of `check_page`.

    `account` is whoever is signed in (None: nobody).
    """

    account: Account | None = None

    def request(self, **request: Any) -> Any:
        reading = request.get("REQUEST_METHOD", "GET") in SAFE
        with read_only() if reading else nullcontext():
            response = super().request(**request)
        self._check(response, request.get("PATH_INFO", "/"))
        return response

    def sign_in(self, account: Account) -> StrictClient:
        """Sign in without a password, as somebody who has proved a second factor."""
        self.force_login(account)
        session = self.session
        session.update(marks(method="password", second_factor=True))
        session.save()
        self.account = account
        return self

    @staticmethod
    def _check(response: HttpResponseBase, address: str) -> None:
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            check_page(response.content.decode(), address)  # type: ignore[attr-defined]
