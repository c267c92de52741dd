"""Accounts, organisations, dated memberships, roles and sign-in."""
