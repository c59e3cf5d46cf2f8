"""Addresses of reviews and of their desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from parvis.community.web.views import review_desk, review_messages, reviews

URLS: list[URLPattern] = [
    path("community/products/<slug:slug>/review/", reviews.write, name="community-review"),
    path("community/reviews/how/", reviews.how, name="community-reviews-how"),
    path("community/reviews/<int:review_id>/act/<slug:what>/", reviews.act, name="community-review-act"),
    path("community/reviews/<int:review_id>/history/", reviews.history, name="community-review-history"),
    path(
        "community/reviews/<int:review_id>/messages/",
        review_messages.messages,
        name="community-review-messages",
    ),
    path("community/desk/reviews/", review_desk.reviews, name="community-desk-reviews"),
    path("community/desk/reviews/rules/", review_desk.rules, name="community-desk-review-rules"),
    path("community/desk/reviews/<int:review_id>/reply/", review_desk.reply, name="community-review-reply"),
]
