"""The proof that nobody altered the trail or the read log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from django.db import connection
from django.utils.translation import gettext as _

from ankunft.foundation.kernel import clock

from . import attested, deposit, protection, pruning, tail
from .chain import Sealed, broken_chain, read_entries
from .journals import JOURNALS, READS, Journal
from .models import JournalEvent
from .rows import Unreadable, fits, read
from .tail import Witness
from .wording import block, called

Progress = Callable[[int, int], None]
"""Told how many events are looked at, of how many."""
SAMPLE = 3


def first_broken() -> str | None:
    """The first place where a journal was altered, as a German sentence; None if both are whole."""
    return next(findings(), None)


def findings(progress: Progress | None = None) -> Iterator[str]:
    """Every place where a journal was altered, as German sentences.

    Found are: an event whose content no longer fits its keyed digest, is spelled otherwise or cannot be read; an
    inserted, copied or removed event, sealed or not (`tail`); an event whose digest was rewritten; a broken or removed
    block; a chain without the block that this installation knew as its last (`deposit`), or that an earlier
    verification found (`attested`); blocks of the read log that were removed otherwise than by `pruning`; missing or
    replaced triggers; a damaged SQLite file. Raises DatabaseError where the database itself cannot be read.
    """
    yield from _unprotected()
    counted = _Counted(progress, sum(journal.events.count() for journal in JOURNALS) if progress else 0)
    for journal in JOURNALS:
        start = journal.start()
        found = list(_altered(journal, counted))
        if journal.start() != start:
            # Somebody pruned meanwhile: what was missed is gone rightly.
            found = list(_altered(journal, counted))
        yield from found
    yield from _damage()


@dataclass(slots=True)
class _Counted:
    progress: Progress | None
    total: int
    done: int = 0

    def add(self) -> None:
        self.done += 1
        if self.progress and self.done % 1000 == 0:
            self.progress(min(self.done, self.total), self.total)


def _unprotected() -> Iterator[str]:
    if names := protection.missing(connection):
        yield _("Der Schreibschutz fehlt auf der Datenbank: %(names)s.") % {"names": ", ".join(names)}
    if names := protection.altered(connection):
        yield _("Der Schreibschutz auf der Datenbank wurde verändert: %(names)s.") % {"names": ", ".join(names)}


@dataclass(slots=True)
class _Known:
    """What is known of the events from elsewhere, and of the table what was read."""

    sealed: dict[int, Sealed]
    noted: dict[int, Witness]
    digests: dict[int, str] = field(default_factory=dict)


def _altered(journal: Journal, counted: _Counted) -> Iterator[str]:
    # Notes before entries before events before blocks: what is written meanwhile is then never looked for in vain.
    head = None
    try:
        head = deposit.read(journal)
    except deposit.Unreadable:
        yield _("Die Datei %(file)s mit dem letzten bekannten Block ist unlesbar.") % {"file": deposit.path(journal)}
    noted = tail.read(journal)
    entries = list(read_entries(journal))
    known = _Known({entry.event_id: entry for entry in entries if isinstance(entry, Sealed)}, noted)
    yield from (entry for entry in entries if isinstance(entry, str))
    yield from _wrong_key(journal)
    yield from _altered_events(journal, known, counted)
    yield from _copied_events(journal, known.digests)
    yield from _removed_events(journal, known)
    if journal is READS:
        yield from pruning.untold_marks()
    yield from broken_chain(journal, known.sealed)
    yield from attested.contradicted(journal)
    if head and not deposit.is_in_the_chain(journal, head.number, head.digest):
        yield _lost_head(journal, head)


def _wrong_key(journal: Journal) -> Iterator[str]:
    """Whether the first and the last events fail alike: then it is rather the key that is another one."""
    keys = list(journal.events.order_by("pk").values_list("pk", flat=True))
    sample = sorted({*keys[:SAMPLE], *keys[-SAMPLE:]})
    if len(sample) > SAMPLE and not any(_fits(journal, event) for event in read(journal.event, sample)):
        yield _("Kein geprüfter Eintrag passt zum Schlüssel der Spur (ANKUNFT_TRAIL_KEY). Ist es der richtige?")


def _altered_events(journal: Journal, known: _Known, counted: _Counted) -> Iterator[str]:
    for event in read(journal.event):
        counted.add()
        if isinstance(event, Unreadable):
            known.digests[event.pk] = ""
            yield _("%(event)s ist unlesbar.") % {"event": _best_name(journal, event, known)}
            continue
        known.digests[event.pk] = event.digest
        try:
            whole = fits(journal, event)
        except (AttributeError, TypeError, ValueError):
            yield _("%(event)s ist unlesbar.") % {"event": _best_name(journal, event, known)}
            continue
        sealed = known.sealed.get(event.pk)
        if not whole or (sealed and sealed.digest != event.digest):
            yield _of_altered(journal, event, known)
        elif (witness := known.noted.get(event.pk)) and witness.digest != event.digest:
            yield _("%(event)s wurde ausgetauscht.") % {"event": called(journal, witness)}


def _of_altered(journal: Journal, event: JournalEvent, known: _Known) -> str:
    values = {"event": called(journal, event)}
    if sealed := known.sealed.get(event.pk):
        values["block"] = block(journal, sealed.number)
        if sealed.digest != event.digest:
            return _("%(event)s aus %(block)s wurde verändert.") % values
        return _("%(event)s aus %(block)s wurde verändert oder eingefügt.") % values
    if event.pk in known.noted:
        return _("%(event)s wurde verändert.") % values
    return _("%(event)s wurde eingefügt oder, noch unversiegelt, verändert.") % values


def _best_name(journal: Journal, event: JournalEvent | Unreadable, known: _Known) -> str:
    return called(journal, known.noted.get(event.pk) or int(event.pk))


def _fits(journal: Journal, event: JournalEvent | Unreadable) -> bool:
    try:
        return not isinstance(event, Unreadable) and fits(journal, event)
    except (AttributeError, TypeError, ValueError):
        return False


def _copied_events(journal: Journal, digests: dict[int, str]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for event_id, digest in digests.items():
        original = seen.setdefault(digest, event_id) if digest else event_id
        if original != event_id:
            values = {"event": called(journal, event_id), "original": called(journal, original)}
            yield _("%(event)s ist eine Kopie von %(original)s.") % values


def _removed_events(journal: Journal, known: _Known) -> Iterator[str]:
    for event_id, sealed in known.sealed.items():
        if event_id not in known.digests:
            name = called(journal, known.noted.get(event_id) or event_id)
            yield _("%(event)s aus %(block)s wurde entfernt.") % {"event": name, "block": block(journal, sealed.number)}
    for event_id, witness in known.noted.items():
        if event_id not in known.digests and event_id not in known.sealed:
            yield _(
                "%(event)s wurde entfernt, noch unversiegelt. Haben Sie selbst eine ältere oder neue Datenbank "
                "eingesetzt, so entfernen Sie die Datei %(file)s."
            ) % {"event": called(journal, witness), "file": tail.path(journal)}


def _lost_head(journal: Journal, head: deposit.Head) -> str:
    return _(
        "%(block)s wurde entfernt oder ersetzt: versiegelt am %(day)s, mit der Prüfsumme %(digest)s. "
        "Haben Sie selbst eine ältere oder neue Datenbank eingesetzt, so entfernen Sie die Datei %(file)s."
    ) % {
        "block": block(journal, head.number),
        "day": head.moment.astimezone(clock.ZURICH).strftime("%d.%m.%Y um %H:%M"),
        "digest": head.digest,
        "file": deposit.path(journal),
    }


def _damage() -> Iterator[str]:
    """What SQLite says of its file: the indexes of the journals, and pages of other tables, can be damaged as well."""
    if connection.vendor != "sqlite":
        return
    questions = ["quick_check(1)", *(f"integrity_check('{journal.event._meta.db_table}')" for journal in JOURNALS)]
    with connection.cursor() as cursor:
        for question in questions:
            cursor.execute(f"PRAGMA {question}")
            [finding] = cursor.fetchone()
            if finding != "ok":
                yield _("Die Datenbankdatei ist beschädigt: %(finding)s") % {"finding": finding}
                return
