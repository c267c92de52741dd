"""The independent OpenID provider (npm package `oidc-provider`) as a process of its own, behind the proxy."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests
from joserfc.jwk import ECKey, KeySet, RSAKey

from tests.support.openid.proxy import Proxy, proxy

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parents[2]
PACKAGES = PROJECT / "build" / "openid"
NOT_FOUND = "Kein OpenID-Anbieter (Node.js und oidc-provider): Tests der externen Anmeldung entfallen."
CLIENT_ID = "ankunft"
CLIENT_SECRET = "a secret for tests only, long enough"
STRONG = "stark"
OLDEST_NODE = 20
LONG = 60
"""Seconds: a busy machine is no fault of the provider's."""


@cache
def node() -> Path | None:
    """Node.js of the machine, or of this project's tools, not too old; None if there is none."""
    found = (shutil.which("node"), shutil.which("node", path=str(PROJECT / ".tools" / "bin")))
    return next((Path(program) for program in found if program and _version(program) >= OLDEST_NODE), None)


def _version(program: str) -> int:
    told = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=20, check=False).stdout
    major = told.strip().removeprefix("v").partition(".")[0]
    return int(major) if major.isdecimal() else 0


def is_there() -> bool:
    """Whether Node.js is there, and the packages as they are locked now."""
    lock = PACKAGES / "package-lock.json"
    installed = PACKAGES / "node_modules" / "oidc-provider" / "package.json"
    current = lock.exists() and lock.read_bytes() == (HERE / "package-lock.json").read_bytes()
    return current and installed.exists() and node() is not None


@dataclass
class Provider:
    """A running provider; `keys` are its private keys, `proxy` is what stands before it."""

    proxy: Proxy
    keys: dict[str, RSAKey | ECKey]

    @property
    def issuer(self) -> str:
        return self.proxy.address

    def visit(self, address: str, *, login: str = "anna", strong: bool = False, abort: bool = False) -> str:
        """What a person does there: from that address to the one in the application to which the browser returns."""
        fields = {"login": login, "choice": "abort" if abort else "continue", **({"acr": STRONG} if strong else {})}
        with requests.Session() as browser:
            browser.trust_env = False
            page = self._follow(browser, address)
            assert isinstance(page, requests.Response), f"no sign-in page: {page}"
            action = re.search(r'action="([^"]+)"', page.text)
            assert action, page.text
            answer = browser.post(urljoin(self.issuer, action[1]), fields, allow_redirects=False, timeout=LONG)
            returned = self._follow(browser, answer.headers["Location"])
        assert isinstance(returned, str), returned.text
        return returned

    def _follow(self, browser: requests.Session, address: str) -> requests.Response | str:
        """The first page of the provider, or the first address that is not the provider's."""
        for _step in range(10):
            if urlsplit(address).netloc != urlsplit(self.issuer).netloc:
                return address
            response = browser.get(address, allow_redirects=False, timeout=LONG)
            if not response.is_redirect:
                return response
            address = urljoin(address, response.headers["Location"])
        raise AssertionError("redirects without end")


@contextmanager
def running(*, algorithm: str = "ES256", seconds: int = 300) -> Iterator[Provider]:
    """A provider that signs ID tokens by that algorithm, good for so many seconds."""
    keys = {
        "ES256": ECKey.generate_key("P-256", {"kid": "curve", "use": "sig", "alg": "ES256"}),
        "RS256": RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"}),
    }
    program = node()
    assert program, NOT_FOUND
    with proxy() as before:
        process = subprocess.Popen(
            [program, HERE / "provider.js"],
            cwd=PACKAGES,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            _tell(process, before, keys, algorithm, seconds)
            yield Provider(before, keys)
        finally:
            process.terminate()
            process.communicate(timeout=20)


def _tell(
    process: subprocess.Popen[str], before: Proxy, keys: dict[str, RSAKey | ECKey], algorithm: str, seconds: int
) -> None:
    """Tell the provider what it is, and learn where it listens."""
    told = {
        "issuer": before.address,
        "seconds": seconds,
        "acr": ["normal", STRONG],
        "jwks": KeySet(list(keys.values())).as_dict(private=True),
        "clients": [
            {
                "client_id": CLIENT_ID,
                "client_secret": CLIENT_SECRET,
                "redirect_uris": ["http://localhost/"],
                "id_token_signed_response_alg": algorithm,
            }
        ],
    }
    assert process.stdin
    assert process.stdout
    process.stdin.write(json.dumps(told) + "\n")
    process.stdin.flush()
    port = process.stdout.readline().strip()
    assert port.isdecimal(), f"the provider does not start: {port}"
    before.behind = int(port)


if __name__ == "__main__":
    raise SystemExit(not is_there())
