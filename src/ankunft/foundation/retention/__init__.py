"""How long records are kept, what holds them back, and how they are deleted or made anonymous."""
