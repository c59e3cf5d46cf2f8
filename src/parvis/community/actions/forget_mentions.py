"""Taking the name of somebody who left out of what others wrote: each text that mentions it, in batches."""

from __future__ import annotations

from collections.abc import Callable

from django.db import models, transaction
from django.db.models import Q

from parvis.community.logic.articles import article_html
from parvis.community.logic.markdown import html_of
from parvis.community.logic.mentions import forms_of, without_mentions
from parvis.community.logic.slugs import slug_of
from parvis.community.models import (
    KINDS,
    Article,
    ArticleRevision,
    ArticleVote,
    DirectMessage,
    Draft,
    IdeaRevision,
    IdeaSession,
    IdeaStatusChange,
    Member,
    ProductPage,
    ReviewMessage,
    ReviewRevision,
    Revision,
    SitePage,
    SuperUserTerm,
)
from parvis.foundation.access import purpose
from parvis.foundation.secrets import unseal

BATCH = 200
# Where somebody may be named: every kind of text that members write, and what else people write here. What was said
# in a case of moderation stays as it was said: it is the proof of a decision.
NAMED_IN: dict[type[models.Model], tuple[str, ...]] = {
    **dict.fromkeys(KINDS.values(), ("title", "text")),
    Article: ("title", "text"),
    ArticleRevision: ("title", "text", "why"),
    ArticleVote: ("word",),
    DirectMessage: ("text",),
    Draft: ("title", "text"),
    IdeaRevision: ("title", "text", "why"),
    IdeaSession: ("title", "about", "outcome"),
    IdeaStatusChange: ("reason",),
    Member: ("about",),
    ProductPage: ("about",),
    ReviewMessage: ("text",),
    ReviewRevision: ("title", "text"),
    Revision: ("title", "text", "why"),
    SitePage: ("text",),
    SuperUserTerm: ("words", "thanks"),
}


def forget_mentions(sealed: str) -> int:
    """Returns how many texts changed. Done twice it changes nothing more.

    Somebody who joined under the same name meanwhile keeps their mentions.
    """
    name = str(unseal(sealed)["name"])
    if Member.objects.filter(name__iexact=name, left_at=None).exists():
        return 0
    return sum(_forget(model, fields, name=name) for model, fields in NAMED_IN.items())


def _forget(model: type[models.Model], wanted: tuple[str, ...], *, name: str) -> int:
    there = {field.name for field in model._meta.fields}
    fields = [field for field in wanted if field in there]
    asked = Q()
    for field in fields:
        for form in forms_of(name):
            asked |= Q(**{f"{field}__icontains": f"@{form}"})
    count, after = 0, 0
    while batch := _batch(model, asked, after=after):
        after = batch[-1]
        for pk in batch:
            # Messages about reviews show themselves for this purpose alone.
            with purpose("legal_duty"), transaction.atomic():
                count += _rewritten(model, pk, fields, there, name=name)
    return count


def _batch(model: type[models.Model], asked: Q, *, after: int) -> list[int]:
    with purpose("legal_duty"):
        found = model._default_manager.filter(asked, pk__gt=after).order_by("pk")
        return list(found.values_list("pk", flat=True)[:BATCH])


def _rewritten(model: type[models.Model], pk: int, fields: list[str], there: set[str], *, name: str) -> bool:
    """One row, with what was made of its words: its HTML, and the readable part of its address."""
    row = model._default_manager.select_for_update(no_key=True).get(pk=pk)
    render: Callable[[str], str] = article_html if model is Article else html_of
    changes: dict[str, str] = {}
    for field in fields:
        before = getattr(row, field)
        changed = without_mentions(before, name=name, language=getattr(row, "language", "en"))
        if changed == before:
            continue
        changes[field] = changed[: model._meta.get_field(field).max_length]  # type: ignore[union-attr]
        if field == "title" and "slug" in there:
            changes["slug"] = slug_of(changed)
        html = next((one for one in (f"{field}_html", "html") if one in there and field != "title"), None)
        if html is not None:
            changes[html] = render(changed)
    return bool(changes and model._default_manager.filter(pk=pk).update(**changes))
