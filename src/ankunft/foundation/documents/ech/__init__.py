"""Reading what registers of residents send (eCH-0020 version 3): checked against the official schemas, then as values.

from ankunft.foundation.documents.ech import pool, sources

with sources.opened(path) as source:
    for place, read in pool.reading(source):
        for item in read:  # a Message, or a Problem that says what is wrong and where
            ...
"""
