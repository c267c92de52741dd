"""The simulation as pages."""
