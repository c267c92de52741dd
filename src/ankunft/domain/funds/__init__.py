"""Funds: where the money comes from, what it may be used for, how long it lasts, and who bears what (RRB 2023/2057)."""
