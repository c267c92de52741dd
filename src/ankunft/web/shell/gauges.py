"""The figures of the foundation for whoever watches the installation."""

from __future__ import annotations

from ankunft.foundation import vitals
from ankunft.foundation.gauges import Gauge, register
from ankunft.foundation.jobs.models import JobState
from ankunft.foundation.mail.models import MailState


def register_gauges() -> None:
    for gauge in (
        Gauge("ankunft_jobs_waiting", "Jobs that wait for a worker", lambda: vitals.jobs_in(JobState.QUEUED)),
        Gauge("ankunft_jobs_running", "Jobs that a worker is at", lambda: vitals.jobs_in(JobState.RUNNING)),
        Gauge("ankunft_jobs_failed", "Jobs that were given up or refused", lambda: vitals.jobs_in(JobState.FAILED)),
        Gauge(
            "ankunft_job_oldest_waiting_seconds",
            "How long the oldest waiting job has waited",
            lambda: vitals.oldest_waiting_job().value,
        ),
        Gauge(
            "ankunft_worker_silent_seconds",
            "Since the last sign of life of a worker in this folder; -1 if there is none",
            lambda: vitals.worker_silence().value,
        ),
        Gauge(
            "ankunft_events_unsealed",
            "Events of the trail that are not in a block yet",
            lambda: vitals.unsealed_events().value,
        ),
        Gauge("ankunft_mails_waiting", "Mails in the outbox", lambda: vitals.mails_in(MailState.WAITING)),
        Gauge("ankunft_mails_failed", "Mails that could not be delivered", lambda: vitals.mails_failed().value),
        Gauge("ankunft_room_free_bytes", "Free where the installation lies", lambda: vitals.room().value),
    ):
        register(gauge)
