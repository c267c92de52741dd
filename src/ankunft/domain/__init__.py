"""The middle floor: one room per chapter of the mission. Knows nothing of HTTP."""
