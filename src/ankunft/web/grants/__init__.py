"""Pages of project grants (KS 4.3.4)."""
