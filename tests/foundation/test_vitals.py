"""How the installation does: judged once, and the check, the page and the metrics say the same."""

from __future__ import annotations

import shutil
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

import pytest

from ankunft.cli.fitness import folder, services
from ankunft.foundation import vitals
from ankunft.foundation.fitness import Level
from ankunft.foundation.gauges import all_gauges
from ankunft.foundation.jobs.liveness import Liveness
from ankunft.foundation.jobs.models import Job
from ankunft.foundation.kernel import clock
from ankunft.foundation.mail.models import MailState, OutgoingMail
from ankunft.web.administration import health

pytestmark = pytest.mark.django_db
GB = 1024**3
Usage = namedtuple("Usage", "total used free")


def gauge(name: str) -> float:
    (found,) = (one for one in all_gauges() if one.name == name)
    return found.read()


def shown(label: str) -> str:
    (found,) = (sign for sign in health.signs() if str(sign.label) == label)
    return found.kind


@pytest.mark.parametrize(
    ("free", "level"), [(GB - 1, "fault"), (GB, "warning"), (5 * GB - 1, "warning"), (5 * GB, "ok")]
)
def test_room(monkeypatch: pytest.MonkeyPatch, free: int, level: Level) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: Usage(0, 0, free))
    assert vitals.room() == vitals.Vital(free, level)
    assert gauge("ankunft_room_free_bytes") == free
    assert [finding.level for finding in folder.room()] == [level]
    assert shown("Speicherplatz") == health.KINDS[level]


@pytest.mark.parametrize(("minutes", "level"), [(9, "ok"), (11, "warning")])
def test_a_job_that_waits(minutes: int, level: Level) -> None:
    Job.objects.create(kind="demo", account_label="Demo", created_at=clock.now() - timedelta(minutes=minutes))
    assert vitals.oldest_waiting_job().level == level
    assert gauge("ankunft_job_oldest_waiting_seconds") == pytest.approx(minutes * 60, abs=5)
    sentences = [finding.sentence for finding in services.worker()]
    assert any(f"seit {minutes} Minuten" in one for one in sentences) == (level != "ok")
    assert shown("Aufträge") == health.KINDS[level]


def test_a_worker_that_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    assert vitals.worker_silence() == vitals.Vital(vitals.NO_WORKER, "fault")
    alive = Liveness()
    try:
        alive.sign()
        assert vitals.worker_silence().is_well
        assert [finding.level for finding in services.worker()] == ["ok"]
        assert shown("Prozess für Aufträge") == health.GREEN
        monkeypatch.setattr(vitals, "WORKER_QUIET", timedelta(0))
        assert [finding.level for finding in services.worker()] == ["warning"]
        assert shown("Prozess für Aufträge") == health.RED
    finally:
        alive.close()


def test_a_worker_that_ends_while_one_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "glob", lambda self, _pattern: [self / "gone.lock"])
    assert vitals.worker_silence() == vitals.Vital(vitals.NO_WORKER, "fault")


def test_events_without_a_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    assert vitals.unsealed_events().is_well
    monkeypatch.setattr(vitals, "UNSEALED_MOST", -1)
    assert not vitals.unsealed_events().is_well
    assert shown("Protokoll") == health.AMBER


def test_mails_that_failed() -> None:
    assert vitals.mails_failed().is_well
    OutgoingMail.objects.create(
        kind="demo", state=MailState.FAILED, created_at=clock.now(), not_before=clock.machine_now()
    )
    assert vitals.mails_failed() == vitals.Vital(1, "warning")
    assert gauge("ankunft_mails_failed") == 1
    assert shown("Post") == health.AMBER


def test_a_database_that_is_up_to_date() -> None:
    assert vitals.missing_migrations() == vitals.Vital(0)
