"""Project grants: what is left of the yearly credits, and the municipal projects that it goes to (KS 4.3.4)."""
