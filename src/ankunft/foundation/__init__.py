"""The lowest floor: what any public administration needs. Knows nothing of integration."""
