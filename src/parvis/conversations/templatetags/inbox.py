"""`{% load inbox %}`: rows and small words about conversations."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.html import urlize
from django.utils.safestring import SafeString, mark_safe

from parvis.conversations.models import Conversation, Message
from parvis.conversations.web import words
from parvis.conversations.web.rows_shown import rows_shown
from parvis.conversations.web.sentences import delivery_sentence
from parvis.foundation.web.components.labels import CHANNELS

register = template.Library()
register.filter("who", words.who)
register.filter("said_by", words.said_by)


@register.simple_tag
def inbox_rows(conversations: list[Conversation], current_id: int, query: str, status: str) -> SafeString:
    return rows_shown(conversations, current_id=current_id, query=query, shows_status=status == "any")


@register.filter
def channel_word(kind: str) -> str:
    look = CHANNELS.get(kind)
    return str(look.word) if look else kind


@register.filter
def delivery_reason(message: Message) -> str:
    return delivery_sentence(message.delivery_detail)


@register.filter
def urlize_safe(text: str) -> SafeString:
    """Addresses in somebody's words become links that tell nothing to where they lead."""
    linked = urlize(text, nofollow=True, autoescape=True)
    return mark_safe(linked.replace('rel="nofollow"', 'rel="nofollow noopener noreferrer" target="_blank"'))  # noqa: S308


@register.filter
def plus_query(url: str, query: Any) -> str:
    """The address with this page's filters, to come back to the same list."""
    text = query if isinstance(query, str) else urlencode(query or {})
    return f"{url}?{text}" if text else url


@register.filter
def first_reply_after(conversation: Conversation) -> str:
    """How long the customer waited for the first answer."""
    if conversation.first_reply_at is None or conversation.first_inbound_at is None:
        return ""
    return words.duration(conversation.first_reply_at - conversation.first_inbound_at)
