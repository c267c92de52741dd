"""`ankunft audit verify`: exit 1 and the broken places if the trail was altered. `ankunft audit head`: to deposit."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from django.db import connection

from ankunft.foundation.audit import deposit, protection
from ankunft.foundation.audit.journals import TRAIL
from ankunft.foundation.audit.models import Event, Seal, SealEntry

pytestmark = pytest.mark.django_db(transaction=True)

Ankunft = Callable[..., Result]


def test_a_whole_trail(ankunft: Ankunft) -> None:
    ankunft("account", "add", "a@so.example", "--role", "auditor")
    result = ankunft("audit", "verify")
    assert result.exit_code == 0, result.stderr
    assert "unversehrt: 3 Ereignisse, 1 Blöcke" in result.stdout


def test_where_nobody_knows_the_head_that_is_said(ankunft: Ankunft) -> None:
    ankunft("account", "add", "a@so.example", "--role", "auditor")
    assert "Hinweis" not in ankunft("audit", "verify").stdout
    deposit.path(TRAIL).unlink()
    result = ankunft("audit", "verify")
    assert result.exit_code == 0
    assert f"Hinweis: Die Datei {deposit.path(TRAIL)} mit dem letzten bekannten Block fehlt." in result.stdout


def test_an_altered_event_is_named(ankunft: Ankunft) -> None:
    ankunft("account", "add", "a@so.example", "--role", "auditor")
    event = Event.objects.earliest("pk")
    protection.remove(connection)
    Event.objects.filter(pk=event.pk).update(summary="Konto b@so.example eröffnet.")
    protection.install(connection)
    result = ankunft("audit", "verify")
    assert result.exit_code == 1
    assert f"Ereignis {event.pk}" in result.stderr
    assert "Traceback" not in result.stderr


def test_missing_protection_is_named(ankunft: Ankunft) -> None:
    protection.remove(connection)
    result = ankunft("audit", "verify")
    protection.install(connection)
    assert result.exit_code == 1
    assert "Schreibschutz" in result.stderr


class TestHead:
    """The head of both chains, deposited elsewhere, and proved later."""

    @pytest.fixture(autouse=True)
    def _block(self, ankunft: Ankunft) -> None:
        ankunft("account", "add", "a@so.example", "--role", "auditor")

    def test_it_says_number_digest_time_and_counts(self, ankunft: Ankunft) -> None:
        last = Seal.objects.get()
        shown = ankunft("audit", "head").stdout
        assert "Spur: Block 1, versiegelt am " in shown
        assert f"Prüfsumme {last.digest}" in shown
        assert "Einträge: 3, davon noch nicht versiegelt: 0" in shown
        assert "Leseprotokoll: Block 0, ohne Block" in shown

    def test_the_same_for_programs(self, ankunft: Ankunft) -> None:
        last = Seal.objects.get()
        heads = json.loads(ankunft("audit", "head", "--json").stdout)
        trail = {
            "number": 1,
            "digest": last.digest,
            "sealed_at": last.sealed_at.isoformat(),
            "events": 3,
            "unsealed": 0,
        }
        assert heads["trail"] == trail
        assert heads["reads"]["number"] == 0

    @pytest.mark.parametrize("form", [(), ("--json",)])
    def test_a_deposited_file_is_proved(self, ankunft: Ankunft, tmp_path: Path, form: tuple[str, ...]) -> None:
        file = tmp_path / "kopf.txt"
        file.write_text("Sehr geehrte Damen und Herren\r\n\r\n" * (not form) + ankunft("audit", "head", *form).stdout)
        ankunft("account", "add", "b@so.example", "--role", "auditor")
        result = ankunft("audit", "verify", "--head", file)
        assert result.exit_code == 0, result.stderr
        assert "Der hinterlegte Kopf ist in der Kette" in result.stdout

    def test_a_bare_digest_is_proved(self, ankunft: Ankunft) -> None:
        assert ankunft("audit", "verify", "--head", Seal.objects.get().digest).exit_code == 0

    def test_another_chain_is_found_out(self, ankunft: Ankunft, tmp_path: Path) -> None:
        """Somebody with database and folder began the whole trail anew, and it is whole in itself."""
        file = tmp_path / "kopf.txt"
        file.write_text(ankunft("audit", "head").stdout)
        protection.remove(connection)
        for model in (SealEntry, Seal, Event):
            model.objects.all().delete()
        protection.install(connection)
        deposit.path(TRAIL).unlink()
        ankunft("account", "add", "b@so.example", "--role", "auditor")
        assert ankunft("audit", "verify").exit_code == 0
        result = ankunft("audit", "verify", "--head", file)
        assert result.exit_code == 1
        assert "Der hinterlegte Kopf ist nicht in der Kette (Spur, Block 1, " in result.stderr

    def test_what_is_neither_file_nor_digest_is_refused(self, ankunft: Ankunft, tmp_path: Path) -> None:
        file = tmp_path / "brief.txt"
        file.write_text("Guten Tag")
        for words in ("abc", str(file), str(tmp_path)):
            result = ankunft("audit", "verify", "--head", words)
            assert result.exit_code == 1
            assert "ist weder eine Prüfsumme" in result.stderr


def test_every_damaged_place_is_named(ankunft: Ankunft) -> None:
    ankunft("account", "add", "a@so.example", "--role", "auditor")
    first, second, _third = Event.objects.order_by("pk")
    protection.remove(connection)
    Event.objects.filter(pk=first.pk).update(address="192.0.2.1")
    Event.objects.filter(pk=second.pk).delete()
    protection.install(connection)
    sentences = ankunft("audit", "verify").stderr
    assert f"Ereignis {first.pk} ({first.action}, " in sentences
    assert f"Ereignis {second.pk} aus Block 1 wurde entfernt." in sentences
