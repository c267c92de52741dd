"""The `ankunft` command."""
