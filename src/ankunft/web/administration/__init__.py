"""Pages of the administration: accounts, roles, organisations, outbox, jobs, health. Nothing about persons."""
