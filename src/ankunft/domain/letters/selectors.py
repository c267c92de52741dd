"""What people see of letters and of what became of them."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from ankunft.domain.settlement.models import START_INTEGRATION, Reclaim, RulingState, Run
from ankunft.domain.settlement.states import RELEASED
from ankunft.foundation.access.policy import visible_to
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from ankunft.foundation.kernel.errors import Refused
from ankunft.foundation.mail.attachments import Attachment
from ankunft.foundation.mail.models import MailState

from .models import Channel, Delivery, Letter, Letterhead, LetterKind

ATTACHMENT = "letters.letter"
"""Under which name the outbox knows letters."""

PDF = "application/pdf"
MOST_RECLAIMS = 100
STANDING = frozenset({RulingState.DECIDED, RulingState.CONTESTED, RulingState.FINAL})
"""The states of a reclaim that was decided and still asks for something."""

FIRST_DAY_OF_ZIP = (1980, 1, 1, 0, 0, 0)


class Occasion(NamedTuple):
    """What there are letters for, and how many of them; `title` is the scheme of a run if it is another one."""

    reference: str
    title: str
    letters: int


def letterhead_on(day: date) -> Letterhead | None:
    """In whose name letters are written on that day."""
    return Letterhead.objects.filter(valid_from__lte=day).order_by("-valid_from").first()


def letterhead_today() -> Letterhead:
    """The letterhead of today; Refused where nobody has entered one."""
    found = letterhead_on(clock.today())
    if found is None:
        raise Refused(_("Der Absender der Briefe fehlt. Erfassen Sie ihn zuerst unter «Briefe», «Absender»."))
    return found


def latest(letters: QuerySet[Letter]) -> QuerySet[Letter]:
    """Of each letter the one that holds: those that were replaced are left out."""
    same = Letter.objects.filter(
        kind=OuterRef("kind"), occasion=OuterRef("occasion"), municipality=OuterRef("municipality_id")
    )
    newest = Subquery(same.order_by("-number").values("number")[:1])
    return letters.annotate(newest=newest).filter(number=F("newest"))


def letters_of(actor: Actor, occasion: str) -> QuerySet[Letter]:
    """The letters of a payment month or year that hold, municipality with them, without their content."""
    about = Q(run__reference=occasion) | Q(run=None, occasion=occasion)
    return (
        latest(visible_to(actor, Letter).filter(about))
        .select_related("municipality")
        .defer("content", "data")
        .order_by("municipality__name", "kind")
    )


def letters_of_invoice(actor: Actor, number: str) -> QuerySet[Letter]:
    """The invoice and its reminders as letters that hold, as far as the actor sees them, in their order."""
    about = Q(kind=LetterKind.INVOICE, occasion=number) | Q(kind=LetterKind.REMINDER, occasion__startswith=f"{number}/")
    return latest(visible_to(actor, Letter).filter(about)).defer("content", "data").order_by("pk")


def own_letters(actor: Actor) -> QuerySet[Letter]:
    """The letters to the person's own municipalities, latest first."""
    return (
        latest(visible_to(actor, Letter))
        .select_related("municipality")
        .defer("content", "data")
        .order_by("-made_at", "municipality__name", "kind")
    )


def to_print(occasion: str) -> QuerySet[Delivery]:
    """What goes on paper and was not printed yet."""
    letters = latest(Letter.objects.filter(Q(run__reference=occasion) | Q(run=None, occasion=occasion)))
    return Delivery.objects.filter(letter__in=letters.values("pk"), channel=Channel.PRINT, printed_at=None)


def not_sent(occasion: str) -> QuerySet[Delivery]:
    """Mails that the server did not take, or that are withheld."""
    about = Q(letter__run__reference=occasion) | Q(letter__run=None, letter__occasion=occasion)
    return Delivery.objects.filter(about, mail__state__in=(MailState.FAILED, MailState.WITHHELD))


def content_of(letter: Letter) -> bytes:
    """The PDF as it was made; Refused if it is not the one whose digest was kept with it."""
    content = bytes(letter.content)
    if hashlib.sha256(content).hexdigest() != letter.sha256:
        raise Refused(
            _("Der Brief %(reference)s ist nicht mehr der, der erstellt wurde: Die Prüfsumme stimmt nicht.")
            % {"reference": letter.reference}
        )
    return content


def file_name(letter: Letter) -> str:
    """Under which name it is saved and sent."""
    return f"{letter.reference}.pdf"


def attachment_of(key: str) -> Attachment:
    """The letter of that reference as the outbox sends it; Refused if it is not there."""
    letter = Letter.objects.filter(reference=key).first()
    if letter is None:
        raise Refused(_("Den Brief %(reference)s gibt es nicht.") % {"reference": key})
    return Attachment(file_name(letter), PDF, content_of(letter))


def zip_of(letters: Iterable[Letter]) -> bytes:
    """The letters as one ZIP file. The same letters give the same bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for letter in letters:
            archive.writestr(zipfile.ZipInfo(file_name(letter), FIRST_DAY_OF_ZIP), content_of(letter))
    return target.getvalue()


def occasions(actor: Actor) -> list[Occasion]:
    """Released runs, the years of start.integration's and decided reclaims, latest first."""
    runs = list(visible_to(actor, Run).filter(state=RELEASED))
    dated = [(run.payment_month, run.reference, run.title) for run in runs]
    dated += [(year, year, "") for year in {run.payment_month[:4] for run in runs if run.scheme == START_INTEGRATION}]
    reclaims = visible_to(actor, Reclaim).filter(state__in=STANDING).order_by("-pk")[:MOST_RECLAIMS]
    found = [(reference, title) for _when, reference, title in sorted(dated, reverse=True)]
    found += [(reclaim.reference, "") for reclaim in reclaims]
    counts = dict(
        visible_to(actor, Letter)
        .annotate(about=Coalesce("run__reference", "occasion"))
        .order_by()
        .values_list("about")
        .annotate(count=Count("pk"))
    )
    return [Occasion(reference, title, counts.get(reference, 0)) for reference, title in found]


def title_of(actor: Actor, occasion: str) -> str:
    """What the scheme of a run is called, as far as the actor sees the run; empty for every other occasion."""
    return visible_to(actor, Run).filter(reference=occasion).values_list("title", flat=True).first() or ""


def unfinished(actor: Actor) -> list[tuple[str, int, int]]:
    """Occasions with mails that did not arrive, or with letters to print: how many of each."""
    rows = (
        visible_to(actor, Delivery)
        .filter(Q(mail__state=MailState.FAILED) | Q(channel=Channel.PRINT, printed_at=None))
        .annotate(about=Coalesce("letter__run__reference", "letter__occasion"))
        .order_by("about")
        .values_list("about")
        .annotate(
            failed=Count("pk", filter=Q(mail__state=MailState.FAILED)),
            paper=Count("pk", filter=Q(channel=Channel.PRINT)),
        )
    )
    return list(rows)
