"""Proposing an idea, and changing one's own while nobody has answered it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from parvis.community.actions.first_shown import first_shown
from parvis.community.actions.flow import check_idea_flow, check_text, hold_member
from parvis.community.actions.look import look_first
from parvis.community.actions.text_pictures import note_pictures
from parvis.community.logic.errors import (
    MayNot,
    SessionClosed,
    TooOften,
)
from parvis.community.logic.limits import limits_of
from parvis.community.logic.markdown import html_of
from parvis.community.logic.slugs import slug_of
from parvis.community.logic.tags import clean_tags
from parvis.community.logic.titled import checked_text, checked_title
from parvis.community.models import (
    Board,
    Draft,
    Idea,
    IdeaFollow,
    IdeaRevision,
    IdeaSession,
    IdeaVote,
    Member,
)
from parvis.community.permissions import can_edit_idea, visible_boards


def propose(
    *,
    title: str,
    text: str,
    by: Member,
    language: str,
    now: datetime,
    board: Board | None = None,
    session: IdeaSession | None = None,
    tags: Iterable[str] = (),
    once: str | None = None,
) -> Idea:
    """Publish an idea, or hold it for a moderator (actions/look.py). Its author follows it and is the first to want it.

    once: a name of this sending; what is sent twice is one idea.
    Raises EmptyText, TitleTooShort, TextTooLong, MayNot, TooOften, SessionClosed.
    """
    title, text = checked_title(title), checked_text(text)
    with transaction.atomic():
        by = hold_member(by, now=now)
        if once is not None:
            sent = Idea.objects.filter(origin="web", external_id=once, author=by).first()
            if sent is not None:
                return sent
        if board is not None and (board.is_closed or not visible_boards(by).filter(pk=board.pk).exists()):
            raise MayNot("board")
        if session is not None:
            # A theme that is closed in this moment is closed: its row waits for us, or we for it.
            session = IdeaSession.objects.select_for_update(no_key=True).get(pk=session.pk)
            if not session.is_open(now):
                raise SessionClosed
        check_idea_flow(by, now=now)
        check_text(by, text)
        idea = Idea.objects.create(
            board=board, session=session, author=by, title=title, slug=slug_of(title), text=text,
            html=html_of(text), language=language, tags=clean_tags(tags), proposed_at=now, status_at=now, vote_count=1,
            external_id=once,
        )  # fmt: skip
        note_pictures(idea)
        IdeaVote.objects.create(idea=idea, member=by, at=now)
        IdeaFollow.objects.create(idea=idea, member=by, at=now)
        Draft.objects.filter(member=by, place="idea").delete()
        if look_first(idea, by=by, now=now):
            first_shown(idea, now=now)
    return idea


def edit_idea(
    idea: Idea, *, title: str, text: str, tags: Iterable[str], by: Member, now: datetime, why: str = ""
) -> bool:
    """Returns whether anything changed; what it said before stays readable.

    Once the company has answered, only the company changes it: members wanted what it said then.
    Raises EmptyText, TitleTooShort, TextTooLong, MayNot("edit"), TooOften.
    """
    title, text = checked_title(title), checked_text(text)
    with transaction.atomic():
        by = hold_member(by, now=now)
        idea = Idea.objects.select_for_update(no_key=True).get(pk=idea.pk)
        if not can_edit_idea(by, idea):
            raise MayNot("edit")
        day = IdeaRevision.objects.filter(
            by=by, at__gt=now.replace(hour=0, minute=0, second=0, microsecond=0)
        )
        if day.count() >= limits_of(by.trust).edits_a_day:
            raise TooOften(seconds=3600)
        check_text(by, text)
        wanted = clean_tags(tags)
        if (idea.title, idea.text, idea.tags) == (title, text, wanted):
            return False
        if (idea.title, idea.text) != (title, text):
            IdeaRevision.objects.create(
                idea=idea, title=idea.title, text=idea.text, by=by, why=why.strip()[:200], at=now
            )
            idea.edited_at = now
        if idea.text != text:
            idea.html = html_of(text)
        idea.title, idea.slug, idea.text, idea.tags = title, slug_of(title), text, wanted
        idea.save(update_fields=["title", "slug", "text", "html", "tags", "edited_at"])
        note_pictures(idea)
        look_first(idea, by=by, now=now, is_new=False)
        return True
