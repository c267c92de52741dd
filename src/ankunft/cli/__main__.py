"""`python -m ankunft.cli` is the `ankunft` command."""

from .main import main

main()
