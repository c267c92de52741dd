"""`/metrics/`: what the installation does, in the format of Prometheus, for whoever has the token.

Requests are counted by the name of their route, never by their address. Several processes answer requests: each
writes its counts into a folder ($PROMETHEUS_MULTIPROC_DIR, set by `ankunft serve`), and whichever is asked adds them
up. Figures about the installation come from the database (`foundation/gauges.py`).
"""

from __future__ import annotations

import hmac
import os
import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from ankunft.foundation.gauges import all_gauges

GetResponse = Callable[[HttpRequest], HttpResponse]
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
NO_ROUTE = "none"
"""Static files, and addresses that do not exist."""

_own = CollectorRegistry()
_requests = Counter(
    "ankunft_requests", "Requests by the name of their route", ["route", "method", "status"], registry=_own
)
_seconds = Histogram(
    "ankunft_request_seconds",
    "How long they took",
    ["route"],
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=_own,
)


class MetricsMiddleware:
    """Counts requests where somebody may ask for the metrics."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not settings.METRICS_TOKEN:
            return self.get_response(request)
        begun = time.perf_counter()
        response = self.get_response(request)
        route = request.resolver_match.view_name if request.resolver_match else NO_ROUTE
        method = request.method if request.method in METHODS else "other"
        _requests.labels(route, method, response.status_code).inc()
        _seconds.labels(route).observe(time.perf_counter() - begun)
        return response


class _Installation(Collector):
    """The figures from the database; where it does not answer, only that."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            figures = [(gauge, gauge.read()) for gauge in all_gauges()]
        except DatabaseError:
            yield GaugeMetricFamily("ankunft_database_up", "Whether the database answers", value=0)
            return
        yield GaugeMetricFamily("ankunft_database_up", "Whether the database answers", value=1)
        for gauge, value in figures:
            yield GaugeMetricFamily(gauge.name, gauge.meaning, value=value)


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, for `Authorization: Bearer $ANKUNFT_METRICS_TOKEN`; for everybody else there is nothing (404)."""
    wanted = f"Bearer {settings.METRICS_TOKEN}".encode()
    given = request.headers.get("Authorization", "").encode("utf-8", "replace")
    if not settings.METRICS_TOKEN or not hmac.compare_digest(wanted, given):
        raise Http404
    return HttpResponse(generate_latest(_all()), content_type=CONTENT_TYPE_LATEST)


def _all() -> CollectorRegistry:
    registry = CollectorRegistry()
    registry.register(_Installation())
    if os.environ.get(FOLDER):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(_own)
    return registry
