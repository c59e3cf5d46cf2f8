"""Addresses of joining records and of the queue of duplicates."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from parvis.people.web.views import duplicates, joins

urlpatterns: list[URLPattern | URLResolver] = [
    path("people/duplicates/", duplicates.duplicates, name="duplicates"),
    path("people/duplicates/<int:suggestion_id>/join/", duplicates.duplicate_join, name="duplicate-join"),
    path(
        "people/duplicates/<int:suggestion_id>/refuse/", duplicates.duplicate_refuse, name="duplicate-refuse"
    ),
    path("people/duplicates/reconsider/", duplicates.duplicate_reconsider, name="duplicate-reconsider"),
    path("people/joins/<int:link_id>/end/", joins.join_end, name="join-end"),
    path("people/joins/<int:link_id>/undo/", joins.join_undo, name="join-undo"),
    path("people/<int:person_id>/join/", joins.person_join, name="person-join"),
    path("people/<int:person_id>/join/<int:other_id>/", joins.person_compare, name="person-compare"),
]
