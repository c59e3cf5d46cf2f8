"""Addresses of ideas and of themes, and of their desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from parvis.community.web.views import desk_ideas, desk_sessions, idea, ideas, proposing

URLS: list[URLPattern] = [
    path("community/ideas/", ideas.ideas, name="community-ideas"),
    path("community/ideas/done/", ideas.done, name="community-ideas-done"),
    path("community/ideas/sessions/", ideas.sessions, name="community-idea-sessions"),
    path("community/ideas/sessions/<int:idea_session_id>/", ideas.session, name="community-idea-session"),
    path("community/ideas/new/", proposing.propose, name="community-idea-new"),
    path("community/ideas/similar/", proposing.similar, name="community-ideas-similar"),
    path("community/ideas/<int:idea_id>/", idea.idea, name="community-idea-short"),
    path("community/ideas/<int:idea_id>/vote/", idea.vote, name="community-idea-vote"),
    path("community/ideas/<int:idea_id>/follow/", idea.follow, name="community-idea-follow"),
    path("community/ideas/<int:idea_id>/comment/", idea.comment, name="community-idea-comment"),
    path("community/ideas/<int:idea_id>/extension/", idea.extension, name="community-idea-extension"),
    path("community/ideas/<int:idea_id>/edit/", proposing.edit, name="community-idea-edit"),
    path("community/ideas/<int:idea_id>/history/", proposing.history, name="community-idea-history"),
    # Last: any word may stand here.
    path("community/ideas/<int:idea_id>/<str:slug>/", idea.idea, name="community-idea"),
    path("community/desk/ideas/", desk_ideas.ideas, name="community-desk-ideas"),
    path("community/desk/ideas/promise/", desk_ideas.promise, name="community-desk-idea-promise"),
    path("community/desk/ideas/sessions/", desk_sessions.sessions, name="community-desk-idea-sessions"),
    path(
        "community/desk/ideas/sessions/<int:idea_session_id>/",
        desk_sessions.session,
        name="community-desk-idea-session",
    ),
    path("community/desk/ideas/<int:idea_id>/", desk_ideas.idea, name="community-desk-idea"),
    path("community/desk/ideas/<int:idea_id>/act/", desk_ideas.act, name="community-desk-idea-act"),
]
