"""Tariffs, entitlements and payment runs: what each municipality is owed, and why."""
