"""A Django application with one model, so that the foundation is tested without any room of the domain."""
