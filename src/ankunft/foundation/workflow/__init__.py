"""State tables, and the one function that moves a record from state to state."""
