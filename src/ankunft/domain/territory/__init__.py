"""The municipalities of the canton, their mergers, people, regions, accounts and figures."""
