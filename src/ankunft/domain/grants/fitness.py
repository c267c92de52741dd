"""What `ankunft check` looks at here: whether what was signed is what is kept."""

from __future__ import annotations

from collections.abc import Iterator

from ankunft.foundation.fitness import Check, Finding, fault, ok

from .models import Submission
from .submission_rules import checksum


def submissions() -> Iterator[Finding]:
    """Every application and report that was signed has the content of its checksum."""
    unaltered = 0
    for one in Submission.objects.select_related("project").order_by("project", "kind", "number").iterator():
        if checksum(one.content) == one.sha256:
            unaltered += 1
            continue
        yield fault(
            f"{one.get_kind_display()} {one.project.reference}, Fassung {one.number}, ist nicht mehr, was "
            "unterzeichnet wurde: Die Prüfsumme stimmt nicht.",
            "Ändern Sie nichts, sichern Sie die Datenbank und benachrichtigen Sie die Revision.",
        )
    if unaltered:
        yield ok(f"{unaltered} unterzeichnete Gesuche und Schlussberichte sind unverändert.")


CHECKS = (Check("grants.submissions", submissions),)
