"""Addresses of what helps while one writes."""

from __future__ import annotations

from django.urls import URLPattern, path

from parvis.community.web.views import writing

URLS: list[URLPattern] = [
    path("community/writing/", writing.tools, name="community-writing"),
    path("community/writing/preview/", writing.preview, name="community-writing-preview"),
    path("community/writing/names/", writing.names, name="community-writing-names"),
    path("community/writing/pictures/", writing.picture, name="community-writing-picture"),
]
