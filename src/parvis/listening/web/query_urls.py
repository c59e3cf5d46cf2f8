"""Addresses of queries, markets and what is left out."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from parvis.listening.web.views import left_out, markets, query_acts, query_editor
from parvis.listening.web.views.queries import queries

urlpatterns: list[URLPattern | URLResolver] = [
    path("listen/queries/", queries, name="queries"),
    path("listen/queries/new/", query_editor.query_new, name="query-new"),
    path("listen/queries/preview/", query_editor.query_preview, name="query-preview"),
    path("listen/queries/<int:query_id>/", query_editor.query, name="query"),
    path("listen/queries/<int:query_id>/progress/", query_editor.query_progress, name="query-progress"),
    path("listen/queries/<int:query_id>/pause/", query_acts.query_pause, name="query-pause"),
    path("listen/queries/<int:query_id>/resume/", query_acts.query_resume, name="query-resume"),
    path("listen/queries/<int:query_id>/remove/", query_acts.query_remove, name="query-remove"),
    path("listen/queries/markets/", markets.markets, name="markets"),
    path("listen/queries/markets/new/", markets.market_new, name="market-new"),
    path("listen/queries/markets/<int:market_id>/", markets.market, name="market"),
    path("listen/queries/markets/<int:market_id>/remove/", markets.market_remove, name="market-remove"),
    path("listen/queries/left-out/", left_out.left_out, name="left-out"),
    path("listen/queries/left-out/add/", left_out.exclusion_add, name="exclusion-add"),
    path(
        "listen/queries/left-out/<int:exclusion_id>/remove/",
        left_out.exclusion_remove,
        name="exclusion-remove",
    ),
    path("listen/queries/left-out/rules/", left_out.intake_rules, name="intake-rules"),
    path("listen/queries/left-out/source/<int:connection_id>/", left_out.source_keeps, name="source-keeps"),
]
