"""Where an article is read and where it is edited."""

from __future__ import annotations

from django.urls import reverse

from parvis.community.models import Article


def article_address(article: Article) -> str:
    return f"/community/articles/{article.pk}/{article.slug}/"


def desk_address(article: Article) -> str:
    return reverse("community-article-edit", args=[article.pk])
