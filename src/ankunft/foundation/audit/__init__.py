"""The trail: every write leaves an event that nobody can change or remove unseen."""
