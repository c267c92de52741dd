"""The file that a job made: encrypted where it lies, handed out for a day to whoever asked for it, then gone."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from ankunft.foundation.encryption import Undecipherable, decrypt_bytes, encrypt_bytes
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused

from . import registry
from .models import Job

FOLDER = "jobs"
KEPT = timedelta(days=1)


def keep(content: bytes) -> str:
    """Store what a job made; returns where."""
    return default_storage.save(f"{FOLDER}/{secrets.token_hex(16)}", ContentFile(encrypt_bytes(content)))


def is_there(job: Job) -> bool:
    """Whether the file that the job made can still be fetched."""
    return bool(job.result_file and job.finished_at and job.finished_at >= clock.now() - KEPT)


def fetch(*, job: Job, actor: Actor) -> bytes:
    """The file that the job made, in clear. The caller shows it to nobody but whoever asked for the job.

    Forbidden if that person may not see any more what is in it; Refused once it is gone, or where this version does
    not know that kind of job, and so not who may have its file.
    """
    kind = registry.get(job.kind)
    if kind is None:
        raise Refused(_("Diese Art von Auftrag gibt es in dieser Version nicht mehr. Bitte lösen Sie ihn neu aus."))
    if kind.may_fetch is not None:
        kind.may_fetch(job, actor).require()
    if not is_there(job):
        raise Refused(
            _("Die Datei ist nicht mehr da: Sie wird nach einem Tag gelöscht. Lösen Sie den Auftrag neu aus.")
        )
    try:
        with default_storage.open(job.result_file) as file:
            return decrypt_bytes(file.read())
    except (FileNotFoundError, Undecipherable) as error:
        raise Refused(_("Die Datei ist nicht mehr lesbar. Lösen Sie den Auftrag neu aus.")) from error


def name_of(job: Job) -> str:
    """Under which name the file is handed out."""
    return PurePath(job.result_name).name


def drop_old() -> None:
    """Forget the files that nobody can fetch any more; `recovery.tidy` removes what no job names."""
    old = Job.objects.filter(finished_at__lt=clock.now() - KEPT).exclude(result_file="")
    for job in old:
        default_storage.delete(job.result_file)
    old.update(result_file="")
