"""Sending letters: to each function once, by mail where an address is known, else on paper."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from ankunft.domain.territory import readings as territory
from ankunft.foundation.access.policy import can
from ankunft.foundation.audit.services import Entry, record
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.mail.models import MailState, OutgoingMail
from ankunft.foundation.mail.services import mail_again, mail_put
from ankunft.foundation.turns import in_turn

from ..models import Channel, Delivery, Letter
from ..permissions import SEND
from ..selectors import ATTACHMENT, to_print
from .making import FUNCTIONS

MAIL_KIND = "letter"


@transaction.atomic
def letter_send(*, letter: Letter, actor: Actor) -> int:
    """Put the letter into the outbox for each function that has not got it yet; returns to how many it goes.

    A function without an address of mail gets it on paper. Two functions with one address get one mail. Refused for a
    letter that was replaced.
    """
    can(actor, SEND).require()
    in_turn(f"letters.send:{letter.reference}")
    same = Letter.objects.filter(kind=letter.kind, occasion=letter.occasion, municipality=letter.municipality_id)
    if same.filter(number__gt=letter.number).exists():
        raise Refused(_("Der Brief %(reference)s ist ersetzt und wird nicht mehr versendet.") % {
            "reference": letter.reference,
        })  # fmt: skip
    known = {one.function: one for one in Delivery.objects.filter(letter=letter).select_related("mail")}
    mails = {one.mail.to.lower(): one.mail for one in known.values() if one.mail}
    addresses = territory.emails_on([letter.municipality_id], FUNCTIONS, clock.today())
    missing = [function for function in FUNCTIONS if function not in known]
    for function in missing:
        address = addresses.get((letter.municipality_id, function), "")
        mail = mails.get(address.lower()) or _put(letter, address, actor) if address else None
        if mail:
            mails[address.lower()] = mail
        channel = Channel.MAIL if mail else Channel.PRINT
        Delivery.objects.create(letter=letter, function=function, channel=channel, mail=mail, created_at=clock.now())
    if missing:
        _record(actor, letter, "send", f"Brief {letter.reference} zum Versand gegeben.", len(missing))
    return len(missing)


@transaction.atomic
def delivery_again(*, delivery: Delivery, actor: Actor) -> None:
    """Send once more what the server did not take, to the address of today; or by mail what was to be printed.

    Refused where there is no address, and where the mail is on its way or has arrived.
    """
    can(actor, SEND).require()
    in_turn(f"letters.send:{delivery.letter.reference}")
    delivery.refresh_from_db()
    letter, mail = delivery.letter, delivery.mail
    key = (letter.municipality_id, delivery.function)
    address = territory.emails_on([letter.municipality_id], [delivery.function], clock.today()).get(key, "")
    if not address:
        raise Refused(_("Für diese Funktion ist keine E-Mail-Adresse erfasst. Drucken Sie den Brief."))
    if delivery.printed_at is not None:
        raise Refused(_("Dieser Brief ist schon gedruckt."))
    if mail is not None and mail.state in (MailState.WAITING, MailState.SENT):
        raise Refused(_("Diese Nachricht ist unterwegs oder gesendet. Laden Sie die Seite neu."))
    if mail is not None and mail.to == address and mail.text:
        mail_again(mail=mail, actor=actor)
    else:
        fresh = _put(letter, address, actor)
        Delivery.objects.filter(pk=delivery.pk).update(mail=fresh, channel=Channel.MAIL)
    _record(actor, letter, "again", f"Brief {letter.reference} noch einmal zum Versand gegeben.", 1)


@transaction.atomic
def deliveries_print(*, occasion: str, actor: Actor) -> int:
    """Note that what goes on paper is printed; returns how many letters to functions that are."""
    can(actor, SEND).require()
    waiting = list(to_print(occasion).values_list("pk", flat=True))
    done = Delivery.objects.filter(pk__in=waiting, printed_at=None).update(
        printed_at=clock.now(), printed_by=actor.label
    )
    if done:
        record(
            actor,
            Entry("letters.print", "letters.occasion", occasion, "Briefe gedruckt.", after={"deliveries": done}),
        )
    return done


def _put(letter: Letter, address: str, actor: Actor) -> OutgoingMail:
    text = "\n".join(
        [
            "Guten Tag",
            "",
            f"Im Anhang finden Sie: {letter.title}.",
            "Denselben Brief finden Sie in Ankunft unter «Briefe».",
            "",
            "Freundliche Grüsse",
        ]
    )
    return mail_put(
        to=address,
        subject=letter.title,
        text=text,
        kind=MAIL_KIND,
        actor=actor,
        attachment=f"{ATTACHMENT}:{letter.reference}",
    )


def _record(actor: Actor, letter: Letter, action: str, sentence: str, count: int) -> None:
    record(
        actor,
        Entry(f"letters.letter.{action}", "letters.letter", letter.reference, sentence, after={"deliveries": count}),
    )
