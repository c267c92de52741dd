"""How a change of account is told: its steps, its states, and the old account beside the new one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from stdnum import iban

from ankunft.domain.territory import permissions
from ankunft.domain.territory.models import AccountChange
from ankunft.foundation.workflow.proposals import ProposalState

from .forms import Asked

CHANGE_KINDS: dict[str, str] = {
    ProposalState.PROPOSED: "info",
    ProposalState.CONFIRMED: "ok",
    ProposalState.WITHDRAWN: "neutral",
    ProposalState.REFUSED: "bad",
}


@dataclass(frozen=True, slots=True)
class ChangeStep:
    """A button on the page of a change, and the page that asks once; `asked` None: nothing is to be written."""

    slug: str
    action: str
    button: Promise
    title: Promise
    intro: Promise
    done: Promise
    asked: Asked | None = None
    primary: bool = False


CHANGE_STEPS = {
    one.slug: one
    for one in (
        ChangeStep(
            "zurueckziehen",
            permissions.WITHDRAW_ACCOUNT,
            gettext_lazy("Zurückziehen"),
            gettext_lazy("Vorgeschlagenes Konto zurückziehen"),
            gettext_lazy("Das vorgeschlagene Konto wird nicht verwendet. Das bisherige gilt weiter."),
            gettext_lazy("Das vorgeschlagene Konto ist zurückgezogen."),
        ),
        ChangeStep(
            "ablehnen",
            permissions.REFUSE_ACCOUNT,
            gettext_lazy("Ablehnen"),
            gettext_lazy("Vorgeschlagenes Konto ablehnen"),
            gettext_lazy("Das vorgeschlagene Konto wird nicht verwendet. Die Gemeinde liest die Begründung."),
            gettext_lazy("Das vorgeschlagene Konto ist abgelehnt."),
            Asked(
                gettext_lazy("Begründung"),
                gettext_lazy("Die Gemeinde liest sie."),
                gettext_lazy("Sagen Sie, warum das Konto nicht verwendet wird."),
            ),
        ),
        ChangeStep(
            "bestaetigen",
            permissions.CONFIRM_ACCOUNT,
            gettext_lazy("Bestätigen"),
            gettext_lazy("Vorgeschlagenes Konto bestätigen"),
            gettext_lazy(
                "Ab dem genannten Tag bezahlt der Kanton auf das neue Konto. Fragen Sie bei der Gemeinde nach, über "
                "eine Nummer, die Sie schon vorher hatten."
            ),
            gettext_lazy("Das Konto ist bestätigt."),
            Asked(
                gettext_lazy("Wie geprüft wurde, dass das Konto der Gemeinde gehört"),
                gettext_lazy("Zum Beispiel: Rückruf bei der Finanzverwaltung, mit wem und wann."),
                gettext_lazy("Sagen Sie, wie Sie das Konto geprüft haben."),
            ),
            primary=True,
        ),
    )
}


class Compared(NamedTuple):
    """One part of an account: as it is, and as it shall be."""

    label: str
    old: str
    new: str

    @property
    def differs(self) -> bool:
        return self.old != self.new


def compared(change: AccountChange) -> list[Compared]:
    """The account in force when the change was proposed, part by part, beside the proposed one."""
    parts = (
        (_("IBAN"), "iban"),
        (_("Kontoinhaberin"), "name"),
        (_("Strasse"), "street"),
        (_("Hausnummer"), "house_number"),
        (_("Postleitzahl"), "postcode"),
        (_("Ort"), "town"),
    )
    old = change.replaces or {}
    shown = {"iban": iban.format}
    return [
        Compared(label, *(shown.get(name, str)(value) for value in (old.get(name, ""), getattr(change, name))))
        for label, name in parts
    ]
