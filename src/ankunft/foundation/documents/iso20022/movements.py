"""What moved on an account, as plain values: what settling needs of a bank's statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Movement:
    """One booked payment in or out. `amount` in Rappen, above zero where money came in.

    `key` is the bank's own reference of it: the same movement in another file has the same one.
    """

    key: str
    amount: int
    booked_on: date
    valued_on: date
    end_to_end: str
    creditor_reference: str
    message: str
    counterparty: str
    counterparty_iban: str
    return_code: str
    """Why a payment of ours came back (ISO 20022, external return reason), empty if it did not."""
    return_text: str
    is_return: bool = False
    """Whether the bank says that a payment came back."""
    batch: str = ""
    """The payer's number of the whole order (PmtInfId), of which this is a part or the whole."""
    group: str = ""
    """The key of the bank's booking: this is it as a whole where the keys are the same, else one part of it."""
    is_collective: bool = False
    """Whether it is a sum of several payments without a word that adds up on each of them."""
    is_reversal: bool = False
    """Whether the bank takes an earlier booking back (RvslInd)."""
    likeness: str = ""
    """Where the bank gives no reference: a digest of what is said, by which people may find it again elsewhere."""


@dataclass(frozen=True, slots=True)
class Account:
    """What a file says of one account: the bank's number of the statement, its days if it says them, and what moved."""

    statement: str
    iban: str
    movements: tuple[Movement, ...]
    first_on: date | None = None
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class BankFile:
    """A whole file: `camt.053` or `camt.054`, the bank's message number, and every account in it."""

    kind: str
    message_id: str
    accounts: tuple[Account, ...]
