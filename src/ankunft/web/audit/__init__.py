"""The trail as auditors read it: who changed what, whether it is whole, and its head to deposit."""
