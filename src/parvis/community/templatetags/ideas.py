"""Rows of ideas, written in one go: a page of thirty asks for each many times."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from parvis.community.logic.ideas import OPEN_STATUSES
from parvis.community.reads.idea_list import IdeaRow
from parvis.community.templatetags.community import short_ago
from parvis.community.web.idea_words import STATUSES, clock_words
from parvis.foundation.clock import utc_now

register = template.Library()


@register.simple_tag(takes_context=True)
def idea_rows(context: Any, rows: Iterable[IdeaRow], language: str) -> SafeString:
    """Each with its vote, which works without JavaScript and comes back to its row."""
    now, token = utc_now(), str(context.get("csrf_token", ""))
    path = context["request"].get_full_path()
    return mark_safe(  # noqa: S308 -- each value escaped
        "".join(_row(row, language=language, now=now, token=token, path=path) for row in rows)
    )


@register.simple_tag(takes_context=True)
def idea_vote(context: Any, idea: Any, is_voted: bool) -> SafeString:
    """The vote of an idea on its own page."""
    path = context["request"].get_full_path()
    return mark_safe(  # noqa: S308 -- each value escaped
        _vote(
            idea.pk, idea.title, idea.vote_count, is_voted=is_voted, is_open=idea.status in OPEN_STATUSES,
            token=str(context.get("csrf_token", "")), back=path,
        )
    )  # fmt: skip


@register.simple_tag
def idea_status(status: str) -> SafeString:
    return mark_safe(  # noqa: S308 -- escaped
        f'<span class="idea-status is-{escape(status)}">{escape(STATUSES.get(status, status))}</span>'
    )


def _row(row: IdeaRow, *, language: str, now: datetime, token: str, path: str) -> str:
    spoken = f' lang="{escape(row.language)}"' if row.language and row.language != language else ""
    tags = "".join(
        f' <a class="tag" href="/community/ideas/?status=all&amp;tag={quote(tag)}">{escape(tag)}</a>'
        for tag in row.tags
    )
    author = escape(_("A former member") if row.has_author_left else row.author)
    comments = (
        " · "
        + escape(ngettext("%(n)d comment", "%(n)d comments", row.comment_count) % {"n": row.comment_count})
        if row.comment_count
        else ""
    )
    board = (
        f' · <a href="/community/ideas/?board={escape(row.board_slug)}">{escape(row.board)}</a>'
        if row.board
        else ""
    )
    clock, words = clock_words(due_at=row.due_at, answered_at=row.answered_at, status=row.status, now=now)
    due = f'<p class="idea-clock is-{clock}">{escape(words)}</p>' if clock else ""
    vote = _vote(
        row.id, row.title, row.vote_count, is_voted=row.is_voted, is_open=row.status in OPEN_STATUSES, token=token,
        back=f"{path}#idea-{row.id}",
    )  # fmt: skip
    return (
        f'<li class="idea-row" id="idea-{row.id}">{vote}<div class="row-main">'
        f'<a class="row-title" href="{escape(row.url)}"{spoken}>{escape(row.title)}</a> {idea_status(row.status)}'
        f'<p class="row-about">{author} · {short_ago(row.proposed_at)}{comments}{board}{tags}</p>{due}</div></li>\n'
    )


def _vote(
    idea_id: int, title: str, count: int, *, is_voted: bool, is_open: bool, token: str, back: str
) -> str:
    pressed = "true" if is_voted else "false"
    counted = f"<b>{count}</b> {escape(ngettext('vote', 'votes', count))}"
    if not is_open:
        return f'<span class="vote is-over">{counted}</span>'
    act = _("Take back the vote for “%(title)s”") if is_voted else _("Vote for “%(title)s”")
    word = pgettext("state of a vote", "Voted") if is_voted else pgettext("act", "Vote")
    return (
        f'<form method="post" action="/community/ideas/{idea_id}/vote/">'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{escape(token)}">'
        f'<input type="hidden" name="on" value="{0 if is_voted else 1}">'
        f'<input type="hidden" name="next" value="{escape(back)}">'
        f'<button class="vote" aria-pressed="{pressed}" title="{escape(act % {"title": title})}">'
        f'{counted}<span class="vote-act">{escape(word)}</span></button></form>'
    )
