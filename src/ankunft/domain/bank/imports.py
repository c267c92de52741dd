"""Files of the bank: what the command line reads."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from .services import ReportResult, StatementResult, file_import


def import_bank_statement(*, path: Path, actor: Actor, dry_run: bool = False) -> StatementResult | ReportResult:
    """Take in a camt.053, camt.054 or pain.002 file. Refused if it is too big, or as `file_import` says."""
    if path.stat().st_size > settings.IMPORT_MAX_BYTES:
        raise Refused(
            _("Die Datei ist grösser als %(limit)s MB. Bitte teilen Sie sie auf.")
            % {"limit": settings.IMPORT_MAX_BYTES // 1024**2}
        )
    return file_import(content=path.read_bytes(), actor=actor, dry_run=dry_run)
