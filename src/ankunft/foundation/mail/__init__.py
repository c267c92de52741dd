"""Outgoing mail: put into an outbox with the change that causes it, sent by the worker."""
