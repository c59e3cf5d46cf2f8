"""Addresses of a member's own pages, of boards and badges, and of the desk for members."""

from __future__ import annotations

from django.urls import URLPattern, path

from parvis.community.web.views import badge_desk, expert, expert_desk, leaders, me, member_desk

URLS: list[URLPattern] = [
    path("community/me/", me.profile, name="community-me"),
    path("community/me/picture/", me.picture, name="community-me-picture"),
    path("community/me/level/", me.level, name="community-me-level"),
    path("community/me/data/", me.data, name="community-me-data"),
    path("community/me/data/<int:export_id>/", me.data_file, name="community-me-copy"),
    path("community/me/record/", me.record, name="community-me-record"),
    path("community/me/leave/", me.leave, name="community-me-leave"),
    path("community/me/expert/", expert.expert, name="community-me-expert"),
    path("community/leaders/", leaders.leaders, name="community-leaders"),
    path("community/badges/", leaders.badges, name="community-badges"),
    path("community/desk/members/", member_desk.members, name="community-desk-members"),
    path(
        "community/desk/members/<int:member_id>/standing/",
        member_desk.standing,
        name="community-desk-standing",
    ),
    path("community/desk/rings/<int:ring_id>/settle/", member_desk.settle, name="community-ring-settle"),
    path("community/desk/experts/", expert_desk.experts, name="community-desk-experts"),
    path(
        "community/desk/experts/<int:member_id>/invite/",
        expert_desk.invite_one,
        name="community-expert-invite",
    ),
    path("community/desk/experts/terms/<int:term_id>/", expert_desk.act, name="community-expert-act"),
    path("community/desk/line/<int:member_id>/", expert_desk.line, name="community-direct-line"),
    path("community/desk/badges/", badge_desk.badges, name="community-desk-badges"),
    path("community/desk/badges/new/", badge_desk.edit, name="community-badge-new"),
    path("community/desk/badges/preview/", badge_desk.preview, name="community-badge-preview"),
    path("community/desk/badges/<int:badge_id>/", badge_desk.edit, name="community-badge-edit"),
    path("community/desk/badges/<int:badge_id>/retire/", badge_desk.retire, name="community-badge-retire"),
]
