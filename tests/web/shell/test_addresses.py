"""Addresses of the same page with other choices."""

import pytest
from django.http import QueryDict

from ankunft.web.shell.addresses import with_query


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "stand=offen&suche=Ort"),
        ({"stand": "alle"}, "stand=alle&suche=Ort"),
        ({"stand": ""}, "suche=Ort"),
        ({"suche": None, "fremd": ""}, "stand=offen"),
        ({"page": 2}, "stand=offen&suche=Ort&page=2"),
        ({"jahr": 2026}, "stand=offen&suche=Ort&jahr=2026"),
    ],
)
def test_what_changes_leads_to_the_first_page_and_the_rest_is_kept(changes, expected):
    query = QueryDict("stand=offen&suche=Ort&page=3")
    assert with_query(query, **changes) == expected
    assert query.urlencode() == "stand=offen&suche=Ort&page=3"
