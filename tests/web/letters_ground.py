"""Letters for the table of permissions: one to the own municipality, one to a foreign one, neither sent by mail."""

from __future__ import annotations

from datetime import date

from ankunft.domain.letters.models import Channel, Delivery, Letter
from ankunft.domain.letters.services import letterhead_set
from ankunft.domain.settlement.models import Run
from ankunft.domain.territory.models import Municipality
from ankunft.foundation.kernel import clock
from ankunft.foundation.kernel.actor import Actor
from tests.web.permission_ground import FOREIGN, OWN, RELEASED_MONTH, Data

OCCASION = {"occasion": RELEASED_MONTH}
SENT = 9_000_001
LETTER = {"letter": f"ZA-{RELEASED_MONTH}-{OWN}"}
DELIVERY = {"delivery": SENT}
PARTS = {"authority": "Demo", "office": "Demo", "street": "Demo", "postcode": "4509", "town": "Demo"}
LETTERHEAD: Data = {**PARTS, "valid_from": "01.01.2027"}
# Of no content at all.
EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def foreign(reference: object) -> str:
    """The letter of the same kind to the foreign municipality."""
    return str(reference).replace(str(OWN), str(FOREIGN))


def prepare() -> None:
    """A letterhead, and a letter of the released run to both municipalities, to be printed."""
    letterhead_set(valid_from=date(2017, 1, 1), parts=PARTS, actor=Actor.operator())
    run = Run.objects.get(payment_month=RELEASED_MONTH)
    for number in (OWN, FOREIGN):
        letter = Letter.objects.create(
            reference=f"ZA-{RELEASED_MONTH}-{number}",
            kind="payment_notice",
            occasion=RELEASED_MONTH,
            run=run,
            municipality=Municipality.objects.get(bfs_number=number),
            title="Demo",
            made_at=clock.now(),
            made_by="Demo",
            template="0",
            data='{"blocks":[],"recipient":[],"written_on":"","sender":{"office":"Demo"},"bill":null}',
            content=b"",
            sha256=EMPTY,
        )
        pk = SENT if number == OWN else SENT + 1
        Delivery.objects.create(
            pk=pk, letter=letter, function="integration_officer", channel=Channel.PRINT, created_at=clock.now()
        )
