"""Taking in messages of registers of residents (eCH-0020), and tables of arrivals as if they were such messages."""
