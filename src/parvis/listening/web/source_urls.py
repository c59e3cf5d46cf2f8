"""Addresses of sources and of places that could become one."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from parvis.listening.web.views import sources

urlpatterns: list[URLPattern | URLResolver] = [
    path("listen/sources/", sources.sources, name="sources"),
    path("listen/sources/add/", sources.place_add, name="place-add"),
    path("listen/sources/<int:place_id>/", sources.place, name="place"),
    path("listen/sources/<int:place_id>/look/", sources.place_look, name="place-look"),
    path("listen/sources/<int:place_id>/try/", sources.place_try, name="place-try"),
    path("listen/sources/<int:place_id>/accept/", sources.place_accept, name="place-accept"),
    path("listen/sources/<int:place_id>/refuse/", sources.place_refuse, name="place-refuse"),
    path("listen/sources/<int:place_id>/again/", sources.place_unrefuse, name="place-unrefuse"),
]
