"""The figures of the foundation for whoever watches the installation."""

from __future__ import annotations

from ankunft.foundation.audit.selectors import unsealed
from ankunft.foundation.gauges import Gauge, register
from ankunft.foundation.jobs.liveness import last_sign
from ankunft.foundation.jobs.models import Job, JobState
from ankunft.foundation.kernel import clock
from ankunft.foundation.mail.models import MailState, OutgoingMail

NO_WORKER = -1.0


def register_gauges() -> None:
    for gauge in (
        Gauge("ankunft_jobs_waiting", "Jobs that wait for a worker", lambda: _jobs(JobState.QUEUED)),
        Gauge("ankunft_jobs_running", "Jobs that a worker is at", lambda: _jobs(JobState.RUNNING)),
        Gauge("ankunft_jobs_failed", "Jobs that were given up or refused", lambda: _jobs(JobState.FAILED)),
        Gauge("ankunft_job_oldest_waiting_seconds", "How long the oldest waiting job has waited", _oldest_waiting),
        Gauge(
            "ankunft_worker_silent_seconds",
            "Since the last sign of life of a worker in this folder; -1 if there is none",
            _worker_silent,
        ),
        Gauge("ankunft_events_unsealed", "Events of the trail that are not in a block yet", lambda: unsealed().count()),
        Gauge("ankunft_mails_waiting", "Mails in the outbox", lambda: _mails(MailState.WAITING)),
        Gauge("ankunft_mails_failed", "Mails that could not be delivered", lambda: _mails(MailState.FAILED)),
    ):
        register(gauge)


def _jobs(state: JobState) -> int:
    return Job.objects.filter(state=state).count()


def _mails(state: MailState) -> int:
    return OutgoingMail.objects.filter(state=state).count()


def _oldest_waiting() -> float:
    oldest = Job.objects.filter(state=JobState.QUEUED).order_by("pk").values_list("created_at", flat=True).first()
    return (clock.now() - oldest).total_seconds() if oldest else 0.0


def _worker_silent() -> float:
    sign = last_sign()
    return (clock.machine_now() - sign).total_seconds() if sign else NO_WORKER
