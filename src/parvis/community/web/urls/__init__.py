"""Addresses of the community: the public square; the desk of the company lies under community/desk/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from parvis.community.web.urls import members, moderation, questions

urlpatterns: list[URLPattern | URLResolver] = [
    *members.URLS,
    *moderation.URLS,
    *questions.URLS,
]
