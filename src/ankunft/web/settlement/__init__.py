"""Pages of the settlement: runs, contributions, tariffs."""
