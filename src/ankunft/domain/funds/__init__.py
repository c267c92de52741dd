"""Where the money comes from, what it is planned for, how long it lasts, and what is reported of it (FP)."""
