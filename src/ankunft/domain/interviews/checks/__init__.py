"""What can be wrong with an entry: one function, one file. All return every fault found."""

from .appointment import appointment_faults
from .held import held_faults
from .interpreting import interpreting_faults

__all__ = ["appointment_faults", "held_faults", "interpreting_faults"]
