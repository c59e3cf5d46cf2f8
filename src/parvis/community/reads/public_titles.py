"""What a row is about, as everybody may read it now: in copies that leave the house no other title goes along."""

from __future__ import annotations

from django.db.models import Case, CharField, F, Value, When

from parvis.community.permissions import visible_articles, visible_ideas, visible_questions

_PUBLIC = {"question": visible_questions, "idea": visible_ideas, "article": visible_articles}


def public_title(kind: str) -> Case:
    """The title of the row's question, idea or article; empty where it is private or withheld by now."""
    public = _PUBLIC[kind](None).values("pk")
    return Case(
        When(**{f"{kind}__in": public}, then=F(f"{kind}__title")), default=Value(""), output_field=CharField()
    )
