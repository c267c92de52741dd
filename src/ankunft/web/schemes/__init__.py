"""Schemes besides start.integration as pages."""
