"""Addresses of the company's desk for the community: what waits, its health, its boards."""

from __future__ import annotations

from django.urls import URLPattern, path

from parvis.community.web.views import calling, desk_overview, fusing, health

URLS: list[URLPattern] = [
    path("community/desk/", desk_overview.overview, name="community-desk"),
    path(
        "community/desk/questions/<int:question_id>/assign/",
        desk_overview.assign_question,
        name="community-assign",
    ),
    path("community/desk/health/", health.page, name="community-health"),
    path("community/desk/health/call/", calling.call_super_users, name="community-call-experts"),
    path("community/desk/health/boards/", fusing.boards, name="community-fuse"),
    path("community/desk/health/boards/<int:board_id>/apart/", fusing.apart, name="community-board-apart"),
]
