"""The pages of the municipalities."""
