"""What became of articles: read, put into an answer, read instead of asking. Counts by day, and no list of who."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction
from django.db.models import F

from parvis.community.models import Article, Deflection, Member
from parvis.community.permissions import visible_articles, visible_questions

_DAY = """
    INSERT INTO community_day_of_article (article_id, day, views, by_members, uses) VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (article_id, day) DO UPDATE SET views = community_day_of_article.views + excluded.views,
    by_members = community_day_of_article.by_members + excluded.by_members,
    uses = community_day_of_article.uses + excluded.uses
"""


def note_article_read(article: Article, *, by: Member | None, now: datetime) -> None:
    """One reading, said by the page's script: crawlers and previews do not count."""
    with transaction.atomic(), connection.cursor() as cursor:
        Article.objects.filter(pk=article.pk).update(view_count=F("view_count") + 1)
        cursor.execute(_DAY, [article.pk, now.date(), 1, 1 if by else 0, 0])


def note_articles_used(article_ids: list[int], *, now: datetime) -> int:
    """Colleagues put them into an answer that went out. Returns how many of them there are."""
    with transaction.atomic(), connection.cursor() as cursor:
        used = list(
            Article.objects.filter(pk__in=article_ids[:10])
            .exclude(published=None)
            .order_by("pk")
            .values_list("pk", flat=True)
        )
        Article.objects.filter(pk__in=used).update(used_count=F("used_count") + 1)
        for article_id in used:
            cursor.execute(_DAY, [article_id, now.date(), 0, 0, 1])
    return len(used)


def note_deflection(
    *,
    once: str,
    language: str,
    now: datetime,
    by: Member | None = None,
    question_id: int | None = None,
    article_id: int | None = None,
) -> bool:
    """Who was about to ask found the answer in what was proposed. Returns whether it counts: once a form."""
    if not once:
        return False
    if article_id is not None:
        found = visible_articles(by).filter(pk=article_id).exists()
        about = {"article_id": article_id}
    else:
        found = visible_questions(by).filter(pk=question_id or 0).exists()
        about = {"question_id": question_id or 0}
    if not found:
        return False
    _, is_new = Deflection.objects.get_or_create(
        once=once[:64], defaults={**about, "language": language, "at": now}
    )
    return is_new
