"""Financial plans as pages: what is planned, given, said and decided."""
