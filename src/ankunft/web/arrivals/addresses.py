"""Where the pages about arrivals lead."""

from __future__ import annotations

from django.urls import reverse

from ankunft.domain.arrivals.models import Arrival

DELIVERY = "lieferung"
"""In the address of an arrival: from the list of which delivery one comes."""


def arrival_address(arrival: Arrival) -> str:
    """The page of the family."""
    return reverse("arrival", args=[arrival.reference])


def appointment_address(arrival: Arrival) -> str:
    """Where an appointment with the family is made."""
    return f"{reverse('interview-new')}?zuzug={arrival.reference}"
