"""What reports say, and the papers that say it: content as plain values, from which PDF and XLSX are made."""
