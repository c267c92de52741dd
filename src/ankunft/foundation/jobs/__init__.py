"""Background work with visible progress that survives a restart."""
