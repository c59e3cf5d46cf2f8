"""Addresses of questions and answers."""

from __future__ import annotations

from django.urls import URLPattern, path

from parvis.community.web.views import asking, editing, lists, question

URLS: list[URLPattern] = [
    path("community/", lists.home, name="community-home"),
    path("community/boards/<slug:slug>/", lists.board, name="community-board"),
    path("community/tags/<str:tag>/", lists.tag, name="community-tag"),
    path("community/ask/", asking.ask, name="community-ask"),
    path("community/ask/similar/", asking.similar, name="community-similar"),
    path("community/drafts/", asking.draft, name="community-draft"),
    path("community/questions/<int:question_id>/", question.question, name="community-question-short"),
    path("community/questions/<int:question_id>/answer/", question.answer, name="community-answer"),
    path("community/questions/<int:question_id>/read/", question.read, name="community-read"),
    path("community/questions/<int:question_id>/act/<slug:what>/", question.act, name="community-act"),
    path("community/questions/<int:question_id>/edit/", editing.question, name="community-question-edit"),
    path(
        "community/questions/<int:question_id>/history/",
        editing.question_history,
        name="community-question-history",
    ),
    path("community/answers/<int:answer_id>/edit/", editing.answer, name="community-answer-edit"),
    path(
        "community/answers/<int:answer_id>/history/", editing.answer_history, name="community-answer-history"
    ),
    path(
        "community/answers/<int:answer_id>/comments/",
        question.answer_comments,
        name="community-answer-comments",
    ),
    # Last: any word may stand here, so the acts on a question come before it.
    path("community/questions/<int:question_id>/<str:slug>/", question.question, name="community-question"),
]
