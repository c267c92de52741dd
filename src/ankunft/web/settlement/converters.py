"""Payment months and kinds of decisions in addresses."""


class RulingKind:
    """Which kind of decision (KS 4.7)."""

    regex = r"rueckforderungen|verweigerungen"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PaymentMonth:
    """`2026-03` or `2026-09`: contributions are paid in March and September (KS 4.5.2)."""

    regex = r"[0-9]{4}-0[39]"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
