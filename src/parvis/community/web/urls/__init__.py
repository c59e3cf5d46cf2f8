"""Addresses of the community: the public square; the desk of the company lies under community/desk/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from parvis.community.web.urls import (
    articles,
    blocks,
    cases,
    desk,
    feeds,
    ideas,
    members,
    moderation,
    notices,
    products,
    questions,
    reputation,
    reviews,
    site,
    writing,
)

urlpatterns: list[URLPattern | URLResolver] = [
    *site.URLS,
    *members.URLS,
    *reputation.URLS,
    *cases.URLS,
    *desk.URLS,
    *notices.URLS,
    *feeds.URLS,
    *moderation.URLS,
    *blocks.URLS,
    *products.URLS,
    *reviews.URLS,
    *ideas.URLS,
    *articles.URLS,
    *writing.URLS,
    *questions.URLS,
]
