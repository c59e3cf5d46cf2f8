"""Addresses of reports, decisions and appeals, and of their desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from parvis.community.web.views import desk, moderation

URLS: list[URLPattern] = [
    path("community/report/<slug:kind>/<int:text_id>/", moderation.report, name="community-report"),
    path("community/decisions/", moderation.told, name="community-told"),
    path("community/decisions/<int:restriction_id>/appeal/", moderation.appeal, name="community-appeal"),
    path("community/charter/", moderation.charter, name="community-charter"),
    path("community/register/", moderation.register, name="community-register"),
    path("community/desk/moderation/", desk.moderation, name="community-moderation"),
    path("community/desk/texts/<slug:kind>/<int:text_id>/decide/", desk.decide, name="community-decide"),
    path("community/desk/appeals/<int:appeal_id>/judge/", desk.judge_appeal, name="community-judge"),
]
