"""Sign-in and what belongs to the own account: second factors, passwords, sessions, invitations."""
