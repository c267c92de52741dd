"""Letters about contributions as pages: made, looked at, sent, printed; and a municipality's own."""
