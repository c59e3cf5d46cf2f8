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


class Words:
    """What the rows of one page say, translated once: thirty rows ask for the same few words."""

    def __init__(self) -> None:
        self.vote, self.voted = escape(pgettext("act", "Vote")), escape(pgettext("state of a vote", "Voted"))
        self.give, self.take_back = _("Vote for “%(title)s”"), _("Take back the vote for “%(title)s”")
        self.former = escape(_("A former member"))
        self._statuses: dict[str, str] = {}
        self._votes: dict[int, str] = {}
        self._comments: dict[int, str] = {}

    def status(self, status: str) -> str:
        if status not in self._statuses:
            word = escape(STATUSES.get(status, status))
            self._statuses[status] = f'<span class="idea-status is-{escape(status)}">{word}</span>'
        return self._statuses[status]

    def votes(self, count: int) -> str:
        if count not in self._votes:
            self._votes[count] = escape(ngettext("vote", "votes", count))
        return self._votes[count]

    def comments(self, count: int) -> str:
        if count not in self._comments:
            self._comments[count] = escape(ngettext("%(n)d comment", "%(n)d comments", count) % {"n": count})
        return self._comments[count]


@register.simple_tag(takes_context=True)
def idea_rows(context: Any, rows: Iterable[IdeaRow], language: str) -> SafeString:
    """Each with its vote, which works without JavaScript and comes back to its row."""
    now, words = utc_now(), Words()
    token = escape(str(context.get("csrf_token", "")))
    path = escape(context["request"].get_full_path())
    return mark_safe(  # noqa: S308 -- each value escaped
        "".join(_row(row, language=language, now=now, token=token, path=path, words=words) for row in rows)
    )


@register.simple_tag(takes_context=True)
def idea_vote(context: Any, idea: Any, is_voted: bool) -> SafeString:
    """The vote of an idea on its own page."""
    back, token = escape(context["request"].get_full_path()), escape(str(context.get("csrf_token", "")))
    is_open = idea.status in OPEN_STATUSES
    return mark_safe(  # noqa: S308 -- each value escaped
        _vote(
            idea.pk, idea.title, idea.vote_count, is_voted=is_voted, is_open=is_open, token=token, back=back,
            words=Words(),
        )
    )  # fmt: skip


@register.simple_tag
def idea_status(status: str) -> SafeString:
    return mark_safe(Words().status(status))  # noqa: S308 -- escaped there


def _row(row: IdeaRow, *, language: str, now: datetime, token: str, path: str, words: Words) -> str:
    spoken = f' lang="{escape(row.language)}"' if row.language and row.language != language else ""
    tags = "".join(
        f' <a class="tag" href="/community/ideas/?status=all&amp;tag={quote(tag)}">{escape(tag)}</a>'
        for tag in row.tags
    )
    author = words.former if row.has_author_left else escape(row.author)
    comments = f" · {words.comments(row.comment_count)}" if row.comment_count else ""
    board = (
        f' · <a href="/community/ideas/?board={escape(row.board_slug)}">{escape(row.board)}</a>'
        if row.board
        else ""
    )
    due = ""
    if row.due_at is not None and row.answered_at is None:
        clock, said = clock_words(due_at=row.due_at, answered_at=None, status=row.status, now=now)
        due = f'<p class="idea-clock is-{clock}">{escape(said)}</p>' if clock else ""
    vote = _vote(
        row.id, row.title, row.vote_count, is_voted=row.is_voted, is_open=row.status in OPEN_STATUSES, token=token,
        back=f"{path}#idea-{row.id}", words=words,
    )  # fmt: skip
    return (
        f'<li class="idea-row" id="idea-{row.id}">{vote}<div class="row-main">'
        f'<a class="row-title" href="{escape(row.url)}"{spoken}>{escape(row.title)}</a> {words.status(row.status)}'
        f'<p class="row-about">{author} · {short_ago(row.proposed_at)}{comments}{board}{tags}</p>{due}'
        "</div></li>\n"
    )


def _vote(
    idea_id: int,
    title: str,
    count: int,
    *,
    is_voted: bool,
    is_open: bool,
    token: str,
    back: str,
    words: Words,
) -> str:
    """token, back: escaped already."""
    counted = f"<b>{count}</b> {words.votes(count)}"
    if not is_open:
        return f'<span class="vote is-over">{counted}</span>'
    pressed, word = ("true", words.voted) if is_voted else ("false", words.vote)
    says = escape((words.take_back if is_voted else words.give) % {"title": title})
    return (
        f'<form method="post" action="/community/ideas/{idea_id}/vote/">'
        f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
        f'<input type="hidden" name="on" value="{0 if is_voted else 1}">'
        f'<input type="hidden" name="next" value="{back}">'
        f'<button class="vote" aria-pressed="{pressed}" title="{says}">'
        f'{counted}<span class="vote-act">{word}</span></button></form>'
    )
