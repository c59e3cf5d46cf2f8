"""Addresses of the knowledge base and of its desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from parvis.community.web.views import article_desk, article_editor, articles

URLS: list[URLPattern] = [
    path("community/articles/", articles.article_list, name="community-articles"),
    path("community/articles/<int:article_id>/", articles.article, name="community-article-short"),
    path("community/articles/<int:article_id>/vote/", articles.vote, name="community-article-vote"),
    path("community/articles/<int:article_id>/read/", articles.read, name="community-article-read"),
    path("community/articles/<int:article_id>/<str:slug>/", articles.article, name="community-article"),
    path(
        "community/answers/<int:answer_id>/article/",
        article_editor.propose,
        name="community-article-propose",
    ),
    path("community/desk/articles/", article_desk.article_list, name="community-article-desk"),
    path("community/desk/articles/unhelpful/", article_desk.unhelpful, name="community-article-unhelpful"),
    path("community/desk/articles/new/", article_editor.new, name="community-article-new"),
    path("community/desk/articles/draft/", article_editor.draft, name="community-article-draft"),
    path("community/desk/articles/preview/", article_editor.preview, name="community-article-preview"),
    path("community/desk/articles/<int:article_id>/", article_editor.edit, name="community-article-edit"),
    path(
        "community/desk/articles/<int:article_id>/history/",
        article_desk.history,
        name="community-article-history",
    ),
    path("community/desk/articles/<int:article_id>/act/", article_desk.act, name="community-article-act"),
    path(
        "community/desk/articles/<int:article_id>/translate/",
        article_desk.translate,
        name="community-article-translate",
    ),
]
