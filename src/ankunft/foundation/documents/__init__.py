"""Files in and out: tables that people send, workbooks that they get."""
