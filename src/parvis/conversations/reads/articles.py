"""Articles for an answer: what the knowledge base has on what the customer wrote, in their language."""

from __future__ import annotations

from parvis.community.reads.articles import ArticleRow, search_articles
from parvis.community.reads.similar import similar_articles
from parvis.conversations.models import Conversation, Message

MOST = 6
SPOKEN = ("en", "fr")


def articles_for(conversation: Conversation, *, typed: str = "") -> list[ArticleRow]:
    """Those that fit what was typed; without it those that fit the customer's last words. At most MOST."""
    language = conversation.language if conversation.language in SPOKEN else ""
    if typed.strip():
        return search_articles(None, typed, language=language, most=MOST)
    last = (
        Message.objects.filter(conversation=conversation, kind=Message.INBOUND)
        .order_by("-sent_at", "-pk")
        .values_list("text", flat=True)
        .first()
    )
    return similar_articles(f"{conversation.subject} {last or ''}", language=language, most=MOST)
