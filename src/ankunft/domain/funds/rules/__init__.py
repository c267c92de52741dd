"""The law of funds as pure functions: import the modules, not this package; one of them loads NumPy, one SciPy."""
