"""`ankunft check` as a real process: what makes an installation unfit is named, and nothing is changed."""

from __future__ import annotations

import json
import secrets
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.installations import Installation, installation

pytestmark = pytest.mark.django_db

TWICE = "0123456789abcdef" * 4
Found = dict[str, list[tuple[str, str]]]


def fit() -> dict[str, str]:
    """The environment of an installation in which nothing is wrong."""
    keys = {
        f"ANKUNFT_{name}": secrets.token_urlsafe(50) for name in ("SECRET_KEY", "DATA_KEYS", "INDEX_KEY", "TRAIL_KEY")
    }
    return {
        **keys,
        "ANKUNFT_PRODUCTION": "1",
        "ANKUNFT_HOSTS": "ankunft.so.example",
        "ANKUNFT_ORIGINS": "https://ankunft.so.example",
        "ANKUNFT_PROXIES": "1",
        "ANKUNFT_SMTP_URL": "smtp://mail.so.example",
        "ANKUNFT_MAIL_FROM": "ankunft@so.example",
        "ANKUNFT_METRICS_TOKEN": secrets.token_urlsafe(30),
    }


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    with installation(home, **fit()) as found:
        yield found


def checked(place: Installation) -> tuple[int, Found]:
    """The exit code and the findings by check."""
    result = place.run("check", "--json")
    assert result.stderr == ""
    found: Found = {}
    for one in json.loads(result.stdout):
        found.setdefault(one["check"], []).append((one["level"], one["sentence"]))
        assert one["level"] == "ok" or one["advice"], one
    return result.returncode, found


def levels(found: Found, check: str) -> set[str]:
    return {level for level, _sentence in found[check]}


def administered(place: Installation, count: int) -> None:
    for number in range(count):
        result = subprocess.run(
            [str(Path(subprocess.sys.executable)), "-c", ADMINISTRATOR, str(number)],
            env=place.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert result.returncode == 0, result.stderr


ADMINISTRATOR = """
import sys, django; django.setup()
from datetime import date
from ankunft.foundation.access import services
from ankunft.foundation.kernel.actor import Actor
operator = Actor.operator()
number = sys.argv[1]
account = services.account_open(email=f"admin-{number}@so.example", name=f"Demo-Admin {number}",
    password="a long sentence nobody knows", actor=operator)
place = services.organisation_ensure(code="betrieb", name="Betrieb", kind="operations", actor=operator)
services.role_grant(account=account, organisation=place, role="administrator", actor=operator,
    valid_from=date(2020, 1, 1))
"""


def test_an_installation_that_is_fit(place: Installation) -> None:
    assert place.run("audit", "verify").returncode == 0
    administered(place, 2)
    code, found = checked(place)
    faults = [sentence for told in found.values() for level, sentence in told if level == "fault"]
    # On the run's own PostgreSQL server the application is whoever set it up.
    assert [sentence for sentence in faults if "SUPERUSER" not in sentence] == []
    assert code == (1 if faults else 0)
    assert levels(found, "framework") == {"ok"}
    assert levels(found, "trail") == levels(found, "triggers") == levels(found, "keys") == {"ok"}
    assert levels(found, "second-factors") == {"warning"}
    assert "2 Konten" in found["second-factors"][0][1]


def test_nothing_is_changed_by_looking(tmp_path: Path) -> None:
    with installation(tmp_path, migrated=False, **fit()) as place:
        code, found = checked(place)
    assert code == 1
    assert found["database"][0][0] == "fault"
    assert "im Rückstand" in found["database"][0][1]
    assert "trail" not in found


@pytest.mark.parametrize(
    ("changes", "check", "words"),
    [
        ({"ANKUNFT_PRODUCTION": ""}, "production", "läuft nicht als Produktion"),
        ({"ANKUNFT_SECRET_KEY": "short"}, "keys", "ANKUNFT_SECRET_KEY ist zu kurz"),
        ({"ANKUNFT_SECRET_KEY": "x" * 80}, "keys", "zu kurz oder zu regelmässig"),
        ({"ANKUNFT_INDEX_KEY": TWICE, "ANKUNFT_TRAIL_KEY": TWICE}, "keys", "zwei Zwecken"),
        ({"ANKUNFT_SECRET_KEY": "", "ANKUNFT_PRODUCTION": ""}, "keys", "steht nicht in der Umgebung"),
        ({"ANKUNFT_HOSTS": ""}, "hosts", "keinen öffentlichen Namen"),
        ({"ANKUNFT_HOSTS": "*"}, "hosts", "beliebige Namen"),
        ({"ANKUNFT_ORIGINS": "https://elsewhere.example"}, "hosts", "nimmt Formulare von https://elsewhere.example an"),
        ({"ANKUNFT_SMTP_URL": ""}, "mail", "kein Mailserver"),
        ({"ANKUNFT_METRICS_TOKEN": "short"}, "metrics", "zu kurz"),
        ({"ANKUNFT_SECRET_KEY": ""}, "settings", "ANKUNFT_SECRET_KEY must be set"),
        ({"ANKUNFT_DATABASE_URL": "postgresql://nobody:secret@127.0.0.1:9/nothing"}, "database", "antwortet nicht"),
        ({"ANKUNFT_OIDC_ISSUER": "https://127.0.0.1:9", "ANKUNFT_OIDC_CLIENT_ID": "a"}, "provider", "antwortet nicht"),
    ],
)  # fmt: skip
def test_what_makes_it_unfit(place: Installation, changes: dict[str, str], check: str, words: str) -> None:
    place.environment.update(changes)
    code, found = checked(place)
    assert code == 1
    assert any(level == "fault" and words in sentence for level, sentence in found[check]), found.get(check)
    assert "secret@" not in str(found)


def test_an_open_folder_is_a_fault(place: Installation) -> None:
    place.home.chmod(0o755)
    code, found = checked(place)
    assert code == 1
    assert levels(found, "permissions") == {"fault"}


def test_a_folder_that_the_program_makes_is_closed(tmp_path: Path) -> None:
    with installation(tmp_path / "new", migrated=False) as place:
        assert place.run("audit", "verify").returncode == 0
        assert stat.S_IMODE(place.home.stat().st_mode) == 0o700


def test_people_read_sentences(place: Installation) -> None:
    result = place.run("check")
    assert result.returncode == 1
    lines = result.stdout.splitlines()
    assert all(line.startswith(("gut ", "WARNUNG ", "FEHLER ")) for line in lines[:-1])
    assert lines[-1].endswith(" Fehler.")


def test_the_demonstration_is_no_installation_for_production(place: Installation) -> None:
    place.environment["ANKUNFT_PRODUCTION"] = ""
    assert place.run("audit", "verify").returncode == 0
    opened = place.run("account", "--help")
    assert opened.returncode == 0
    demo = ADMINISTRATOR.replace("actor=operator)\nplace", "actor=operator, is_demo=True)\nplace")
    subprocess.run([subprocess.sys.executable, "-c", demo, "7"], env=place.environment, check=True)
    _code, found = checked(place)
    assert levels(found, "demonstration") == {"fault"}
