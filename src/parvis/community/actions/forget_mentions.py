"""Taking the name of somebody who left out of what others wrote: each text that mentions it, in batches."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from parvis.community.logic.articles import article_html
from parvis.community.logic.markdown import html_of
from parvis.community.logic.mentions import forms_of, without_mentions
from parvis.community.models import (
    Article,
    ArticleRevision,
    Draft,
    IdeaRevision,
    Member,
    ReviewRevision,
    Revision,
)
from parvis.community.models.said import KINDS
from parvis.foundation.secrets import unseal

BATCH = 200


def forget_mentions(sealed: str) -> int:
    """Returns how many texts changed. Done twice it changes nothing more.

    Somebody who joined under the same name meanwhile keeps their mentions.
    """
    name = str(unseal(sealed)["name"])
    if Member.objects.filter(name__iexact=name, left_at=None).exists():
        return 0
    asked = Q()
    for form in forms_of(name):
        asked |= Q(text__icontains=f"@{form}")
    count = 0
    for kind in KINDS.values():
        after = 0
        while batch := _batch(kind, asked, after=after):
            after = batch[-1]
            for pk in batch:
                with transaction.atomic():
                    text = kind._default_manager.select_for_update(no_key=True).get(pk=pk)
                    changed = without_mentions(text.text, name=name, language=text.language)
                    if changed != text.text:
                        kind._default_manager.filter(pk=pk).update(text=changed, html=html_of(changed))
                        count += 1
    for article in Article.objects.filter(asked).only("pk", "text", "language").iterator():
        changed = without_mentions(article.text, name=name, language=article.language)
        rows = Article.objects.filter(pk=article.pk).exclude(text=changed)
        count += rows.update(text=changed, html=article_html(changed))
    for table in (Revision, Draft, IdeaRevision, ReviewRevision, ArticleRevision):
        for row in table.objects.filter(asked).only("pk", "text").iterator():
            changed = without_mentions(row.text, name=name, language="en")
            count += table.objects.filter(pk=row.pk).exclude(text=changed).update(text=changed)
    return count


def _batch(kind: type, asked: Q, *, after: int) -> list[int]:
    found = kind._default_manager.filter(asked, pk__gt=after).order_by("pk")  # type: ignore[attr-defined]
    return list(found.values_list("pk", flat=True)[:BATCH])
