"""How pages speak of occasions and of what became of a letter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from ankunft.domain.letters.models import Channel, Delivery
from ankunft.foundation.kernel.periods import Month
from ankunft.foundation.mail.models import MailState
from ankunft.web.settlement.words import month_words

KINDS: dict[str, str] = {
    MailState.WAITING: "info",
    MailState.SENT: "ok",
    MailState.FAILED: "bad",
    MailState.WITHHELD: "warning",
}
AGAIN = frozenset({MailState.FAILED, MailState.WITHHELD})


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of a letter to one function: state, its kind, and why not."""

    delivery: Delivery
    label: str
    kind: str
    reason: str = ""
    may_again: bool = False


def sent(delivery: Delivery) -> Sent:
    """The delivery in words; `mail` has to be with it."""
    mail = delivery.mail
    if delivery.channel == Channel.PRINT:
        if delivery.printed_at:
            return Sent(delivery, _("gedruckt"), "ok")
        return Sent(delivery, _("zu drucken"), "warning", may_again=True)
    if mail is None:
        return Sent(delivery, _("E-Mail, nicht mehr aufbewahrt"), "neutral")
    reason = str(mail.get_error_display()) if mail.error else ""
    return Sent(delivery, str(mail.get_state_display()), KINDS[mail.state], reason, mail.state in AGAIN)


def counted(deliveries: Iterable[Sent]) -> dict[str, int]:
    """How many of each state, by what they are called."""
    found: dict[str, int] = {}
    for one in deliveries:
        found[one.label] = found.get(one.label, 0) + 1
    return found


def occasion_words(occasion: str, title: str = "") -> str:
    """`Zahlungslauf März 2026`, `Jahr 2026 (Anhang 1)`, `Rückforderung F-12`.

    `title` is the scheme of a run that is not start.integration's: `Zahlungslauf März 2026, Schutzstatus S`.
    """
    if title:
        month = month_words(Month.parse(occasion[-len("2026-03") :]))
        return _("Zahlungslauf %(month)s, %(scheme)s") % {"month": month, "scheme": title}
    if occasion[:1].isalpha():
        return _("Rückforderung %(reference)s") % {"reference": occasion}
    if "-" in occasion:
        return _("Zahlungslauf %(month)s") % {"month": month_words(Month.parse(occasion))}
    return _("Jahr %(year)s (Anhang 1)") % {"year": occasion}
