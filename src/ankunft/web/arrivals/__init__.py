"""Pages about persons: their file, who may see it and who did."""
