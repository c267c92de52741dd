"""Where the pages about arrivals lead."""

from __future__ import annotations

from django.urls import NoReverseMatch, reverse

from ankunft.domain.arrivals.models import Arrival


def arrival_address(arrival: Arrival) -> str:
    return reverse("arrival", args=[arrival.reference])


def appointment_address(arrival: Arrival) -> str:
    """Where an appointment with the family is made; empty while no room makes appointments."""
    try:
        return f"{reverse('interview-new')}?zuzug={arrival.reference}"
    except NoReverseMatch:
        return ""
