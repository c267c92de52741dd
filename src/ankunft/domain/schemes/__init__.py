"""Schemes besides start.integration: what they pay for, to whom, by which form; all of it data."""
