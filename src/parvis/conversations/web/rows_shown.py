"""Rows of the inbox as HTML. Thirty of them stand beside every conversation: written in Python they cost a
quarter of what a template costs, and what repeats (icons, moods, states) is made once a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from parvis.conversations.models import Conversation
from parvis.conversations.web.words import LONG, who
from parvis.foundation.web.components import labels, markup, persons, times

SUBJECT_CHARACTERS = 80


def rows_shown(
    conversations: Iterable[Conversation], *, current_id: int, query: str, shows_status: bool
) -> SafeString:
    """`<li>` after `<li>`: who, when, first words, channel, mood, state, wait, whose."""
    now = timezone.now()
    channel = cache(lambda kind: labels.channel(kind, short=True))
    mood = cache(lambda value: labels.sentiment(value, short=True))
    status = cache(labels.status)
    face = cache(lambda name: persons.avatar(name, "small"))
    since = _("Waiting since")
    hourglass = markup.icon("hourglass", label=since, size="small")
    new = labels.badge(pgettext("conversation", "new"), "accent")
    address = reverse("conversation", args=[0])
    tail = f"?{query}" if query else ""

    def row(c: Conversation) -> tuple[Any, ...]:
        name = who(c)
        marks = [channel(c.channel), mood(c.sentiment)]
        if shows_status:
            marks.append(status(c.status))
        when = times.ago(c.last_message_at, now)
        if c.waiting_since is not None:
            late = " waits-long" if now - c.waiting_since > LONG else ""
            wait = format_html(
                '<span class="waiting{}" title="{}">{}{}</span>',
                late,
                since,
                hourglass,
                times.ago(c.waiting_since, now),
            )
            # One time where the last message is the one that waits; two where somebody wrote again since.
            if c.waiting_since == c.last_message_at:
                when = wait
            else:
                marks.append(wait)
            if c.first_reply_at is None:
                marks.append(new)
        if c.assignee is not None:
            marks.append(_assignee(c.assignee.name, face))
        is_current = c.pk == current_id
        return (
            SafeString(" is-unread" if c.waiting_since else "")
            + SafeString(" is-current" if is_current else ""),
            persons.avatar(name),
            address.replace("/0/", f"/{c.pk}/") + tail,
            SafeString(' aria-current="true"') if is_current else "",
            name,
            when,
            _words(c),
            SafeString("".join(marks)),
        )

    return format_html_join(
        "\n",
        '<li class="row-item{}"><span class="row-face">{}</span><div class="row-body"><div class="row-top">'
        '<a class="row-who row-link" href="{}"{}>{}</a><span class="row-when">{}</span></div>'
        '<p class="row-words">{}</p><div class="row-marks">{}</div></div></li>',
        (row(conversation) for conversation in conversations),
    )


def _words(c: Conversation) -> SafeString | str:
    """A mail's subject before its first words; elsewhere the words alone."""
    if c.subject and c.channel == "email":
        return format_html(
            "<strong>{}</strong> {}", Truncator(c.subject).chars(SUBJECT_CHARACTERS), c.preview
        )
    return c.preview or c.subject


def _assignee(name: str, face: Callable[[str], SafeString]) -> SafeString:
    return format_html(
        '<span class="row-assignee" title="{}">{}</span>',
        _("Assigned to %(name)s") % {"name": name},
        face(name),
    )
