"""Addresses of this capability."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from parvis.listening.web import alert_urls, query_urls, source_urls
from parvis.listening.web.views.days import days
from parvis.listening.web.views.explore_chosen import chosen
from parvis.listening.web.views.explore_topics import topics
from parvis.listening.web.views.explore_why import why
from parvis.listening.web.views.export import export
from parvis.listening.web.views.mention import mention
from parvis.listening.web.views.mentions import mentions
from parvis.listening.web.views.overview import overview

urlpatterns: list[URLPattern | URLResolver] = [
    path("listen/", overview, name="listen"),
    path("listen/days/", days, name="figure-days"),
    path("listen/why/", why, name="listen-why"),
    path("listen/mentions/", mentions, name="mentions"),
    path("listen/mentions/topics/", topics, name="mentions-topics"),
    path("listen/mentions/chosen/", chosen, name="mentions-chosen"),
    path("listen/mentions/export/<str:form>/", export, name="mentions-export"),
    path("listen/mentions/<int:mention_id>/", mention, name="mention"),
    *query_urls.urlpatterns,
    *alert_urls.urlpatterns,
    *source_urls.urlpatterns,
]
