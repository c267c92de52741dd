"""A worker process is killed while the server has the mail and has not answered; another one starts."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import LazySettings

from ankunft.foundation.mail.models import MailState, OutgoingMail
from tests.foundation.mail.conftest import Put
from tests.support.installations import around_test_database, wait_until
from tests.support.smtp import Mailbox

pytestmark = pytest.mark.django_db(transaction=True)

PROCESS = Path(__file__).with_name("process.py")


def test_a_mail_is_sent_by_whoever_comes_after(box: Mailbox, put: Put, settings: LazySettings, tmp_path: Path) -> None:
    place = around_test_database(tmp_path)
    place = replace(
        place,
        environment={
            **place.environment,
            "ANKUNFT_SMTP_URL": settings.SMTP_URL,
            "ANKUNFT_MAIL_FROM": settings.MAIL_FROM,
            "ANKUNFT_DATA_KEYS": ",".join(settings.DATA_KEYS),
        },
    )
    mail = put(is_secret=True)
    box.holds = True
    processes: list[subprocess.Popen[str]] = []
    try:
        processes.append(place.start(sys.executable, PROCESS))
        wait_until(lambda: box.held)
        processes[0].send_signal(signal.SIGKILL)
        processes[0].wait()
        mail.refresh_from_db()
        assert (mail.state, mail.attempts) == (MailState.WAITING, 1)
        assert mail.text
        box.holds = False
        processes.append(place.start(sys.executable, PROCESS))
        wait_until(lambda: OutgoingMail.objects.get().state == MailState.SENT)
    finally:
        for process in processes:
            process.kill()
            process.communicate()
    assert {arrived["Message-ID"] for arrived in box.mails} == {f"<{mail.reference}@so.example>"}
    mail.refresh_from_db()
    assert (mail.attempts, mail.text) == (2, "")
