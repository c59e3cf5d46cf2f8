"""Addresses of the community: the public square; the desk of the company lies under community/desk/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from parvis.community.web.views import asking, desk, editing, lists, log_in, members, moderation, question

urlpatterns: list[URLPattern | URLResolver] = [
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
    path("community/<slug:what>/<int:said_id>/report/", moderation.report, name="community-report"),
    path("community/decisions/", moderation.told, name="community-told"),
    path("community/decisions/<int:restriction_id>/appeal/", moderation.appeal, name="community-appeal"),
    path("community/charter/", moderation.charter, name="community-charter"),
    path("community/register/", moderation.register, name="community-register"),
    path("community/desk/moderation/", desk.moderation, name="community-moderation"),
    path("community/desk/<slug:what>/<int:said_id>/decide/", desk.decide, name="community-decide"),
    path("community/desk/appeals/<int:appeal_id>/judge/", desk.judge_appeal, name="community-judge"),
    path("community/log-in/", log_in.log_in, name="community-log-in"),
    path("community/log-in/code/", log_in.code, name="community-log-in-code"),
    path("community/log-in/name/", log_in.name, name="community-log-in-name"),
    path("community/log-out/", log_in.log_out, name="community-log-out"),
    path("community/members/<int:member_id>/", members.member, name="community-member"),
    # Last: any word may stand here, so the acts on a question come before it.
    path("community/questions/<int:question_id>/<str:slug>/", question.question, name="community-question"),
]
