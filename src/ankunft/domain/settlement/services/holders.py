"""An account with the address of its holder, as every record that has them writes it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from django.utils.translation import gettext as _

from ankunft.domain.territory.values import AccountEntry
from ankunft.foundation.documents.iso20022.parties import Address, Party

from ..models.payments import AccountAndAddress


@dataclass(frozen=True, slots=True)
class Holder:
    """IBAN without spaces, name and structured address."""

    iban: str
    name: str
    street: str
    house_number: str
    postcode: str
    town: str

    @classmethod
    def of(cls, record: AccountAndAddress | AccountEntry) -> Holder:
        """As it stands in the record."""
        return cls(*(getattr(record, name) for name in cls.__slots__))

    def with_iban(self, iban: str) -> Holder:
        """The same with the account spelled so."""
        return replace(self, iban=iban)

    def as_dict(self) -> dict[str, str]:
        """The values by the names that they have in records."""
        return asdict(self)

    def party(self) -> Party:
        """As a payment order knows it."""
        return Party(self.name, Address(self.street, self.house_number, self.postcode, self.town), self.iban)


def listed(names: list[str], most: int = 10) -> str:
    """Names in a sentence, the rest counted."""
    shown = ", ".join(names[:most])
    if len(names) <= most:
        return shown
    return _("%(shown)s und %(more)s weitere") % {"shown": shown, "more": len(names) - most}
