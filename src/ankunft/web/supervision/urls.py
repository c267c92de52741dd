"""Addresses of supervision."""

from django.urls import path

from . import views

urlpatterns = [
    path("aufsicht/", views.samples, name="samples"),
    path("aufsicht/stichproben/neu/", views.sample_new, name="sample-new"),
    path("aufsicht/stichproben/<int:sample>/", views.sample, name="sample"),
    path("aufsicht/stichproben/<int:sample>/<slug:step>/", views.sample_step, name="sample-step"),
    path("aufsicht/gespraeche/<int:sampled>/", views.item, name="sample-item"),
    path("aufsicht/gespraeche/<int:sampled>/feststellung/", views.item_judge, name="sample-item-judge"),
    path("aufsicht/gespraeche/<int:sampled>/rueckforderung/", views.item_reclaim, name="sample-item-reclaim"),
    path("aufsicht/gespraeche/<int:sampled>/beleg/<int:evidence>/", views.item_evidence, name="sample-item-evidence"),
    path("aufsicht/anfragen/", views.requests, name="evidence-requests"),
    path("aufsicht/anfragen/<int:sampled>/", views.request_answer, name="evidence-request"),
    path(
        "aufsicht/zahlungen/<payment_month:month>/<int:bfs_number>/",
        views.payment_trace,
        name="payment-trace",
    ),
]
