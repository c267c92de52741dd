"""Whether what is said of an interpreter fits together."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ..models import Interpreting
from ..values import Fault

PARTNER = "linguadukt"
LONGEST = {"interpreting_provider": 100, "interpreting_order": 60}


def is_partner(provider: str) -> bool:
    """Whether that is the contract partner, however it is written (KS 4.3.1)."""
    return PARTNER in provider.casefold()


def interpreting_faults(interpreting: str, provider: str, order: str) -> list[Fault]:
    """An unknown way, too long words, and an order without anybody who was ordered."""
    faults = []
    if interpreting not in Interpreting.values:
        faults.append(Fault("interpreting", _("Wählen Sie, wer dolmetscht.")))
    if interpreting == Interpreting.NONE and (provider.strip() or order.strip()):
        faults.append(
            Fault(
                "interpreting",
                _("Es ist eine Vermittlung oder Auftragsnummer angegeben, aber kein Dolmetscheinsatz gewählt."),
            )
        )
    if interpreting == Interpreting.PARTNER and provider.strip() and not is_partner(provider):
        faults.append(
            Fault(
                "interpreting_provider",
                _("«%(provider)s» ist nicht HEKS Linguadukt. Wählen Sie «anders organisiert».")
                % {"provider": provider.strip()},
            )
        )
    for field, value in (("interpreting_provider", provider), ("interpreting_order", order)):
        if len(value) > LONGEST[field]:
            faults.append(Fault(field, _("Höchstens %(most)s Zeichen.") % {"most": LONGEST[field]}))
    return faults
