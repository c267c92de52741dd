"""What the environment may say of the OpenID provider, and where forms may lead because of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from ankunft.config import openid

ISSUER = "https://id.example/realm"


@pytest.fixture
def says(monkeypatch):
    """`says(ISSUER="…", CLIENT_ID="…")`: the environment of the installation."""

    def put(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(f"ANKUNFT_OIDC_{name}", value)

    return put


def test_without_issuer_there_is_no_provider(says):
    says(CLIENT_ID="ankunft")
    assert openid.issuer(production=True) == ""
    assert openid.form_targets("", ["https://other.example"]) == []


@pytest.mark.parametrize("address", [ISSUER, ISSUER + "/", "https://id.example:8443"])
def test_the_issuer_is_taken_to_the_letter(says, address):
    says(ISSUER=address, CLIENT_ID="ankunft")
    assert openid.issuer(production=True) == address


@pytest.mark.parametrize(
    "address",
    [
        "http://id.example",
        "http://localhost:9",
        "id.example",
        "https://",
        "https://id.example/?a=b",
        "https://a.example/#b",
    ],
)
def test_in_production_it_is_reached_by_tls(says, address):
    says(ISSUER=address, CLIENT_ID="ankunft")
    with pytest.raises(RuntimeError, match="ANKUNFT_OIDC_ISSUER must be an https address"):
        openid.issuer(production=True)


def test_on_the_own_machine_it_may_do_without(says):
    says(ISSUER="http://localhost:9000", CLIENT_ID="ankunft")
    assert openid.issuer(production=False)
    says(ISSUER="http://id.example")
    with pytest.raises(RuntimeError):
        openid.issuer(production=False)


def test_the_client_must_have_a_name(says):
    says(ISSUER=ISSUER)
    with pytest.raises(RuntimeError, match="ANKUNFT_OIDC_CLIENT_ID"):
        openid.issuer(production=False)


def settings_with(home, **variables):
    """What the settings of a new process hold."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ANKUNFT_")}
    program = (
        "import json; from ankunft.config import settings as s;"
        "print(json.dumps([s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'], s.OIDC_ISSUER, s.OIDC_NAME,"
        " s.OIDC_ACR, s.OIDC_SCOPES]))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program],
        env={**kept, "ANKUNFT_HOME": str(home), **{f"ANKUNFT_OIDC_{name}": value for name, value in variables.items()}},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return json.loads(answer.stdout)


def test_forms_lead_elsewhere_only_where_a_provider_is_configured(tmp_path):
    assert settings_with(tmp_path) == [["'self'"], "", "OpenID", [], ["openid"]]
    assert settings_with(
        tmp_path,
        ISSUER=ISSUER,
        CLIENT_ID="ankunft",
        NAME="AGOV",
        ACR="urn:a:400, urn:a:500",
        SCOPES="openid profile",
        ORIGINS="https://auth.id.example",
    ) == [
        ["'self'", "https://id.example", "https://auth.id.example"],
        ISSUER,
        "AGOV",
        ["urn:a:400", "urn:a:500"],
        ["openid", "profile"],
    ]
