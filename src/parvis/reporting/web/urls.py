"""Addresses of this capability."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from parvis.reporting.web.views.figure import figure_chart
from parvis.reporting.web.views.figures import figures

urlpatterns: list[URLPattern | URLResolver] = [
    path("value/", figures, name="figures"),
    path("value/<str:key>.json", figure_chart, name="figure-chart"),
]
