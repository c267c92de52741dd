"""Samples, what municipalities answer to them, and the way from a payment to the interviews, as pages."""
