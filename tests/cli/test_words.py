"""What the command says of itself, and of calls that are wrong: in German, with exit code 2."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import Result

from ankunft.cli.main import main

ENGLISH = ("Usage", "Options", "Commands", "Show this", "required", "default", "Error", "Invalid", "Missing", "Try ")


def commands(command: click.Command = main, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from commands(child, (*path, name))


@pytest.mark.parametrize("path", list(commands()), ids=" ".join)
def test_every_command_explains_itself_in_german(ankunft: Callable[..., Result], path: tuple[str, ...]) -> None:
    result = ankunft(*path, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("Aufruf: ankunft")
    assert "Diese Hilfe zeigen." in result.stdout
    assert not [word for word in ENGLISH if word in result.stdout]


def test_the_commands_of_the_contract_are_there(ankunft: Callable[..., Result]) -> None:
    shown = ankunft("--help").stdout
    for name in ("serve", "demo", "load", "import", "settle", "run", "export", "explain", "account", "audit"):
        assert f"\n  {name} " in shown
    assert "worker" not in shown


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("settle", "JJJJ-03|JJJJ-09 fehlt."),
        ("settle 2025", "«2025» ist kein Monat."),
        ("settle 2025-13", "«2025-13» ist kein Monat."),
        ("settle 2025-05", "ist kein Zahlungsmonat"),
        ("settle 2025-03 --xml", "Die Option --xml gibt es nicht."),
        ("settle 2025-03 2025-09", "Zu viele Angaben: 2025-09."),
        ("pay", "Den Befehl «pay» gibt es nicht."),
        ("run pay 2025-03", "Den Befehl «pay» gibt es nicht."),
        ("run check 2025-03", "--as fehlt."),
        ("run check 2025-03 --as", "Die Option --as ist unvollständig"),
        ("load bern", "«bern» gibt es nicht. Möglich sind: solothurn."),
        ("import taxes file.csv", "«taxes» gibt es nicht."),
        ("import reports no-such-file.csv", "Die Datei «no-such-file.csv» gibt es nicht."),
        ("import reports .", "«.» ist keine Datei."),
        ("export settlement 2025-03", "--out fehlt."),
        ("export annual-report 2025-03 --out x", "«annual-report» gibt es nicht."),
        ("serve --port 99999", "«99999» ist keine Zahl von 1 bis 65535."),
        ("serve --port http", "«http» ist keine Zahl"),
        ("account add a@b.example --role x --bfs Olten", "«Olten» ist keine Zahl"),
        ("account add a@b.example", "--role fehlt."),
        ("explain", "VERWEIS fehlt."),
    ],
)
def test_a_wrong_call_is_told_apart(ankunft: Callable[..., Result], words: str, complaint: str) -> None:
    result = ankunft(*words.split())
    assert result.exit_code == 2
    assert complaint in result.stderr
    assert result.stderr.startswith("Falscher Aufruf: ")
    assert "Traceback" not in result.stderr
    assert result.stdout == ""


def test_without_a_command_the_help_is_shown(ankunft: Callable[..., Result]) -> None:
    result = ankunft()
    assert result.exit_code == 2
    assert "Befehle:" in result.stderr


def test_the_version_is_told(ankunft: Callable[..., Result]) -> None:
    result = ankunft("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("ankunft 0.")


def test_the_help_does_not_wait_for_the_application() -> None:
    code = "import sys, ankunft.cli.main; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path.cwd(), check=False).returncode == 0
