"""ISO 20022 as Swiss banks speak it: payment orders out, statements back in."""
