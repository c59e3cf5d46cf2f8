"""`{% load inbox %}`: small words about conversations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils import timezone
from django.utils.html import urlize
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.conversations.models import Conversation, Message
from parvis.conversations.web.sentences import delivery_sentence
from parvis.foundation.web.components.labels import CHANNELS

register = template.Library()
# No promise is kept yet (that comes with cases); a day without an answer is long on any channel.
LONG = timedelta(hours=24)


@register.filter
def who(conversation: Conversation) -> str:
    """The person as the channel names them."""
    return str(conversation.identity) if conversation.identity else _("Unknown")


@register.filter
def said_by(message: Message) -> str:
    if message.author is not None:
        return message.author.name
    return str(message.identity) if message.identity else _("Unknown")


@register.filter
def channel_word(kind: str) -> str:
    look = CHANNELS.get(kind)
    return str(look.word) if look else kind


@register.filter
def waits_long(since: Any) -> bool:
    return bool(since and timezone.now() - since > LONG)


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
    return duration(conversation.first_reply_at - conversation.first_inbound_at)


def duration(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    if minutes < 1:
        return _("under a minute")
    if minutes < 120:
        return _("%(n)d min") % {"n": minutes}
    if minutes < 48 * 60:
        return _("%(n)d h") % {"n": minutes // 60}
    return ngettext("%(n)d day", "%(n)d days", minutes // 1440) % {"n": minutes // 1440}
