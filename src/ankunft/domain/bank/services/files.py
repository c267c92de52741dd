"""A file of the bank, whatever it is: what it says of the account, or what it says of an order."""

from __future__ import annotations

from ankunft.foundation.access.policy import can
from ankunft.foundation.documents.iso20022 import pain002
from ankunft.foundation.kernel.actor import Actor

from ..permissions import IMPORT_STATEMENT
from .importing import StatementResult, statement_import
from .reporting import ReportResult, report_import


def file_import(*, content: bytes, actor: Actor, dry_run: bool = False) -> StatementResult | ReportResult:
    """Take in a statement (camt.053), a notification (camt.054) or a status report (pain.002).

    Refused as `statement_import` and `report_import` say.
    """
    can(actor, IMPORT_STATEMENT).require()
    take_in = report_import if pain002.is_one(content) else statement_import
    return take_in(content=content, actor=actor, dry_run=dry_run)
