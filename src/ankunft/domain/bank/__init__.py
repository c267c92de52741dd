"""What the bank says of the canton's account, and what of it is explained by payments and invoices."""
