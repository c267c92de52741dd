"""Payment months and kinds of decisions in addresses."""


class RulingKind:
    """Which kind of decision (KS 4.7)."""

    regex = r"rueckforderungen|verweigerungen"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class InvoiceNumber:
    """`R-2026-03-2601`, of another scheme `R-S-2026-09-2601`: the run and the payee of an invoice."""

    regex = r"R-(?:[A-Z][A-Z0-9]{0,2}-)?[0-9]{4}-[0-9]{2}-[0-9]{1,4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PaymentMonth:
    """The name of a run: `2026-03` or `2026-09` (KS 4.5.2), of another scheme with its sign: `S-2026-06`."""

    regex = r"[0-9]{4}-0[39]|[A-Z][A-Z0-9]{0,2}-[0-9]{4}-(?:0[1-9]|1[0-2])"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
