"""Addresses of the blocks that stand in the company's own site, and of their set-up."""

from __future__ import annotations

from django.urls import URLPattern, path

from parvis.community.web.views import blocks, blocks_desk

URLS: list[URLPattern] = [
    path("community/blocks.js", blocks.script, name="community-blocks-script"),
    path("community/blocks/reviews.json", blocks.reviews, name="community-block-reviews"),
    path("community/blocks/questions.json", blocks.questions, name="community-block-questions"),
    path("community/blocks/ask.json", blocks.ask, name="community-block-ask"),
    path("community/blocks/noted/", blocks.noted, name="community-block-noted"),
    path("community/desk/blocks/", blocks_desk.blocks, name="community-desk-blocks"),
]
