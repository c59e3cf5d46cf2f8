"""Small words about conversations: who, how long."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from parvis.conversations.models import Conversation, Message

# No promise is kept yet (that comes with cases); a day without an answer is long on any channel.
LONG = timedelta(hours=24)


def who(conversation: Conversation) -> str:
    """The person as the channel names them."""
    return str(conversation.identity) if conversation.identity else _("Unknown")


def said_by(message: Message) -> str:
    """The colleague who wrote it, else whoever the channel names."""
    if message.author is not None:
        return message.author.name
    if message.kind == "note" and message.author_id is None:
        return "Parvis"  # a rule brought it here, or noted what became of it
    return str(message.identity) if message.identity else _("Unknown")


def duration(length: timedelta) -> str:
    """Minutes up to two hours, hours up to two days, then days."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 1:
        return _("under a minute")
    if minutes < 120:
        return _("%(n)d min") % {"n": minutes}
    if minutes < 48 * 60:
        return _("%(n)d h") % {"n": minutes // 60}
    return ngettext("%(n)d day", "%(n)d days", minutes // 1440) % {"n": minutes // 1440}
