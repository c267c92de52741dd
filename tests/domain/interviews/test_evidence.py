"""Signed confirmations: only what they may be, unreadable where they lie, and gone when they are taken away."""

from __future__ import annotations

import os
import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import TestCase

from ankunft.domain.interviews import evidence_files, services
from ankunft.domain.interviews.models import Evidence
from ankunft.foundation.access import wall
from ankunft.foundation.audit.models import Event, ReadEvent
from ankunft.foundation.kernel.decision import Forbidden
from ankunft.foundation.kernel.errors import Refused
from tests.domain.interviews.making import PDF, again, arrived, family, held, planned, verdicts
from tests.support.people import actor_with

JPEG, PNG = b"\xff\xd8\xff\xe0 Bild", b"\x89PNG\r\n\x1a\n Bild"


@pytest.fixture
def interview(town, officer):
    return held(family(town, 2), officer)


def stored(files):
    return [path for path in files.rglob("*") if path.is_file()] if files.exists() else []


@pytest.mark.parametrize(
    ("content", "media_type"), [(PDF, "application/pdf"), (JPEG, "image/jpeg"), (PNG, "image/png")]
)
def test_kept_encrypted_under_a_random_name(interview, officer, files, content, media_type):
    evidence = services.evidence_add(
        interview=interview, file_name="C:\\Scans\\Demo-Haddad.pdf", content=content, actor=officer
    )
    assert (evidence.media_type, evidence.file_name, evidence.size) == (media_type, "Demo-Haddad.pdf", len(content))
    (path,) = stored(files)
    assert path.name == evidence.stored_as
    assert "Haddad" not in str(path)
    assert content not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert services.evidence_open(evidence=evidence, actor=officer) == content
    assert verdicts(interview)[0] == "counts"


def test_opening_is_a_reading_of_everybody(interview, officer):
    evidence = services.evidence_add(interview=interview, file_name="a.pdf", content=PDF, actor=officer)
    before = ReadEvent.objects.count()
    services.evidence_open(evidence=evidence, actor=officer)
    assert ReadEvent.objects.count() == before + 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "leer"),
        (b"<html><script>", "PDF-Datei oder ein Bild"),
        (b"MZ\x90", "PDF-Datei oder ein Bild"),
        (b"GIF89a", "PDF-Datei oder ein Bild"),
        (b" %PDF-1.7", "PDF-Datei oder ein Bild"),
        (PDF + b"x" * 2000, "grösser als"),
    ],
)
def test_anything_else_is_refused(interview, officer, files, settings, content, sentence):
    settings.EVIDENCE_MAX_BYTES = 1024
    with pytest.raises(Refused, match=sentence):
        services.evidence_add(interview=interview, file_name="a.pdf", content=content, actor=officer)
    assert not stored(files)
    assert not Evidence.objects.exists()


def test_twice_and_too_early(interview, officer, town, files):
    services.evidence_add(interview=interview, file_name="a.pdf", content=PDF, actor=officer)
    with pytest.raises(Refused, match="schon abgelegt"):
        services.evidence_add(interview=interview, file_name="b.pdf", content=PDF, actor=officer)
    services.evidence_on_paper(interview=interview, actor=officer)
    with pytest.raises(Refused, match="schon festgehalten"):
        services.evidence_on_paper(interview=interview, actor=officer)
    with pytest.raises(Refused, match="durchgeführt wurde"):
        services.evidence_add(interview=planned([arrived(town)]), file_name="a.pdf", content=PDF, actor=officer)
    assert len(stored(files)) == 1


def test_nothing_lies_around_when_storing_fails(interview, officer, files, monkeypatch):
    monkeypatch.setattr(services.evidence, "told", lambda *_a, **_k: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        services.evidence_add(interview=interview, file_name="a.pdf", content=PDF, actor=officer)
    assert not stored(files)


def test_taken_away(interview, officer, files):
    evidence = services.evidence_add(interview=interview, file_name="a.pdf", content=PDF, actor=officer)
    with pytest.raises(Refused, match="warum"):
        services.evidence_remove(evidence=evidence, reason="", actor=officer)
    with TestCase.captureOnCommitCallbacks(execute=True):
        services.evidence_remove(evidence=evidence, reason="Demo-Haddad hat nicht unterschrieben", actor=officer)
    assert not stored(files)
    assert evidence.removed_reason.startswith("Demo-Haddad")
    assert verdicts(interview)[0] == "no_evidence"
    with pytest.raises(Refused, match="keine Datei"):
        services.evidence_open(evidence=evidence, actor=officer)
    with pytest.raises(Refused, match="schon weggenommen"):
        services.evidence_remove(evidence=evidence, reason="x", actor=officer)
    told = Event.objects.get(action="interviews.interview.evidence_remove")
    assert "Haddad" not in f"{told.reason}{told.after}{told.summary}"
    # Another file may take its place.
    services.evidence_add(interview=again(interview), file_name="a.pdf", content=PDF, actor=officer)
    assert verdicts(interview)[0] == "counts"


def test_altered_or_lost(interview, officer, files):
    evidence = services.evidence_add(interview=interview, file_name="a.pdf", content=PDF, actor=officer)
    (path,) = stored(files)
    path.write_bytes(b"x" + path.read_bytes())
    with pytest.raises(Refused, match="nicht mehr lesbar"):
        services.evidence_open(evidence=evidence, actor=officer)
    path.unlink()
    with pytest.raises(Refused, match="nicht mehr lesbar"):
        services.evidence_open(evidence=evidence, actor=officer)
    with pytest.raises(ValueError, match="not a name"):
        evidence_files.read("../settings.py")


def test_nobody_else_gets_at_it(interview, officer, stranger):
    evidence = services.evidence_add(interview=interview, file_name="a.pdf", content=PDF, actor=officer)
    for actor in (
        stranger,
        actor_with("coordination"),
        actor_with("auditor"),
        actor_with("strategic_lead", "bfs-2601"),
    ):
        with pytest.raises(Forbidden):
            services.evidence_open(evidence=evidence, actor=actor)
        with pytest.raises(Forbidden):
            services.evidence_add(interview=interview, file_name="b.png", content=PNG, actor=actor)


def aged(path, age):
    then = time.time() - age.total_seconds()
    os.utime(path, (then, then))


class TestStrays:
    """Files whose record was undone together with the transaction around it."""

    def test_what_was_undone_is_removed_after_a_week(self, interview, officer, files):
        kept = services.evidence_add(interview=interview, file_name="a.pdf", content=PDF, actor=officer)
        with transaction.atomic():
            services.evidence_add(interview=interview, file_name="b.pdf", content=PDF + b"2", actor=officer)
            transaction.set_rollback(True)
        assert len(stored(files)) == 2, "the file outlives its record"
        assert services.evidence_tidy() == 0, "somebody may still be at it"
        for path in stored(files):
            aged(path, services.strays.STRAY_AFTER + timedelta(hours=1))
        assert services.evidence_tidy() == 1
        (left,) = stored(files)
        assert left.name == kept.stored_as
        assert services.evidence_open(evidence=kept, actor=officer) == PDF
        assert services.evidence_tidy() == 0

    def test_what_was_left_half_written_goes_and_nothing_else(self, files):
        (files / "ab").mkdir(parents=True)
        half, foreign = files / "ab" / f"ab{'0' * 38}.part", files / "ab" / "liesmich.txt"
        for path in (half, foreign):
            path.write_bytes(b"x")
            aged(path, timedelta(days=30))
        assert services.evidence_tidy() == 1
        assert stored(files) == [foreign]

    def test_behind_the_closed_wall_nothing_looks_like_a_stray(self, interview, officer, files):
        services.evidence_add(interview=interview, file_name="a.pdf", content=PDF, actor=officer)
        aged(*stored(files), timedelta(days=30))
        with wall.closed():
            assert services.evidence_tidy() == 0
        assert len(stored(files)) == 1

    def test_without_a_folder_there_is_nothing_to_do(self, files):
        assert services.evidence_tidy() == 0
