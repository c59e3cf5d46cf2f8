"""Addresses of reports, notices, decisions and appeals, and of their desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from parvis.community.web.views import desk, moderation, suspending, watching

DESK = "community/desk/moderation/"
URLS: list[URLPattern] = [
    path("community/report/<slug:text_kind>/<int:text_id>/", moderation.report, name="community-report"),
    path("community/notice/", moderation.notice, name="community-notice"),
    path("community/decisions/", moderation.told, name="community-told"),
    path("community/decisions/<int:restriction_id>/appeal/", moderation.appeal, name="community-appeal"),
    path("community/charter/", moderation.charter, name="community-charter"),
    path("community/register/", moderation.register, name="community-register"),
    path(DESK, desk.moderation, name="community-moderation"),
    path(f"{DESK}appeals/", desk.appeals, name="community-appeals"),
    path(f"{DESK}decided/", desk.decided, name="community-decided"),
    path(f"{DESK}decided/<int:restriction_id>/undo/", desk.undo, name="community-restriction-undo"),
    path(f"{DESK}figures/", watching.figures, name="community-moderation-figures"),
    path(f"{DESK}words/", watching.watched, name="community-watched"),
    path(f"{DESK}words/<int:word_id>/stop/", watching.unwatch, name="community-unwatch"),
    path(f"{DESK}rules/", watching.rules_set, name="community-moderation-rules"),
    path("community/desk/texts/<slug:text_kind>/<int:text_id>/decide/", desk.decide, name="community-decide"),
    path("community/desk/appeals/<int:appeal_id>/judge/", desk.judge_appeal, name="community-judge"),
    path("community/desk/members/<int:member_id>/", suspending.member, name="community-desk-member"),
]
