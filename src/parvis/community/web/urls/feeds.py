"""Addresses of feeds."""

from __future__ import annotations

from django.urls import URLPattern, path

from parvis.community.web.views import feeds

URLS: list[URLPattern] = [
    path("community/feeds/questions.atom", feeds.questions, name="community-feed"),
    path("community/feeds/boards/<slug:slug>.atom", feeds.board, name="community-feed-board"),
    path("community/feeds/tags/<str:tag>.atom", feeds.tag, name="community-feed-tag"),
    path("community/feeds/questions/<int:question_id>.atom", feeds.question, name="community-feed-question"),
    path("community/feeds/articles.atom", feeds.articles, name="community-feed-articles"),
    path("community/feeds/ideas.atom", feeds.ideas, name="community-feed-ideas"),
    path("community/feeds/reviews/<slug:slug>.atom", feeds.reviews, name="community-feed-reviews"),
]
