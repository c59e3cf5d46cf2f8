"""Articles for tests, through the real actions."""

from __future__ import annotations

from typing import Any

from parvis.community.actions.article_begin import write_article
from parvis.community.actions.article_review import publish_article, submit_article
from parvis.community.actions.articles import save_article
from parvis.community.actions.join import member_of_staff
from parvis.community.models import Article, Member
from tests.factories.accounts import make_user
from tests.factories.channels import NOON


def make_editor(**fields: Any) -> Member:
    """An employee who may publish, as a member."""
    return member_of_staff(make_user(**{"roles": ("community_manager",), **fields}), now=NOON)


def make_article(*, by: Member | None = None, **fields: Any) -> Article:
    given: dict[str, Any] = {
        "title": "Charging the battery in winter", "text": "Bring it **inside** first.", "language": "en",
        "now": NOON, **fields,
    }  # fmt: skip
    return write_article(by=by or make_editor(), **given)


def make_published(*, reviewer: Member | None = None, **fields: Any) -> Article:
    return published(make_article(**fields), reviewer=reviewer)


def published(article: Article, *, reviewer: Member | None = None, now: Any = NOON) -> Article:
    """Its newest revision, read by another and shown."""
    article.refresh_from_db()
    assert article.newest is not None
    submit_article(article, by=article.newest.by, now=now)
    publish_article(article, number=article.newest.number, by=reviewer or make_editor(), now=now)
    article.refresh_from_db()
    return article


def made_articles() -> dict[str, Any]:
    """A published article whose newer draft waits for a colleague, by the name that addresses give its id."""
    article = make_published()
    save_article(article, title=article.title, text="Newer words.", by=article.author, now=NOON, base=1)
    submit_article(article, by=article.author, now=NOON)
    return {"article_id": article.pk}
