"""The administration of accounts: who invites, gives roles and helps people back in; and how the installation is."""
