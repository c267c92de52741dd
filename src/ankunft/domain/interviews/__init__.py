"""First-information and integration interviews (KS 3.2, 4.3.1): appointment, conduct, interpreting, evidence."""
